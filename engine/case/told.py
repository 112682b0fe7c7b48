"""How a message tells the value that was found in a file: as YAML writes it, and in plain words."""

from typing import Any

_LONGEST_SHOWN = 60


def shown(value: Any) -> str:
    """Return a value as YAML writes it."""
    return str(value).lower() if isinstance(value, bool) else repr(_short(value)) if isinstance(value, str | int | float) else kind_of(value)


def _short(value: Any) -> Any:
    """Return a text in one line of at most `_LONGEST_SHOWN` letters: a message is a line, and need not repeat what was pasted by mistake."""
    if not isinstance(value, str):
        return value
    line = " ".join(value.split())
    return line if len(line) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN].rstrip()} ..."


def kind_of(value: Any) -> str:
    """Say in plain words what was found."""
    names = {dict: "a mapping", list: "a list", str: f"the text '{_short(value)}'" if isinstance(value, str) else "text",
             bool: f"the truth value {str(value).lower()}", type(None): "nothing"}
    return names.get(type(value), f"the number {value}")
