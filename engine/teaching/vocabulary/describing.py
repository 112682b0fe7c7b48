"""Live examples of the words for describing a case: problem representation, semantic qualifier, illness script."""

from dataclasses import replace

from ...case.entries import Entry, entries
from ...case.model import ENTRY_KEYS, Case, with_words
from ...reasoning import explain, rows, time_course
from ...reasoning.explain import pattern_label
from ...reasoning.leave_one_out import leave_one_out
from ..feedback import awaited_of
from ..prose import paragraphs
from .figures import Live, Subject, share, signed, times

_FEATURES = 3
_SHOWN = 5
_OF_EACH = 3
_OLDEST = 100
_WHO = ("age", "sex", "pregnant", "gestation_weeks", "ancestry", "onset")


def problem_representation(subject: Subject) -> Live:
    """The case in a sentence: who, course, which counts are low, the entries that the first cause hangs on most; and the ranking of that alone."""
    case, ranking, knowledge = subject.case, subject.ranking, subject.knowledge
    found = leave_one_out(case, ranking, knowledge)
    told = [one for one in found if one.entry.where in (*ENTRY_KEYS, "medications") and one.support >= knowledge.model["tell_weight"]]
    kept = sorted(told, key=lambda one: -one.support)[:_FEATURES]
    alone = _only(case, {one.entry for one in kept}, subject)
    other = subject.ranked(alone)
    first = rows(other, knowledge, top=1)[0]
    family = int(ranking.order[0])
    who = paragraphs(replace(case, setting=None), knowledge)[0][1]
    features = "; ".join(one.entry.text if one.entry.where != "absent" else f"no {one.entry.text}" for one in kept)
    pattern = pattern_label(ranking.evidence, knowledge)
    sentence = f"{who} {pattern[:1].upper()}{pattern[1:]}{f'; {features}' if features else ''}."
    count, whole = len(entries(alone)), len(entries(case))
    says = (f"In a sentence: {sentence}",
            f"Told all {whole} entries, the engine puts {subject.first.name} first, {share(subject.first.probability)}.",
            f"Told only the {count} of this sentence, it puts {first.name} first, {share(first.probability)}"
            + ("." if first.family == subject.first.family else f"; {subject.first.name} {share(float(other.family_probability[family]))}."))
    order = sorted(told, key=lambda one: -one.support)[:_SHOWN]
    return Live(says, ("left out", "odds of the first", "then", "first then"),
                tuple((one.entry.text, times(-one.support), share(one.probability), _root_name(one.first, subject)) for one in order))


def _root_name(family: str, subject: Subject) -> str:
    return subject.knowledge.causes[family].name if family in subject.knowledge.causes else family


def _only(case: Case, kept: set[Entry], subject: Subject) -> Case:
    """Return the case with who it is, the counts, and some entries."""
    knowledge = subject.knowledge
    names, spelling = knowledge.lexicon.analytes, knowledge.lexicon.spelling
    counted = {name for name in case.labs if (one := names.get(spelling.normal(name))) is not None and knowledge.analytes[one].lineage}
    left = {entry for entry in entries(case) if entry.where in _WHO or entry.where == "labs" and entry.text in counted} | kept
    lists = {key: tuple(text for text in getattr(case, key) if Entry(key, text) in left) for key in ENTRY_KEYS}
    drugs = tuple(one for one in case.medications or () if Entry("medications", one.name) in left)
    labs = {name: printed for name, printed in case.labs.items() if name in counted}
    return with_words(replace(case, labs=labs, series={}, medications=drugs or None), lists)


def semantic_qualifier(subject: Subject) -> Live:
    """What was told as a detail, the grade it was turned into, and what the grade weighs for the first two causes."""
    case, ranking, knowledge = subject.case, subject.ranking, subject.knowledge
    first, second = ({(one.kind, one.name): one for one in explain(ranking, row.column, knowledge).reasons}
                     for row in (subject.first, subject.second))
    lines = []
    for key, reason in first.items():
        told = "; ".join(dict.fromkeys(_printed(text, case) for text in reason.texts))
        if reason.kind in ("lab", "pattern", "depth", "onset") and told and key in second:
            lines.append((told, reason.label, reason.weight, second[key].weight))
    lines.sort(key=lambda one: -max(abs(one[2]), abs(one[3])))
    says = [subject.named]
    tempo = time_course(case, ranking.evidence.observations, knowledge).tempo
    if tempo is not None:
        says.append(f"In time it is graded: {tempo.word}.")
    if case.onset:
        says.append(_turned(subject))
    if len(says) == 1:
        says.append("No time course is told in this case.")
    return Live(tuple(says), ("told", "graded", "for the first", "for the second"),
                tuple((told, grade, signed(one), signed(two)) for told, grade, one, two in lines[:_SHOWN + 1]))


def _printed(text: str, case: Case) -> str:
    return f"{text} {case.labs[text]}" if text in case.labs else text


def _turned(subject: Subject) -> str:
    """Say what the ranking would be had the same begun in the course that is furthest from the one told."""
    names = list(subject.knowledge.model["onset_days"])
    other = names[0] if subject.case.onset not in names[:2] else names[-1]
    row = rows(subject.ranked(replace(subject.case, onset=other)), subject.knowledge, top=1)[0]
    then = "it still would, with" if row.family == subject.first.family else f"{row.name} would, with"
    return (f"Told as {subject.case.onset}, {subject.first.name} stands first with {share(subject.first.probability)}; "
            f"told as {other}, {then} {share(row.probability)}.")


def illness_script(subject: Subject) -> Live:
    """The scripts of the first two causes from the knowledge: whom, how, in what course, and what each shows most tellingly."""
    knowledge, spread = subject.knowledge, subject.knowledge.distributions
    columns = [row.column for row in (subject.first, subject.second)]
    bands, courses = list(knowledge.age_bands), spread.courses

    def whom(leaf: int) -> str:
        low, high = knowledge.age_bands[bands[int(spread.age[:, leaf].argmax())]]
        ages = f"below {high:g} years" if low < 1 else f"from {low:g} years on" if high > _OLDEST else f"{low:g} to {high:g} years"
        return f"most often {ages}; {share(float(spread.female[leaf]))} female"

    def how(leaf: int) -> str:
        named = knowledge.causes[knowledge.leaves[leaf].causes[0]].mechanisms
        return "; ".join(knowledge.model["mechanisms"][name] for name in named).lower()

    def course(leaf: int) -> str:
        at = int(spread.onset[:, leaf].argmax())
        return f"{courses[at]} ({share(float(spread.onset[at, leaf]))})"

    lines = [("whom it meets", *map(whom, columns)), ("what goes wrong", *map(how, columns)), ("how it runs", *map(course, columns))]
    probability = knowledge.tables.probability
    for name in _telling(subject, columns):
        one = knowledge.findings[name]
        lines.append((one.label, *(share(float(probability[one.index, leaf])) for leaf in columns)))
    says = ("Below whom, what and how: telling signs, then tests, of either cause, with the share of people in whom each is there.",)
    return Live(says, ("script", *subject.names), tuple(lines))


def _telling(subject: Subject, columns: list[int]) -> list[str]:
    """Return findings that are typical of one of two leaves, as many of story and signs as of tests; those first whose shares are furthest apart."""
    knowledge = subject.knowledge
    bare, askable = subject.ranked(Case(setting=subject.case.setting)), set(knowledge.inquiry.findings)
    named = {one.name for leaf in columns for one in awaited_of(explain(bare, leaf, knowledge, expected=4 * _SHOWN), knowledge)} & askable
    shares = knowledge.tables.probability

    def apart(name: str) -> float:
        row = shares[knowledge.findings[name].index]
        return abs(float(row[columns[0]]) - float(row[columns[1]]))

    order = sorted(named, key=lambda name: (-apart(name), name))
    tests = [name for name in order if knowledge.findings[name].examined == "test"]
    return [*[name for name in order if name not in tests][:_OF_EACH], *tests[:_OF_EACH]]
