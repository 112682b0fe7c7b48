"""In which encoding a text is, by the mark at its beginning or by its bytes; spreadsheets on Windows write UTF-16 and code page 1252."""

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
          (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LOOKED_AT = 4_000
_MOSTLY = 0.4


def encoding_of(beginning: bytes) -> str:
    """Return the encoding of a text, as Python names it, by its first bytes, or all of them."""
    for mark, name in _MARKS:
        if beginning.startswith(mark):
            return name
    some = beginning[:_LOOKED_AT]
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = some[first::2]
        if half and half.count(0) > _MOSTLY * len(half) and some[1 - first::2].count(0) < len(half) // 10:
            return name
    try:
        beginning[:beginning.rfind(b"\n") + 1 or len(beginning)].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def marked_text(data: bytes | str) -> bytes | str:
    """Return what is in UTF-16 or UTF-32 as text, anything else as it is."""
    if isinstance(data, str) or not (name := encoding_of(data)).startswith(("utf-16", "utf-32")):
        return data
    return data.decode(name, errors="replace").removeprefix("\ufeff")
