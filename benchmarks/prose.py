"""How much of thirty cases told as prose is read, and read in the right state. `python -m benchmarks.prose [--missed]`."""

import sys
from pathlib import Path
from typing import NamedTuple

import yaml

from engine import Knowledge, load
from engine.case.drugs import find_drugs, with_named_drugs
from engine.case.model import ENTRY_KEYS
from engine.case.quantities import is_percent
from engine.case.reading import Mention
from engine.case.words import read_words
from engine.formats.prose import read_prose

DATA = Path(__file__).resolve().parent.parent / "tests" / "data"


class Said(NamedTuple):
    """One thing a case says: what of, in which state (present, absent, family), and in which words."""

    id: str
    state: str
    text: str


class Scores(NamedTuple):
    """Sums over cases: what was expected, found, found in the right state; drugs and values alike; what was offered beside, and not expected."""

    expected: int = 0
    found: int = 0
    right: int = 0
    drugs: int = 0
    drugs_found: int = 0
    values: int = 0
    values_found: int = 0
    offered: int = 0
    beside: int = 0
    unknown: int = 0

    def plus(self, other: "Scores") -> "Scores":
        return Scores(*(one + two for one, two in zip(self, other, strict=True)))

    @property
    def share_found(self) -> float:
        """Return the share of the expected findings that are found, from 0 to 1."""
        return self.found / self.expected

    @property
    def share_right(self) -> float:
        """Return the share of the findings found whose state is right, from 0 to 1."""
        return self.right / self.found


def score(case: dict, knowledge: Knowledge) -> tuple[Scores, list[str]]:
    """Read one case of the prose file; return its scores and a line for everything missed, wrong, or offered beside."""
    expected, unknown = _expected(case["expected"], knowledge)
    found = read_prose(case["text"], knowledge).found
    offered = [Said(mention.id, _state(mention, one.key, knowledge), one.text) for one in found for mention in one.mentions
               if one.key not in ("medications",)]
    states: dict[str, set[str]] = {}
    for one in offered:
        states.setdefault(one.id, set()).add(one.state)
    lines, hits, right = [f"unknown to the form: {text}" for text in unknown], 0, 0
    wanted: dict[str, set[str]] = {}
    for one in expected:
        wanted.setdefault(one.id, set()).add(one.state)
    for one in expected:
        told = states.get(one.id)
        hits += told is not None
        well = told is not None and one.state in told and told <= wanted[one.id]
        right += well
        if not well:
            lines.append(f"{'missed' if told is None else 'wrong, ' + '+'.join(sorted(told))}: {one.text} ({one.id}, {one.state})")
    taken = {mention.id for one in found if one.key == "medications" for mention in one.mentions}
    drugs = [set(find_drugs(name, knowledge.lexicon)) for name in case["expected"].get("medications", ())]
    known = [drug for drug in drugs if drug]
    lines += [f"missed drug: {drug}" for drug in known if not drug & taken]
    values = _values(case["expected"].get("labs", {}), knowledge)
    printed = {mention.id for one in found if one.key == "labs" for mention in one.mentions} | set(states)
    lines += [f"missed value: {name}" for name in values if name not in printed]
    beside = [one for one in offered if one.id not in wanted and one.id not in values]
    lines += [f"beside: {one.text} ({one.id}, {one.state})" for one in beside]
    return Scores(len(expected), hits, right, len(known), sum(bool(drug & taken) for drug in known), len(values), len(values & printed),
                  len(offered), len(beside), len(unknown)), lines


def _expected(told: dict, knowledge: Knowledge) -> tuple[list[Said], list[str]]:
    """Return what the published entries say in the form, and those that the form itself does not understand."""
    said: dict[tuple[str, str], Said] = {}
    unknown = []
    for key in ENTRY_KEYS:
        for text in told.get(key, ()):
            reading = with_named_drugs(read_words(text, key, knowledge.lexicon), knowledge.lexicon)
            mentions = [one for one in reading.mentions if one.kind in ("finding", "level")]
            if not mentions:
                unknown.append(text)
            for one in mentions:
                state = _state(one, key, knowledge)
                said.setdefault((one.id, state), Said(one.id, state, text))
    return list(said.values()), unknown


def _values(labs: dict[str, str], knowledge: Knowledge) -> set[str]:
    """Return the analytes of printed values; a share of cells is one of its own."""
    lexicon = knowledge.lexicon
    named = {name: analyte for name in labs if (analyte := lexicon.analytes.get(lexicon.spelling.normal(name)))}
    shares = {rule.analyte: rule.parents[1] for rule in knowledge.derivations if rule.kind == "percent-of"}
    return {shares.get(analyte, analyte) if is_percent(str(labs[name])) else analyte for name, analyte in named.items()}


def _state(mention: Mention, key: str, knowledge: Knowledge) -> str:
    if mention.state == "absent" or mention.kind == "level" and mention.level == "normal":
        return "absent"
    of_family = mention.kind == "finding" and knowledge.findings[mention.id].kind == "family"
    return "family" if mention.state == "family" or of_family or key == "family_history" else "present"


def total(cases: list[dict], knowledge: Knowledge) -> Scores:
    """Return the sums over all cases."""
    sums = Scores()
    for case in cases:
        sums = sums.plus(score(case, knowledge)[0])
    return sums


def read_cases_in_prose(name: str = "prose") -> list[dict]:
    """Return the cases of a prose file: `prose` and `prose_loose`, on which the reading was mended, or `prose_fresh`, on which it was not."""
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


def main() -> None:
    knowledge = load()
    for name in ("prose", "prose_fresh", "prose_loose"):
        cases = read_cases_in_prose(name)
        if "--missed" in sys.argv:
            for case in cases:
                for line in score(case, knowledge)[1]:
                    print(f"{case['id']}: {line}")
        sums = total(cases, knowledge)
        print(f"{name}: {len(cases)} cases: {sums.found} of {sums.expected} findings found ({sums.share_found:.3f}), of those {sums.right} "
              f"in the right state ({sums.share_right:.3f}); drugs {sums.drugs_found} of {sums.drugs}, values {sums.values_found} of {sums.values}; "
              f"{sums.beside} of {sums.offered} offers stand beside the published entries; {sums.unknown} entries are unknown to the form")


if __name__ == "__main__":
    main()
