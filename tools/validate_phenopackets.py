"""Holds Phenopackets against the official schema: the messages of the package `phenopackets`, and what the documentation requires.

Not part of the tests: the package pins its own protobuf, which must not meet Streamlit's. `make validate` sets up an environment for it
(tools/requirements-phenopackets.txt), writes the published cases at both stages, and runs this.

    .venv-phenopackets/bin/python tools/validate_phenopackets.py FILE...
"""

import json
import re
import sys
from collections.abc import Iterator

from google.protobuf.json_format import ParseDict, ParseError
from phenopackets import Cohort, Phenopacket

CURIE = re.compile(r"[A-Za-z][A-Za-z0-9_.]*:\S+")
REQUIRED = ("created", "createdBy", "resources", "phenopacketSchemaVersion")


def problems(value: dict) -> Iterator[str]:
    """Yield what is wrong with a Phenopacket or a Cohort, unknown keys included."""
    try:
        ParseDict(value, Cohort() if "members" in value else Phenopacket())
    except ParseError as error:
        yield f"not of the schema: {error}"
    for packet in value.get("members", [value]):
        about = packet.get("metaData", {})
        yield from (f"{packet.get('id')}: metaData.{key} is required" for key in REQUIRED if not about.get(key))
        if not packet.get("id") or not packet.get("subject", {}).get("id"):
            yield f"{packet.get('id')}: the ids of packet and subject are required"
        declared = {one["namespacePrefix"] for one in about.get("resources", [])}
        for term in _terms({key: part for key, part in packet.items() if key != "metaData"}):
            if not CURIE.fullmatch(term["id"]) or not term["label"]:
                yield f"{packet.get('id')}: {term} is no CURIE with a label"
            elif term["id"].partition(":")[0] not in declared:
                yield f"{packet.get('id')}: the prefix of {term['id']} is not among metaData.resources"


def _terms(value) -> Iterator[dict]:
    """Yield every ontology class below a value."""
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, dict) and value.keys() == {"id", "label"}:
        yield value
    for member in members:
        yield from _terms(member)


def main() -> None:
    """Check every file; end with 1 if any is wrong."""
    wrong = count = 0
    for name in sys.argv[1:]:
        with open(name, encoding="utf-8") as file:
            value = json.load(file)
        count += len(value.get("members", [value]))
        for problem in problems(value):
            wrong += 1
            print(f"{name}: {problem}")
    print(f"{count} Phenopackets, {wrong} problems")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
