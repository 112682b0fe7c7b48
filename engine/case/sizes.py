"""A size that has a name of its own: a spleen below the ribs is large, far below them massive."""

import re

_BELOW_RIBS = re.compile(r"^(?=.*\b(?:spleen|spleno\w+)\b)(?!.*\bliver|.*hepato).*"
                        r"\b(?P<size>\d+)(?:\.\d+)?\s*cm\s+(?:below|under|beyond|from)\b", re.IGNORECASE)


def named_size(text: str, massive_from: float) -> str | None:
    """Return the name of the size that a single entry gives in centimeters, None where it gives none; a spleen is massive from so many."""
    below = _BELOW_RIBS.match(text)
    if below is None:
        return None
    return "massive splenomegaly" if int(below["size"]) >= massive_from else "splenomegaly"
