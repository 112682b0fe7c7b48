"""The lexicon from the rules: what claims which phrase, the word lists, and the patterns made of them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypedDict, TypeVar

from ..records import AnalyteRecord, DrugRecord, FindingRecord
from .hpo import hpo_phrases
from .lexicon import ONE_KIND, Lexicon, Target, bag
from .patterns import patterns
from .text import Spelling, build_spelling

if TYPE_CHECKING:
    from ..models import HpoFile

Meant = TypeVar("Meant")
Findings = Mapping[str, FindingRecord]
Analytes = Mapping[str, AnalyteRecord]

_EPONYM = re.compile(r"^(family history of )?([A-Z][a-z\u00e0-\u00ff]{3,}(?:['\u2019]s?)?) (?:disease|syndrome|anemia|encephalopathy|lymphoma)$")
_COUNT, _CONTACT, _FAMILY = "count ", "contact with ", "family history "


class SetsOfFindings(TypedDict):
    """The fields of the lexicon that are ids of findings of some kind."""

    family: frozenset[str]
    of_course: frozenset[str]
    composites: frozenset[str]
    tests: frozenset[str]
    exposed: frozenset[str]
    everyday: frozenset[str]
    courses: frozenset[str]
    combined: frozenset[str]
    recent: frozenset[str]
    lately: frozenset[str]


def build_lexicon(language: dict, findings: Findings, analytes: Analytes, drugs: Mapping[str, DrugRecord], hpo: "HpoFile | None" = None, *,
                  spelling: Spelling | None = None) -> Lexicon:
    """Build the lexicon. A phrase claimed first keeps its meaning: labels, then synonyms, then levels of analytes."""
    spelling = spelling or build_spelling(language)
    phrases = _phrases(findings, analytes, language["no_eponyms"], spelling)
    names = _names_of_analytes(analytes, spelling)
    drug_names = _names_of_drugs(drugs, spelling)
    targets = tuple(dict.fromkeys(phrases.values()))
    number = {target: place for place, target in enumerate(targets)}
    unread = {spelling.normal(phrase) for phrase in hpo.unread} if hpo else ()
    words, groups = _word_sets(spelling, language)
    return Lexicon(
        spelling=spelling, language=language, targets=targets, phrases={phrase: number[target] for phrase, target in phrases.items()},
        hpo=hpo_phrases(hpo.terms, findings.values(), (phrases, names, drug_names, unread), spelling) if hpo else {},
        bags=_in_any_order(phrases, number), drugs=drug_names, analytes=names, of_family=_in_relatives(phrases),
        # The size of a swollen organ is often told below the ribs, and not from pole to pole.
        measured={shown: analyte.id for analyte in analytes.values() if analyte.unit != "cm" for shown in analyte.findings.values()},
        once={finding.id: finding.once for finding in findings.values() if finding.once},
        ended_by={finding.id: frozenset(finding.opposites) for finding in findings.values() if finding.once},
        counts=frozenset(analyte.id for analyte in analytes.values() if analyte.is_count),
        of_marrow=_seen_in("marrow", findings, analytes), of_smear=_seen_in("smear", findings, analytes), **_sets_of_findings(findings),
        word_sets=words, phrase_sets=groups, longest=max((phrase.count(" ") + 1 for phrase in phrases), default=1),
        **patterns(language, findings.values(), spelling))


def _phrases(findings: Findings, analytes: Analytes, no_eponyms: Iterable[str], spelling: Spelling) -> dict[str, Target]:
    """Return what each phrase stands for, in the order in which phrases are claimed."""
    phrases: dict[str, Target] = {}
    for finding in findings.values():
        _claim(phrases, spelling, (finding.label,), Target("finding", finding.id))
    for finding in findings.values():
        _claim(phrases, spelling, finding.synonyms, Target("finding", finding.id))
    for finding in findings.values():
        _claim(phrases, spelling, finding.kinds, Target("finding", finding.id, ONE_KIND))
    for analyte in analytes.values():
        for level, words in analyte.words.items():
            _claim(phrases, spelling, words, Target("level", analyte.id, level))
        _claim(phrases, spelling, (analyte.label, *analyte.synonyms), Target("analyte", analyte.id))
    for others in (_also_said(phrases, findings), _bare_eponyms(findings, phrases, no_eponyms, spelling)):
        for phrase, target in tuple(others):
            phrases.setdefault(phrase, target)
    return phrases


def _names_of_analytes(analytes: Analytes, spelling: Spelling) -> dict[str, str]:
    names: dict[str, str] = {}
    for analyte in analytes.values():
        _claim(names, spelling, (analyte.label, *analyte.synonyms), analyte.id)
    return names


def _names_of_drugs(drugs: Mapping[str, DrugRecord], spelling: Spelling) -> dict[str, str]:
    names: dict[str, str] = {}
    for drug in drugs.values():
        said = (drug.label, drug.id, *drug.synonyms, *drug.brands)
        _claim(names, spelling, [name.replace("/", " ") for name in said], drug.id)
    return names


def _in_any_order(phrases: dict[str, Target], number: dict[Target, int]) -> dict[str, int]:
    """Return what phrases of several words stand for, by their words in alphabetical order."""
    bags: dict[str, int] = {}
    for phrase, target in phrases.items():
        if " " in phrase:
            bags.setdefault(bag(phrase), number[target])
    return bags


def _sets_of_findings(findings: Findings) -> SetsOfFindings:
    """Return the findings of each kind that the lexicon asks for."""
    def of_kinds(*kinds: str) -> frozenset[str]:
        return frozenset(finding.id for finding in findings.values() if finding.kind in kinds)

    return {
        "family": of_kinds("family"), "of_course": of_kinds("course"), "composites": of_kinds("composite"),
        "tests": of_kinds("laboratory", "microbiology", "flow", "genetics"), "exposed": of_kinds("exposure", "condition"),
        "everyday": frozenset(name for name in of_kinds("exposure", "diet") if not findings[name].implies),
        "courses": frozenset(finding.id for finding in findings.values() if finding.tells_count),
        "combined": frozenset(finding.id for finding in findings.values() if finding.at_least_low is not None),
        "recent": frozenset(finding.id for finding in findings.values() if finding.recent),
        "lately": frozenset(finding.id for finding in findings.values() if finding.label.startswith("recent "))}


def _also_said(phrases: dict[str, Target], findings: Findings) -> Iterator[tuple[str, Target]]:
    """Yield other ways to say a phrase: "recovered after delivery" for counts that did, "dog contact" for contact with dogs."""
    for phrase, target in phrases.items():
        if phrase.startswith(_COUNT):
            rest = phrase.removeprefix(_COUNT)
            if " " in rest and target.kind == "finding" and findings[target.id].kind == "course":
                yield rest, target
        elif phrase.startswith(_CONTACT):
            yield f"{phrase.removeprefix(_CONTACT)} contact", target


def _bare_eponyms(findings: Findings, phrases: dict[str, Target], others: Iterable[str], spelling: Spelling) -> Iterator[tuple[str, Target]]:
    """Yield the names of people that stand for an illness: "Gaucher" for Gaucher disease, where only one illness is called so."""
    called: dict[str, set[Target | None]] = {}
    ambiguous = {spelling.normal(word) for word in others}
    for finding in findings.values():
        for said in (finding.label, *finding.synonyms):
            if named := _EPONYM.match(said):
                name = spelling.normal(named[2])
                called.setdefault(f"{_FAMILY}{name}" if named[1] else name, set()).add(phrases.get(spelling.normal(said)))
    for name, targets in called.items():
        target = next(iter(targets))
        if len(targets) == 1 and target and " " not in name.removeprefix(_FAMILY) and name.removeprefix(_FAMILY) not in ambiguous:
            yield name, target


def _in_relatives(phrases: dict[str, Target]) -> dict[Target, Target]:
    """Return what a target becomes in a relative: of the first of its phrases that is known of one."""
    relatives = {phrase.removeprefix(_FAMILY): target for phrase, target in phrases.items() if phrase.startswith(_FAMILY)}
    found: dict[Target, Target] = {}
    for phrase, target in phrases.items():
        if phrase in relatives:
            found.setdefault(target, relatives[phrase])
    return found


def _seen_in(kind: str, findings: Findings, analytes: Analytes) -> frozenset[str]:
    """Return the ids of what is seen in a place: its findings, and the shares of cells that show them."""
    seen = {finding.id for finding in findings.values() if finding.kind == kind}
    return frozenset(seen | {analyte.id for analyte in analytes.values() if seen & set(analyte.findings.values())})


def _claim(phrases: dict[str, Meant], spelling: Spelling, texts: Iterable[str], target: Meant) -> None:
    for text in texts:
        key = spelling.normal(text)
        # One letter or figure by itself names at most something measured: "K", but no chromosome that was lost.
        if key and (len(key) > 1 or not isinstance(target, Target) or target.kind == "analyte"):
            phrases.setdefault(key, target)


def _word_sets(spelling: Spelling, language: dict) -> tuple[dict[str, frozenset[str]], dict[str, tuple[str, ...]]]:
    """Split each word list of the language file into single words and longer phrases, in normal form."""
    lists = {
        "severe": language["severity"]["severe"], "moderate": language["severity"]["moderate"],
        "mild": language["severity"]["mild"], "modifiers": language["modifiers"],
        "before": language["negation"]["before"], "after": language["negation"]["after"],
        "normal": language["negation"]["normal"], "abnormal": language["negation"]["abnormal"],
        "one-kind": (*language["negation"]["one_kind"], *language["severity"]["severe"]),
        "told-last": language["negation"]["told_last"], "not-large": language["negation"]["not_large"], "nothing": language["nothing"],
        "uncertain": language["uncertain"], "low": language["levels"]["low"], "high": language["levels"]["high"],
        "level-normal": language["levels"]["normal"],
        "falling": language["levels"]["falling"], "rising": language["levels"]["rising"],
        "earlier": language["earlier"], "over": language["over"], "long-ago": language["long_ago"],
        "aside-before": language["set_aside"]["before"], "aside-after": language["set_aside"]["after"],
        "untold": language["set_aside"]["untold"], "ordered": [one for one in language["scopes"]["ordered"]["before"] if not one.endswith(" for")],
        "not-inside": language["not_inside"],
        "affirms-first": (*language["turns"]["told"], *language["turns"]["begins"]), "affirms-last": language["turns"]["ends"],
        "relatives": language["family"]["relatives"], "persons": language["family"]["persons"], "others": language["family"]["others"],
        "drug-fillers": language["drug_fillers"], "takes": language["taking"]["takes"], "of-taking": language["taking"]["about"],
        "under-drug": language["taking"]["under"], "no-drug-first": language["taking"]["no_name"],
        "residence": language["residence"], "came-from": language["came_from"], "recently": language["recently"],
        "may-be-patient": language["family"]["may_be_patient"], "own-child": language["family"]["own_children"],
        "whose": language["family"]["whose"], "no-subject": language["family"]["no_subject"],
        "marrow": language["places"]["marrow"], "blood": language["places"]["blood"], "not-taken": language["not_taken"],
        "not-yet-taken": language["not_yet_taken"],
        "short-drug-names": language["short_drug_names"]}
    singles, phrases = {}, {}
    for name, words in lists.items():
        normal = [" ".join(spelling.tokens(word)) for word in words]
        # What is set aside inside a longer entry is looked for among its words without fillers.
        normal += [key for word in words if name == "aside-before" and " " in (key := spelling.key(spelling.tokens(word)))]
        singles[name] = frozenset(word for word in normal if word and " " not in word)
        phrases[name] = tuple(sorted((word for word in normal if " " in word), key=len, reverse=True))
    singles["ordered-first"] = frozenset(phrase.partition(" ")[0] for phrase in (*singles["ordered"], *phrases["ordered"]))
    singles["other-names"] = frozenset(spelling.normal(name) for name in language["set_aside"].get("names", ()))
    return singles, phrases
