"""How a command writes its file, and what it says where it cannot."""

from pathlib import Path

from ..errors import CaseError
from ..whole_file import write_whole


def write_text(file: Path, text: str) -> None:
    """Write a text in UTF-8, whole or not at all. Raises CaseError where the file cannot be written."""
    try:
        write_whole(file, lambda stream: stream.write(text.encode()))
    except OSError as error:
        raise CaseError(f"{file}: the file cannot be written ({error.strerror}); give a file in a folder that is there") from error
