"""`read`: a pasted print-out or prose to a case file, with everything that was found, dropped, or not read told beside it."""

import json
import sys
from pathlib import Path

from ..case.model import CaseFile
from ..case.write import case_file_record, write_cases
from ..encoding import marked_text
from ..errors import CaseError
from ..formats.privacy import told as told_dropped
from ..formats.prose import MAX_LETTERS, Told, case_of, doubts, meaning, read_prose
from ..knowledge import Knowledge, load
from ..notice import NOTICE
from .opening import STANDARD_INPUT, piped, told_name


def run(file: Path, *, as_json: bool) -> None:
    """Print the case that a text tells of, and on standard error what each part was read as.

    Raises:
        CaseError: the file cannot be read, is no text, or is too long.
    """
    name, text = told_name(file), _text(file)
    knowledge = load()
    try:
        told = read_prose(text, knowledge)
    except CaseError as error:
        raise CaseError(f"{name}:0:0: {error}") from error
    unclear = doubts(told.found)
    case = CaseFile(id="case-1", case=case_of(one for place, one in enumerate(told.found) if place not in unclear))
    print(NOTICE, file=sys.stderr)
    if dropped := told_dropped(told.dropped):
        print(dropped, file=sys.stderr)
    if as_json:
        print(json.dumps(_record(told, unclear, case, knowledge), ensure_ascii=False))
        return
    for place, one in enumerate(told.found):
        value = f" {one.value}" if one.value else ""
        read_as = f", read as {known}" if (known := meaning(one, knowledge)) and known != one.text else ""
        left = f"; left out: {unclear[place]}" if place in unclear else ""
        print(f"{name}:{_place(told.text, one.start)}: {one.key}: {one.text}{value}{read_as}{left}", file=sys.stderr)
    for missed in told.not_read:
        print(f"{name}:{_place(told.text, missed.start)}: not read: {missed.text}: {missed.why}", file=sys.stderr)
    if not told.found:
        print(f"{name}:1:1: nothing was found; a text tells of findings, values, drugs or a person; paste the report or the vignette itself",
              file=sys.stderr)
    print(write_cases([case]), end="")


def _text(file: Path) -> str:
    name = told_name(file)
    try:
        data = piped(4 * MAX_LETTERS) if file == STANDARD_INPUT else file.read_bytes()
    except OSError as error:
        raise CaseError(f"{name}:0:0: the file cannot be read ({error.strerror}); give the path of a text file") from error
    if len(data) > 4 * MAX_LETTERS:
        size = f"more than {4 * MAX_LETTERS:,}" if file == STANDARD_INPUT else f"{len(data):,}"
        raise CaseError(f"{name}:0:0: the file has {size} bytes; allowed: {4 * MAX_LETTERS:,}; paste the part that tells of the case")
    try:
        marked = marked_text(data)
        text = marked if isinstance(marked, str) else marked.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaseError(f"{name}:0:0: the file is no text in UTF-8 (byte {error.start}); save it as plain text in UTF-8") from error
    if not text.strip():
        raise CaseError(f"{name}:0:0: the file is empty; paste a report or a vignette into it")
    return text


def _place(text: str, at: int) -> str:
    """Return line and column of a place, from 1."""
    return f"{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)}"


def _record(told: Told, unclear: dict[int, str], case: CaseFile, knowledge: Knowledge) -> dict:
    found = [{"key": one.key, "text": one.text, "value": one.value, "state": one.state, "start": one.start, "end": one.end,
              "read_as": meaning(one, knowledge), "ids": [mention.id for mention in one.mentions], "left_out": unclear.get(place, "")}
             for place, one in enumerate(told.found)]
    return {"notice": NOTICE, "knowledge": knowledge.digest, "text": told.text, "found": found,
            "dropped": [one._asdict() for one in told.dropped], "not_read": [one._asdict() for one in told.not_read],
            "case": case_file_record(case)}
