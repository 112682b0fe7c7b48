"""Printed numerals and what stands right behind them: separators, multipliers such as lakh, and the unit."""

import re
from dataclasses import dataclass

from ..knowledge.words.units import UnitTable
from .spoken import NUMBER_WORDS

NUMBER = re.compile(
    r"""(?<![\w.^:])
    (?: (?P<titre>1\s?:\s?\d+)
      | (?P<continental>\d{1,3}(?:\.\d{3})+,\d+)
      | (?P<indian>\d{1,2}(?:,\d{2})+,\d{3}(?!\d))
      | (?P<grouped>\d{1,3}(?:(?P<mark>[ ,'])\d{3})(?:(?P=mark)\d{3})*(?:\.\d+)?(?!\d))
      | (?P<plain>\d+(?:[.,]\d+)?|\.\d+)
    )(?P<power>e[+-]?\d{1,2}(?!\w))?""",
    re.VERBOSE | re.IGNORECASE,
)
_MULTIPLIER = re.compile(
    r"\s*(?:[x\u00d7*\u00b7]\s*10\s*(?:\^|\*\*?|e\+?)?\s*(?P<exponent>\d{1,2})(?!\d)"
    r"|(?P<word>k(?![\w/])|thousands?|thou|lakhs?|lacs?|millions?|crores?|billions?)(?!\w))",
    re.IGNORECASE,
)
_WORDS = {"k": 1e3, "thousand": 1e3, "thou": 1e3, "lakh": 1e5, "lac": 1e5, "million": 1e6, "crore": 1e7, "billion": 1e9}
_DIGITS = {"zero": "0", **{word: str(number) for number, word in enumerate(NUMBER_WORDS, start=1)}}
_COUNTS_OR_SHARES = (r"\s+(?:thousands?|lakhs?|lacs?|millions?|crores?|per ?cent)\b|\s?%|"
                     r"\s*(?:[munp\u00b5\u03bc]?c?g|cells|[mk]?mol|i?u)?\s?(?:/|per\s)\s?(?:[cdmu\u00b5\u03bc]?l|mm3|cumm|cmm|(?:micro|milli|deci)?lit)")
_SPELLED = re.compile(rf"(?<![\w-])(?:zero(?!-|\w)|(?:{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})(?={_COUNTS_OR_SHARES}))",
                      re.IGNORECASE)
_SLASHED = re.compile(r"(?<![\w./:])1(?P<before>\s?)/(?P<behind>\s?)(?P<diluted>\d{2,5})(?![\w/]|\.\d)")
_DAYS, _YEARS = 31, range(1900, 2041)
_SECOND_NUMBER = re.compile(r"\s*(?:[/-]|to|through|and)\s*\d")
_ENDS = re.compile(r"\s*(?:$|[,;()])")
_PER_LITER = (9, 12)
"""Powers of ten in which cells of a liter are counted, and nothing else: "2.1 x10^9" leaves out what everybody knows."""
_UNKNOWN_UNIT = re.compile(
    r"\s*(?P<unit>(?:[x\u00d7*\u00b7]\s*10\s*\S*)"
    # what begins with a figure behind a word is the next number, and no unit: "145000 then 96000 /uL"
    r"|(?:(?:[^\W\d_]+\s+){1,2}(?!\d))?(?:[^\s,;/]*\s?/\s?[^\s,;]+|[^\W\d_]+\s+per\s+[^\s,;]+)"
    r"|[^\s,;-]*[%^\u03bc\u00b0][^\s,;]*"
    r"|(?:milli|micro|nano|pico|femto|kilo|mega|giga|gram|mol|unit|lit[er]|cell|cop[iy]|international|per\s)[^\s,;]*"
    r"|(?!(?:" + "on|at|in|by|then|now|and|but|was|with|from|to|or|for|day|days|one|two|four|five|six|nine|ten|a|an|the|"
    r"is|low|high|h|l|pre|post|rose|fell|also|done|as|when|down|up|up|x|week|due|peak|near|low|last|hour|year|neg|pos|wnl|via"
    r")(?!\w))[^\W\d_]{1,4}(?![\w-]))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Scale:
    """What stands behind a number. `units` are the codes its spelling can stand for; `length` is what it takes up."""

    multiplier: float = 1.0
    unit_text: str | None = None
    units: tuple[str, ...] = ()
    open_ended: bool = False
    length: int = 0


def in_digits(text: str) -> str:
    """Return a text, as long as it was, with the numbers in words that are values in digits: "zero", and "six" before a unit or a multiplier."""
    return _SPELLED.sub(lambda word: _DIGITS[word[0].casefold()].rjust(len(word[0])), text)


def titers_with_colon(text: str) -> str:
    """Return a text of the same length in which a titer has its colon: "1/640" is 1:640. What may be a day or a year of a date stays."""
    def written(found: re.Match[str]) -> str:
        diluted = int(found["diluted"])
        is_titer = diluted > _DAYS and diluted not in _YEARS and (diluted % 10 == 0 or diluted & (diluted - 1) == 0)
        return f"1{found['before']}:{found['behind']}{found['diluted']}" if is_titer else found[0]

    return _SLASHED.sub(written, text)


def readings(found: re.Match[str]) -> tuple[float, ...]:
    """Return what a numeral found by `NUMBER` can mean, the likelier first.

    A comma before exactly three digits marks thousands, but may be a decimal comma; a point is the other way round.
    """
    text, power = found[0], found["power"] or ""
    text = text[: len(text) - len(power)] if power else text
    factor = "1" + power if power else "1"
    if found["titre"]:
        values = [text.split(":")[1]]
    elif found["continental"]:
        values = [text.replace(".", "").replace(",", ".")]
    elif found["indian"] or found["grouped"]:
        values = [re.sub("[ ,']", "", text)]
        if re.fullmatch(r"\d+,\d{3}", text):
            values.append(text.replace(",", "."))
    else:
        values = [text.replace(",", ".")]
        if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text):
            values.append(text.replace(".", ""))
    return tuple(float(value) * float(factor) for value in values)


def scale_of(after: str, units: UnitTable) -> Scale:
    """Return the multiplier and the unit that begin the text behind a number."""
    plus = re.match(r"\+(?![\d/])", after)
    start = plus.end() if plus else 0
    rest = after[start:]
    known = _known(rest, units)
    if known:
        return Scale(1.0, *known[:2], open_ended=bool(plus), length=start + known[2])
    if _SECOND_NUMBER.match(rest):
        return Scale(open_ended=bool(plus))
    multiplier, skipped = 1.0, 0
    if found := _MULTIPLIER.match(rest):
        exponent, word = found["exponent"], found["word"]
        multiplier = 10.0 ** int(exponent) if exponent else _WORDS[_singular(word)]
        skipped = found.end()
        if known := _known(rest[skipped:], units):
            return Scale(multiplier, *known[:2], open_ended=bool(plus), length=start + skipped + known[2])
        if exponent and int(exponent) in _PER_LITER and _ENDS.match(rest, skipped):
            return Scale(1.0, rest[:skipped].strip(), units.candidates(f"10^{int(exponent)}/L"), open_ended=bool(plus), length=start + skipped)
    if unknown := _UNKNOWN_UNIT.match(rest, skipped):
        # the multiplier belongs to the unit that was not understood: "x10^3/mL" is named whole
        end = unknown.end()
        return Scale(multiplier, rest[:end].strip(), open_ended=bool(plus), length=start + end)
    return Scale(multiplier, open_ended=bool(plus), length=start + skipped)


def _known(text: str, units: UnitTable) -> tuple[str, tuple[str, ...], int] | None:
    """Return the unit as printed, its codes, and the length it takes up with the blanks before it."""
    blanks = len(text) - len(text.lstrip())
    if not (found := units.match(text[blanks:])):
        return None
    codes, length = found
    return text[blanks : blanks + length], codes, blanks + length


def _singular(word: str) -> str:
    return word.casefold().removesuffix("s")
