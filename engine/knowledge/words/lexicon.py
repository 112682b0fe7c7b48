"""All known phrases and what each stands for. Built once with the knowledge and stored in its cache."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Self

from .hpo import Recognized, hpo_phrases, recognized
from .text import Spelling, build_spelling

ONE_KIND = "one kind"
_EPONYM = re.compile(r"^(family history of )?([A-Z][a-z\u00e0-\u00ff]{3,}(?:['\u2019]s?)?) (?:disease|syndrome|anemia|encephalopathy|lymphoma)$")
_COUNT, _CONTACT, _FAMILY = "count ", "contact with ", "family history "


class Target(NamedTuple):
    """What a phrase stands for: a finding, a level of an analyte, an analyte itself, or a drug.

    The level of a finding is ONE_KIND for words that name only one kind of it, and otherwise None.
    """

    kind: str
    id: str
    level: str | None = None

    def whole(self) -> Self:
        """Return the target without the remark that the words name only one kind of it."""
        return self._replace(level=None) if self.level == ONE_KIND else self


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases in normal form to their targets.

    phrases:  findings, levels and analytes, as numbers of `targets`; bags: those of several words, in alphabetical order.
    drugs:    drug names to ids. analytes: names of analytes to ids. longest: most words in a phrase.
    hpo:      phrases that only the ontology knows, see `engine.knowledge.words.hpo`.
    family:   ids of findings that are said of relatives or of descent. of_family: what a target becomes in a relative.
    courses:  ids of findings in whose words a named count is low now; of_course: those of the course; composites: ids of findings that name counts.
    combined: ids of composites of several counts, whose grade is that of no single one.
    counts:   ids of analytes that are blood counts. of_marrow, of_smear: ids of findings seen in the marrow, on the blood film.
    measured: ids of findings to the analyte whose value shows them: fever to temperature.
    tests:    ids of findings that a test gives, and not the eye: serology, cultures, antibodies, markers, genes.
    everyday: ids of findings called by words of daily life, which mean them only where exposures or diet are told.
    exposed:  ids of findings of what was done to a person or met by one, and of what a history tells; when it began is when it was.
    recent:   ids of findings that are true of the last weeks only, and dated to them are there.
    turns:    where a denial ends, as `but` or as `exception`, see `engine.case.turns`.
    signs:    what stands for words between others: "w/", "2/2".
    organisms: what grew, as a result names it. headings: names under which several values of the blood stand.
    sections: a heading of a note at the beginning, by the key of a case that it stands for. shorthand: what is written out, and as what.
    """

    spelling: Spelling
    language: dict
    targets: tuple[Target, ...]
    phrases: dict[str, int]
    hpo: dict[str, str]
    bags: dict[str, int]
    drugs: dict[str, str]
    analytes: dict[str, str]
    family: frozenset[str]
    of_family: dict[Target, Target]
    courses: frozenset[str]
    of_course: frozenset[str]
    composites: frozenset[str]
    combined: frozenset[str]
    counts: frozenset[str]
    measured: dict[str, str]
    of_marrow: frozenset[str]
    of_smear: frozenset[str]
    tests: frozenset[str]
    everyday: frozenset[str]
    exposed: frozenset[str]
    recent: frozenset[str]
    word_sets: dict[str, frozenset[str]]
    phrase_sets: dict[str, tuple[str, ...]]
    longest: int
    joiners: re.Pattern
    turns: re.Pattern
    signs: re.Pattern
    organisms: re.Pattern
    headings: re.Pattern
    sections: re.Pattern
    shorthand: tuple[tuple[re.Pattern, str], ...]

    def find(self, key: str) -> Target | None:
        """Return what a phrase in normal form stands for, or None."""
        number = self.phrases.get(key)
        return None if number is None else self.targets[number]

    def find_in_hpo(self, key: str) -> Recognized | None:
        """Return what a phrase in normal form says in the Human Phenotype Ontology, or None. Only where `find` has none."""
        said = self.hpo.get(key)
        return None if said is None else recognized(said)

    def find_in_any_order(self, key: str) -> Target | None:
        """Return what the words of a phrase stand for in whatever order, or None."""
        number = self.bags.get(bag(key))
        return None if number is None else self.targets[number]


def bag(key: str) -> str:
    """Return the words of a key in alphabetical order, so that word order does not matter."""
    return " ".join(sorted(key.split()))


def build_lexicon(language: dict, findings: dict, analytes: dict, drugs: dict, hpo=None, *, spelling: Spelling | None = None) -> Lexicon:
    """Build the lexicon. A phrase claimed first keeps its meaning: labels, then synonyms, then levels of analytes."""
    spelling = spelling or build_spelling(language)
    phrases: dict[str, Target] = {}
    for finding in findings.values():
        _claim(phrases, spelling, (finding.label,), Target("finding", finding.id))
    for finding in findings.values():
        _claim(phrases, spelling, finding.synonyms, Target("finding", finding.id))
    for finding in findings.values():
        _claim(phrases, spelling, finding.kinds, Target("finding", finding.id, ONE_KIND))
    names: dict[str, str] = {}
    for analyte in analytes.values():
        for level, words in analyte.words.items():
            _claim(phrases, spelling, words, Target("level", analyte.id, level))
        for synonym in (analyte.label, *analyte.synonyms):
            names.setdefault(spelling.normal(synonym), analyte.id)
        _claim(phrases, spelling, (analyte.label, *analyte.synonyms), Target("analyte", analyte.id))
    names.pop("", None)
    for shorter, target in tuple(_also_said(phrases, findings)):
        phrases.setdefault(shorter, target)
    for name, target in _bare_eponyms(findings, phrases, language["no_eponyms"], spelling):
        phrases.setdefault(name, target)
    targets = tuple(dict.fromkeys(phrases.values()))
    number = {target: place for place, target in enumerate(targets)}
    bags: dict[str, int] = {}
    for phrase, target in phrases.items():
        if " " in phrase:
            bags.setdefault(bag(phrase), number[target])
    drug_names: dict[str, Target] = {}
    for drug in drugs.values():
        said = (drug.label, drug.id, *drug.synonyms, *drug.brands)
        _claim(drug_names, spelling, [name.replace("/", " ") for name in said], Target("drug", drug.id))
    unread = {spelling.normal(phrase) for phrase in hpo.unread} if hpo else ()
    of_hpo = hpo_phrases(hpo.terms, findings.values(), (phrases, names, drug_names, unread), spelling) if hpo else {}
    words, groups = _word_sets(spelling, language)
    return Lexicon(spelling, language, targets, {phrase: number[target] for phrase, target in phrases.items()}, of_hpo, bags,
                   {name: target.id for name, target in drug_names.items()}, names,
                   frozenset(finding.id for finding in findings.values() if finding.kind == "family"), _in_relatives(phrases),
                   frozenset(finding.id for finding in findings.values() if finding.tells_count),
                   frozenset(finding.id for finding in findings.values() if finding.kind == "course"),
                   frozenset(finding.id for finding in findings.values() if finding.kind == "composite"),
                   frozenset(finding.id for finding in findings.values() if finding.at_least_low is not None),
                   frozenset(analyte.id for analyte in analytes.values() if analyte.lineage or analyte.id == "wbc"),
                   # The size of a swollen organ is often told below the ribs, and not from pole to pole.
                   {shown: analyte.id for analyte in analytes.values() if analyte.unit != "cm" for shown in analyte.findings.values()},
                   _seen_in("marrow", findings, analytes), _seen_in("smear", findings, analytes),
                   frozenset(finding.id for finding in findings.values() if finding.kind in ("laboratory", "microbiology", "flow", "genetics")),
                   frozenset(finding.id for finding in findings.values()
                             if finding.kind in ("exposure", "diet") and not finding.implies),
                   frozenset(finding.id for finding in findings.values() if finding.kind in ("exposure", "condition")),
                   frozenset(finding.id for finding in findings.values() if finding.recent), words, groups,
                   longest=max((phrase.count(" ") + 1 for phrase in phrases), default=1),
                   joiners=_joiners(language["joiners"], language["denying_joiners"]), turns=_turns(language["turns"]),
                   signs=_signs(language["signs"]), organisms=_organisms(language["results"]["organisms"]),
                   headings=re.compile("|".join(map(re.escape, language["results"]["headings"])) or "(?!)", re.IGNORECASE),
                   sections=_sections(language["sections"]),
                   shorthand=(*_shorthand(language["shorthand"]), *_with_their_sign(findings.values(), spelling)))


def _also_said(phrases: dict[str, Target], findings: dict) -> Iterator[tuple[str, Target]]:
    """Yield other ways to say a phrase: "recovered after delivery" for counts that did, "dog contact" for contact with dogs."""
    for phrase, target in phrases.items():
        if phrase.startswith(_COUNT):
            rest = phrase.removeprefix(_COUNT)
            if " " in rest and target.kind == "finding" and findings[target.id].kind == "course":
                yield rest, target
        elif phrase.startswith(_CONTACT):
            yield f"{phrase.removeprefix(_CONTACT)} contact", target


def _bare_eponyms(findings: dict, phrases: dict[str, Target], others: Iterable[str], spelling: Spelling) -> Iterator[tuple[str, Target]]:
    """Yield the names of people that stand for an illness: "Gaucher" for Gaucher disease, where only one illness is called so."""
    called: dict[str, set[Target]] = {}
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


def _seen_in(kind: str, findings: dict, analytes: dict) -> frozenset[str]:
    """Return the ids of what is seen in a place: its findings, and the shares of cells that show them."""
    seen = {finding.id for finding in findings.values() if finding.kind == kind}
    return frozenset(seen | {analyte.id for analyte in analytes.values() if seen & set(analyte.findings.values())})


def _joiners(words: tuple[str, ...], denying: tuple[str, ...]) -> re.Pattern:
    """Return a pattern that parts a list: words between blanks, marks followed by a blank; denying words stay with their part."""
    spoken = "|".join(re.escape(word) for word in words if word[0].isalpha())
    marks = "|".join(re.escape(word) for word in words if not word[0].isalpha())
    kept = rf"|\s+(?:but\s+)?(?=(?:{'|'.join(map(re.escape, denying))})\s)" if denying else ""
    # "Coombs-negative hemolysis" says two things.
    kept += r"|(?<=[\s-]negative)\s+(?!for\s)"
    kept += r"|(?<=\sago)\s+(?=now\s)"
    return re.compile(rf"\s+(?:{spoken})\s+|(?:{marks})\s+(?:(?:{spoken})\s+)?{kept}", re.IGNORECASE)


def _turns(words: dict) -> re.Pattern:
    """Return a pattern that finds where a denial ends, with the words that tell what follows."""
    but, exception, told = ("|".join(re.escape(one) for one in sorted(words[name], key=len, reverse=True)) for name in ("but", "exception", "told"))
    return re.compile(rf",?\s+(?:(?P<but>{but})|(?P<exception>{exception}))\s+(?:(?:he|she|the patient)\s+)?(?:(?:{told})\s+)?", re.IGNORECASE)


def _signs(words: dict[str, str]) -> re.Pattern:
    """Return a pattern that finds signs by themselves; one that ends in a slash may be glued to what follows: "w/fever"."""
    said = (re.escape(one) + ("" if one.endswith("/") else r"(?![\w/])") for one in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w/])(?:{'|'.join(said) or '(?!)'})", re.IGNORECASE)


def _shorthand(words: dict) -> tuple[tuple[re.Pattern, str], ...]:
    """Return patterns of shorthand with what it is written out as: "T 39.4 C", "mother says he has been pale", "breast ca"."""
    celsius, fahrenheit = ("|".join(str(one) for one in range(words[name][0], words[name][1] + 1)) for name in ("celsius", "fahrenheit"))
    tellers, organs = ("|".join(map(re.escape, words[name])) or "(?!)" for name in ("tellers", "organs"))
    return (
        (re.compile(rf"^t\s*[:=]?\s*(?P<of>(?:{celsius})(?:[.,]\d+)?\s*(?:\u00b0\s*)?c?|(?:{fahrenheit})(?:[.,]\d+)?\s*(?:\u00b0\s*)?f?)"
                    r"(?:\s+(?:x|for|since)\s*\d+\s*\w+|\s+in\s+(?:an?\s+)?\d+[\s-]?\w+[\s-]old)?$", re.IGNORECASE), r"temperature \g<of>"),
        # Who tells it says nothing of whose it is: "mother says he has been pale".
        (re.compile(rf"^(?:the\s+)?(?:{tellers})\s+(?:also\s+|has\s+)?"
                    r"(?:says?|said|reports?|reported|reporting|stated|notices|noticed|complain(?:s|ed|ing)? of|c/o|endorses|admits to|describes)\s+"
                    r"(?:that\s+)?(?:(?:he|she|the (?:child|baby|patient|boy|girl))\s+)?(?:(?:has|had|is|was|looks?|looked|feels?)\s+)?(?:been\s+)?"
                    r"(?!by\b)(?=\w)", re.IGNORECASE), ""),
        (re.compile(rf"\b({organs}) ca\b", re.IGNORECASE), r"\1 cancer"),
        (re.compile(rf"\bca (?:of (?:the )?)?({organs})\b", re.IGNORECASE), r"\1 cancer"))


def _sections(headings: dict[str, tuple[str, ...]]) -> re.Pattern:
    """Return a pattern that finds the heading of a note at the beginning of a text, by a group of its key: "PMH: ", "FHx neg for "."""
    said = (f"(?P<{key}>{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})" for key, names in headings.items())
    # "Family history of lupus" is no heading.
    verdict = r"(?:(?:neg|pos)(?:ative|itive)?|[+-])\s?for\b"
    return re.compile(rf"\s*(?:{'|'.join(said) or '(?!)'})(?:\s+(?:is|was))?(?:\s*:\s*|\s+-\s+|\s+(?={verdict}))(?=\S+\s)",
                      re.IGNORECASE)


def _organisms(names: Iterable[str]) -> re.Pattern:
    """Return a pattern that finds what grew by its name: in any case, but with capitals only as typed."""
    said = [(name, re.escape(name).replace(r"\*", r"\w+")) for name in names]
    plain, typed = ("|".join(one for name, one in said if (name != name.lower()) == capitals) or "(?!)" for capitals in (False, True))
    return re.compile(rf"(?<!\w)(?:(?i:{plain})|{typed})(?!\w)")


def _claim(phrases: dict[str, Target], spelling: Spelling, texts: Iterable[str], target: Target) -> None:
    for text in texts:
        key = spelling.normal(text)
        if key and (len(key) > 1 or target.kind == "analyte"):
            phrases.setdefault(key, target)


def _with_their_sign(findings: Iterable, spelling: Spelling) -> Iterator[tuple[re.Pattern, str]]:
    """Yield names of which one letter or figure is left without their sign: "-7" is a lost chromosome only as it is typed, and 7 is a number."""
    for finding in findings:
        for said in finding.synonyms:
            if len(spelling.normal(said)) == 1 < len(said):
                typed = re.escape(said)
                before = "|".join(rf"(?<={lead}{typed})" for lead in ("^", "[,;] ", "with ", "and ", "karyotype ", "karyotype: "))
                yield re.compile(rf"{typed}(?=\s*(?:$|[,;)]|and\b|with\b))(?:{before})"), finding.label


def _word_sets(spelling: Spelling, language: dict) -> tuple[dict[str, frozenset[str]], dict[str, tuple[str, ...]]]:
    """Split each word list of the language file into single words and longer phrases, in normal form."""
    lists = {
        "severe": language["severity"]["severe"], "moderate": language["severity"]["moderate"],
        "mild": language["severity"]["mild"], "modifiers": language["modifiers"],
        "before": language["negation"]["before"], "after": language["negation"]["after"],
        "normal": language["negation"]["normal"], "abnormal": language["negation"]["abnormal"],
        "one-kind": (*language["negation"]["one_kind"], *language["severity"]["severe"]),
        "told-last": language["negation"]["told_last"], "nothing": language["nothing"],
        "uncertain": language["uncertain"], "low": language["levels"]["low"], "high": language["levels"]["high"],
        "level-normal": language["levels"]["normal"], "earlier": language["earlier"], "long-ago": language["long_ago"],
        "aside-before": language["set_aside"]["before"], "aside-after": language["set_aside"]["after"],
        "untold": language["set_aside"]["untold"],
        "not-inside": language["not_inside"],
        "affirms-first": (*language["turns"]["told"], *language["turns"]["begins"]), "affirms-last": language["turns"]["ends"],
        "relatives": language["family"]["relatives"], "persons": language["family"]["persons"], "others": language["family"]["others"],
        "drug-fillers": language["drug_fillers"], "takes": language["taking"]["takes"], "of-taking": language["taking"]["about"],
        "under-drug": language["taking"]["under"], "no-drug-first": language["taking"]["no_name"],
        "residence": language["residence"],
        "may-be-patient": language["family"]["may_be_patient"], "own-child": language["family"]["own_children"],
        "whose": language["family"]["whose"], "no-subject": language["family"]["no_subject"],
        "marrow": language["places"]["marrow"], "blood": language["places"]["blood"], "not-taken": language["not_taken"],
        "not-yet-taken": language["not_yet_taken"],
        "short-drug-names": language["short_drug_names"]}
    singles, phrases = {}, {}
    for name, words in lists.items():
        normal = [" ".join(spelling.tokens(word)) for word in words]
        singles[name] = frozenset(word for word in normal if word and " " not in word)
        phrases[name] = tuple(sorted((word for word in normal if " " in word), key=len, reverse=True))
    singles["other-names"] = frozenset(spelling.normal(name) for name in language["set_aside"].get("names", ()))
    return singles, phrases
