"""What is asked of a drawn person: the questions a clinician has once the counts are known.

Questions are chosen before they are answered, and by the rivals as much as by the truth, so that being asked tells little. A
finding tells as much as its answer is expected to narrow the rivals: H(P(f)) - sum over leaves of w H(P(f | leaf)). What is likely to
be there is asked sooner.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from ..case.model import Case
from ..case.words import read_words
from ..knowledge.knowledge import Knowledge
from ..knowledge.labels import line_of
from ..knowledge.records import NAMED_NOTE, FindingRecord
from ..knowledge.words.text import Spelling
from ..reasoning import gather, rank
from .chance import STEADY, Chance
from .person import ANCESTRY
from .rules import teaching_rules
from .values import touched

PLACES = {"condition": "history", "exposure": "exposures", "diet": "diet", "family": "family_history"}
"""Kind of finding to the key of a case under which it is told; all others stand under "present"."""


@dataclass(frozen=True, slots=True)
class Question:
    """A finding that is asked about. `telling` is how much the answer is expected to say, in natural units of information."""

    finding: FindingRecord
    telling: float


@dataclass(frozen=True, slots=True)
class QuestionBank:
    """All findings that may be asked about, made once for some knowledge: each carries weight and its words read back as itself.

    touched: by finding, see `touches`, with those of which only one is asked;
    spelled: labels in normal form between spaces, in the order of `findings`
    """

    findings: tuple[FindingRecord, ...]
    touched: dict[str, frozenset[str]]
    spelled: tuple[str, ...]

    @classmethod
    def of(cls, knowledge: Knowledge) -> "QuestionBank":
        """Make the bank."""
        kinds = {kind for part in teaching_rules(knowledge)["vignette"]["asked"].values() for kind in part["kinds"]}
        shown = {name for analyte in knowledge.analytes.values() for name in analyte.findings.values()}
        shown |= {name for reason in teaching_rules(knowledge)["vignette"]["not_told"] for name in knowledge.inquiry.left_out.get(reason, ())}
        findings = tuple(one for one in knowledge.findings.values()
                         if one.kind in kinds and one.id not in shown and _askable(one) and reads_back(one, knowledge))
        spelling = knowledge.lexicon.spelling
        once = teaching_rules(knowledge)["vignette"]["asked_once"]
        return cls(findings, {one.id: touches(one, knowledge).union(*(names for names in once if one.id in names)) for one in findings},
                   tuple(f" {_spelled(one.label, spelling)} " for one in findings))


@dataclass(frozen=True, slots=True)
class Rivals:
    """The true leaf and the leading others, with weights that sum to 1."""

    numbers: np.ndarray
    weights: np.ndarray


def rivals(leaf: int, case: Case, knowledge: Knowledge) -> Rivals:
    """Return the leading leaves for a case, the true one first."""
    rule = teaching_rules(knowledge)["vignette"]
    probability = np.round(rank(gather(case, knowledge), knowledge).probability[:-1], STEADY)
    leading = [number for number in np.argsort(-probability, kind="stable")[:rule["rivals"]].tolist() if number != leaf]
    weights = probability[leading] / max(probability[leading].sum(), 1e-12) * (1 - rule["share_of_truth"])
    return Rivals(np.array([leaf, *leading]), np.array([rule["share_of_truth"], *weights]))


def choose_questions(leaf: int, case: Case, against: Rivals, bank: QuestionBank, chance: Chance, knowledge: Knowledge, *,
                     known: Collection[str] = ()) -> list[Question]:
    """Choose which findings are asked about, part by part of the work-up.

    No two of them contradict or contain each other, so that every answer stands for itself. Nothing is asked that would name
    the cause, that a count or a value of the analytes `known` says already, or that is not told of such a person.
    """
    rule = teaching_rules(knowledge)["vignette"]
    table = knowledge.tables.probability[:, against.numbers].astype(float)
    telling = np.round(_entropy(table @ against.weights) - _entropy(table) @ against.weights, STEADY)
    names = forbidden_names(leaf, knowledge)
    kinds = {kind: part for part in rule["asked"] for kind in rule["asked"][part]["kinds"]}
    fitting = [one for one, label in zip(bank.findings, bank.spelled, strict=True)
               if _can_be(one, case, knowledge) and not any(name in label for name in names) and not _tied(one, leaf, knowledge)]
    likely = table @ against.weights
    values = np.array([telling[one.index] * (rule["asked_anyway"] + likely[one.index]) for one in fitting])
    left = {part: content["questions"] for part, content in rule["asked"].items()}
    chosen: list[Question] = []
    taken: set[str] = set().union(*(_shown(name, knowledge) for name in known))
    groups: dict[str, int] = {}
    for one in (*hinges(leaf, fitting, knowledge), *(fitting[number] for number in chance.order(values))):
        touched = bank.touched[one.id]
        if left[kinds[one.kind]] and groups.get(one.group, 0) < rule["of_a_group"] and not touched & taken:
            chosen.append(Question(one, float(telling[one.index])))
            left[kinds[one.kind]] -= 1
            groups[one.group] = groups.get(one.group, 0) + 1
            taken |= touched
    return chosen


def choose_values(leaf: int, against: Rivals, questions: list[Question], bank: QuestionBank, chance: Chance, knowledge: Knowledge, *,
                  known: Collection[str] = ()) -> list[str]:
    """Choose which laboratory values are asked for beside the blood count and the analytes `known`.

    None can be worked out from others, none answers a question that is asked (a spleen length says whether the spleen is big), and
    none names the cause. Few are such as the cause leaves alone: they come out as in health, and many of them are noise.
    """
    hidden, spelling, rule = forbidden_names(leaf, knowledge), knowledge.lexicon.spelling, teaching_rules(knowledge)["vignette"]
    numbers, weights = against.numbers, against.weights
    always = {*rule["always"], *known}
    names = [name for name, one in knowledge.analytes.items() if not one.lineage and name not in always and name in knowledge.tables.lab_bins
             and not any(said in f" {_spelled(one.label, spelling)} " for said in hidden)]
    asked = frozenset().union(*(bank.touched[one.finding.id] for one in questions))
    telling = []
    for name in names:
        bins = knowledge.tables.lab_bins[name][:, numbers] / knowledge.tables.lab_bins[name][:, numbers].sum(axis=0)
        mixed = bins @ weights
        telling.append(float(-(mixed * np.log(mixed)).sum() + (bins * np.log(bins)).sum(axis=0) @ weights))
    chosen: list[str] = []
    aside = 0
    for number in chance.order(telling):
        if len(chosen) == rule["values"]:
            break
        untouched = not touched(names[number], leaf, knowledge)
        if untouched and aside == rule["untouched"]:
            continue
        if not _shown(names[number], knowledge) & asked and not _worked_out(names[number], {*chosen, *always}, knowledge):
            chosen.append(names[number])
            aside += untouched
    return chosen


def _shown(name: str, knowledge: Knowledge) -> set[str]:
    """Return the findings that a value says something of."""
    return {near for one in knowledge.analytes[name].findings.values() for near in touches(knowledge.findings[one], knowledge)}


def _worked_out(name: str, known: set[str], knowledge: Knowledge) -> bool:
    """Whether a value would follow from others, or they from it."""
    rules = [{one.analyte, *one.parents, *one.also, *one.beside} for one in knowledge.derivations]
    wholes = [{one.whole, *one.parts} for one in knowledge.wholes]
    return any(name in family and family & known for family in (*rules, *wholes))


def _entropy(share: np.ndarray) -> np.ndarray:
    return -(share * np.log(share) + (1 - share) * np.log1p(-share))


def _askable(one: FindingRecord) -> bool:
    """Whether a finding carries weight and says nothing that the person or a value says already."""
    says_more = one.names_cause or one.id.startswith(ANCESTRY) or one.at_least_low or any(":" in reference for reference in one.implies)
    return one.index >= 0 and one.used and not says_more


def _can_be(one: FindingRecord, case: Case, knowledge: Knowledge) -> bool:
    """Whether a finding can be true of a person, and is told of people like that; not of one age alone where the age is not known."""
    sex, age = knowledge.only(one.id)
    whom, rule = one.among, teaching_rules(knowledge)["vignette"]
    if sex not in (None, case.sex) or (age is not None and (case.age is None or not age[0] <= case.age <= age[1])):
        return False
    if one.group in rule["of_age"]["groups"] and (case.age is None or case.age < rule["of_age"]["age"]):
        return False
    if whom is None:
        return True
    if whom == "pregnant":
        return bool(case.pregnant)
    if case.age is None:
        return False
    if whom == "female":
        return case.sex == "female" and rule["menstruation"][0] <= case.age < rule["menstruation"][1]
    return case.age < knowledge.age_bands[{"child": "adolescent"}.get(whom, whom)][1]


def reads_back(one: FindingRecord, knowledge: Knowledge) -> bool:
    """Return whether a finding's label is read as that finding and nothing else, both as present and as absent."""
    for where, state in ((PLACES.get(one.kind, "present"), "present"), ("absent", "absent")):
        reading = read_words(one.label, where, knowledge.lexicon)
        if reading.status != "used" or [(said.kind, said.id, said.state) for said in reading.mentions] != [("finding", one.id, state)]:
            return False
    return True


def touches(one: FindingRecord, knowledge: Knowledge) -> frozenset[str]:
    """Return the findings whose state follows from that of a finding, or contradicts it: itself, all above, opposites, implied, denied."""
    found: set[str] = set()
    waiting = [one.id]
    while waiting:
        name = waiting.pop()
        if name in found or name not in knowledge.findings:
            continue
        found.add(name)
        record = knowledge.findings[name]
        waiting += (*record.parents, *record.implies)
        found |= {other for other in (*record.opposites, *record.denies) if other in knowledge.findings}
    return frozenset(found)


def forbidden_names(leaf: int, knowledge: Knowledge) -> list[str]:
    """Return every name of the causes of a leaf, and of what they are forms of, in normal form between spaces."""
    spelling, names = knowledge.lexicon.spelling, []
    for cause in knowledge.leaves[leaf].causes:
        for record in map(knowledge.causes.__getitem__, line_of(cause, knowledge)):
            names += [record.name, *record.synonyms]
    return [f" {key} " for name in names if (key := _spelled(name, spelling))]


def names_part(one: FindingRecord, leaf: int, knowledge: Knowledge) -> bool:
    """Return whether a finding is a diagnosis made before (`left_out` of `rules/effort.yaml`) whose name is part of a name of the leaf's causes."""
    said = f" {_spelled(one.label, knowledge.lexicon.spelling)} "
    return one.id in knowledge.inquiry.left_out.get("diagnoses", ()) and any(said in name for name in forbidden_names(leaf, knowledge))


def _spelled(text: str, spelling: Spelling) -> str:
    return spelling.normal(text.replace("-", " "))


def _tied(one: FindingRecord, leaf: int, knowledge: Knowledge) -> bool:
    """Whether the knowledge ties a finding to the name of the cause."""
    entries = (knowledge.provenance[cause].get(one.id) for cause in knowledge.leaves[leaf].causes if cause in knowledge.provenance)
    return any(entry is not None and entry.note == NAMED_NOTE for entry in entries)


def hinges(leaf: int, fitting: list[FindingRecord], knowledge: Knowledge) -> list[FindingRecord]:
    """Return the finding on which the leaf hinges most, where there is one: it is always asked about."""
    wanted = {name for row, names in knowledge.hinges.items() for name in names
              if knowledge.tables.fixed[knowledge.tables.fixed_rows[row], leaf] != 0}
    held = [one for one in fitting if one.id in wanted]
    return sorted(held, key=lambda one: (-round(float(knowledge.tables.probability[one.index, leaf]), STEADY), one.id))[:1]
