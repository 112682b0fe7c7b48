"""A size that has a name of its own: a spleen below the ribs is large, far below them massive."""

import re

_BELOW_RIBS = re.compile(r"^(?=.*\b(?:spleen|spleno\w+)\b)(?!.*\bliver|.*hepato).*"
                        r"\b(?P<size>\d+)(?:\.\d+)?\s*cm\s+(?:below|under|beyond|from)\b", re.IGNORECASE)
_MASSIVE_BELOW = 8
"""Centimeters below the ribs from which a spleen is called massive; assumption."""


def named_size(text: str) -> str | None:
    """Return the name of the size that a single entry gives in centimeters, None where it gives none."""
    below = _BELOW_RIBS.match(text)
    if below is None:
        return None
    return "massive splenomegaly" if int(below["size"]) >= _MASSIVE_BELOW else "splenomegaly"
