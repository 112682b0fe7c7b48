"""How a command writes its file, and what it says where it cannot."""

from pathlib import Path

from ..errors import CaseError


def write_text(file: Path, text: str) -> None:
    """Write a text in UTF-8. Raises CaseError where the file cannot be written."""
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise CaseError(f"{file}: the file cannot be written ({error.strerror}); give a file in a folder that is there") from error
