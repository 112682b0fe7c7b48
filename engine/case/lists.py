"""Lists inside one entry: where they part, and the words that one part lends to the others."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..knowledge.words.lexicon import Lexicon
from .denial import denies_what_stands_before, ordered, turned_round, untold
from .reading import Reading
from .scope import peel, subject
from .turns import affirms, leads_denied

_LEADS_TESTS = re.compile(r"^(?:the\s+)?(?:tests?|testing|serolog(?:y|ies)|screen(?:s|ing)?)\s+for\s+", re.IGNORECASE)
_SPECIMEN = re.compile(
    r"^(?:the\s+|all\s+)?(?:(?:repeated|repeat|multiple|serial|thick|thin|peripheral|rapid|viral|bacterial|fungal|respiratory|nasal|"
    r"nasopharyngeal|throat|bone|tissue|liver|node|blood|marrow|urine|stool|serum|plasma|sputum|csf)\s+)*"
    r"(?:pcr|cultures?|swabs?|smears?|films?|sputum|stools?|urine|serum|plasma|blood|marrow|csf|biops(?:y|ies)|aspirates?|tests?|testing|"
    r"flow(?:\s+cytometry)?|serolog(?:y|ies)|antibod(?:y|ies)|antigens?|panels?|screens?|screening|work-?ups?|stud(?:y|ies)|examinations?)"
    r"(?:\s+(?:was|were|is|are|came\s+back|returned))?$", re.IGNORECASE)
_SPECIMEN_VERB = re.compile(r"\s+(?:was|were|is|are|came\s+back|returned)$", re.IGNORECASE)
_FOR = "negative for "
_ARTICLE = re.compile(r"^(?:an?|the)\s+(?=negative$)", re.IGNORECASE)
_MOST_LENT = 2
_DENIALS = ("no", "not", "without")
_SPOKEN_JOINTS = frozenset(("with", "and", "plus", "&", "as well as", "together with"))
_VERDICT_OF_TEST = re.compile(r"neg|\bve$|reactive|no growth|detected")
_TITER_LAST = re.compile(r"\s1:\d+$")
_MARK_BEFORE_WORD = re.compile(r"^[,;]\s+(?=\S)")
_OF_ILLNESS = frozenset("is was has had being diagnosed treated known suffers suffering affected died".split())
_OF_THE_PERSON = frozenset("now currently he she his her patient pt presents presented presenting".split())
# A spleen seen large on a scan is large, palpable or not.
_SEEN_OTHERWISE = re.compile(r"\b(?:on|by) (?:US|USS|ultrasound|CT|MRI|imaging|scan)\b", re.IGNORECASE)
_ENDED = re.compile(r"(?:now |since )?(?:stopped|resolved|settled|subsided|ceased|cured)(?! for)\b", re.IGNORECASE)
_ALTERNATIVE = re.compile(r"\b(?:n?or)\b", re.IGNORECASE)
_LEADING_ALL = (" against", " for", " if", " report", " about")
_LEVELS = ("low", "high", "level-normal", "normal", "falling", "rising")


class Part(NamedTuple):
    """A part of a list, and what joins it to the part before: a word, a mark, or nothing."""

    text: str
    joint: str


def split(text: str, lexicon: Lexicon) -> list[Part]:
    """Return the parts of a list, one if it is none. A verdict stays with its test: "negative blood cultures", "ANCA were not detected"."""
    parts: list[Part] = []
    for part, joint in _pieces(text, lexicon):
        before = parts[-1].text if parts else ""
        if before and (_awaits_its_test(before, lexicon) or _belongs_to(before, part, lexicon)):
            parts[-1] = parts[-1]._replace(text=f"{_ARTICLE.sub('', before)} {part}")
        elif before and _ENDED.match(part):
            parts[-1] = parts[-1]._replace(text=f"{before} has {part}" if part.lower().startswith("stopped") else f"{before} {part}")
        else:
            parts.append(Part(part, joint))
    return parts


def _pieces(text: str, lexicon: Lexicon) -> Iterator[Part]:
    """Yield what stands between the joints of a list; of a mark and a word together the word joins: ", and"."""
    start, joint = 0, ""
    for found in lexicon.joiners.finditer(text):
        if part := text[start:found.start()].strip():
            yield Part(part, joint)
        start, joint = found.end(), _MARK_BEFORE_WORD.sub("", found[0].strip().lower())
    if part := text[start:].strip():
        yield Part(part, joint)


def _belongs_to(before: str, part: str, lexicon: Lexicon) -> bool:
    """Whether a part says only how the one before it came out: "were not detected", "not palpable", "not done"."""
    if part.lower() in lexicon.phrase_sets["after"] or part.lower() in (*lexicon.phrase_sets["untold"], *lexicon.word_sets["untold"]):
        return True
    return denies_what_stands_before(lexicon.spelling.tokens(part), lexicon) and not _SEEN_OTHERWISE.search(before)


def _awaits_its_test(part: str, lexicon: Lexicon) -> bool:
    """Whether the test of a verdict is still to come: "a negative", but not "Coombs-negative"."""
    words = lexicon.spelling.tokens(part)
    before = words[:-1]
    return words[-1:] == ["negative"] and not any(lexicon.find(lexicon.spelling.key(before[start:])) for start in range(len(before)))


def carry_scope(parts: list[str], where: str, lexicon: Lexicon) -> list[str]:
    """"No fever and chills" denies both: a leading negation holds for every part of the list."""
    parts = _carry_untold(parts, lexicon)
    if where != "absent" and (told := _negative_for(parts, lexicon)) != parts:
        return _carry_levels(told, lexicon)
    words = lexicon.spelling.tokens(parts[0])
    _, scope = peel(words, lexicon)
    if scope.denied and where != "absent" and leads_denied(parts[0], lexicon):
        return _carry_leading_denial(parts, words, lexicon)
    if lead := _set_aside_with(words, lexicon):
        return [parts[0], *(part if _says_itself(part, lexicon) else f"{lead} {part}" for part in parts[1:])]
    if where != "absent":
        last = max((place for place, part in enumerate(parts) if _last_denial(part, lexicon)), default=0)
        if last:
            parts = [*_carry_denial(parts[:last + 1], _last_denial(parts[last], lexicon), lexicon), *parts[last + 1:]]
    return _carry_levels(parts, lexicon)


def carry_person(parts: Sequence[Part], where: str, lexicon: Lexicon) -> list[str]:
    """"Sibling had NAIT with ICH": what is told on of a relative is the relative's; in a presentation only what "with" or "and" joins.

    It ends where the person is named again: "mother has lupus, now petechiae". A relative named alone only leads what
    follows: "mother, with lupus".
    """
    carried: list[str] = []
    of_whom: list[str] = []
    leads = False
    for part, joint in parts:
        words = lexicon.spelling.tokens(part)
        named = subject(words, lexicon)
        goes_on = joint in _SPOKEN_JOINTS or joint == "," and where not in ("present", "absent", "unsure")
        if leads:
            carried.pop()
        if named or not goes_on or words[:1] and words[0] in _OF_THE_PERSON:
            of_whom = named
        elif of_whom:
            denied = words[:1] and words[0] in lexicon.word_sets["before"]
            part = f"{' '.join(of_whom)} {part}" if denied else f"{' '.join(of_whom)} with {part}"
        carried.append(part)
        leads = bool(of_whom) and _OF_ILLNESS.issuperset(lexicon.spelling.tokens(part)[len(of_whom):])
    return carried


def _carry_leading_denial(parts: list[str], words: list[str], lexicon: Lexicon) -> list[str]:
    """Deny what follows a denial, up to where something is told to be there, or where each denied thing has a denial of its own."""
    of_tests = words[0] == "negative" and words[1:2] != ["for"]
    # "Not icteric, pale": what follows "not" alone is not said to be missing, too.
    carried, ended = parts[:1], words[0] == "not" and len(parts) == 2 and not _ALTERNATIVE.search(parts[1])
    for place, part in enumerate(parts[1:], start=1):
        ended = ended or affirms(part, lexicon)
        alone = ended or _says_itself(part, lexicon) or of_tests and not _bare_test(part, lexicon)
        carried.append(part if alone else f"no {part}")
        ended = ended or part.split()[0].lower() in _DENIALS and not any(_ALTERNATIVE.search(one) for one in parts[place:])
    return carried


def _set_aside_with(words: list[str], lexicon: Lexicon) -> str:
    """Return the first words of "vaccinated against measles and typhoid" or "screened for HIV and lupus", which hold for every part."""
    text = f"{' '.join(words)} "
    if words[:1] in (["ddx"], ["differential"]) or text.startswith("in the differential "):
        return "query"
    if lead := ordered(words, lexicon):
        return lead
    return next((one for one in lexicon.phrase_sets["aside-before"] if one.endswith(_LEADING_ALL) and text.startswith(f"{one} ")), "")


def _carry_untold(parts: list[str], lexicon: Lexicon) -> list[str]:
    """"HIV, DAT and ANA sent" has three tests without a result: what says so holds for the bare tests before it."""
    carried: list[str] = []
    last = ""
    for part in reversed(parts):
        said = untold(lexicon.spelling.tokens(part), lexicon)
        last = said or (last if _bare_test(part, lexicon) else "")
        carried.append(part if said or not last else f"{part} {last}")
    return carried[::-1]


def _negative_for(parts: list[str], lexicon: Lexicon) -> list[str]:
    """"PCR negative for CMV and EBV" denies both: the specimen is no finding, and the tests that follow are denied as the first one is.

    Behind "positive for fever" it is all that follows.
    """
    told: list[str] = []
    denying, reviewed = False, parts[0].lower().startswith("positive for ")
    for part in parts:
        if part.lower().startswith(_FOR):
            what = part[len(_FOR):]
            denying = bool(told)
            if told and _SPECIMEN.match(told[-1]):
                joined = f"{_SPECIMEN_VERB.sub('', told.pop())} {what}"
                part = f"no {joined}" if lexicon.find(lexicon.spelling.key(lexicon.spelling.tokens(joined))) else f"no {what}"
        elif denying and (reviewed or _bare_test(part, lexicon)) and not _says_itself(part, lexicon) and not affirms(part, lexicon):
            part = f"no {part}"
        else:
            denying = False
        told.append(part)
    return told


def told_both_ways(text: str, parts: list[str], lexicon: Lexicon) -> bool:
    """Whether one part of a list is positive and another negative: "ANA positive, ANCA negative"; a name of the whole is none of these."""
    positive = any(set(lexicon.spelling.tokens(part)) & lexicon.word_sets["abnormal"] for part in parts)
    return positive and any(_last_denial(part, lexicon) for part in parts) \
        and lexicon.find(lexicon.spelling.key(lexicon.spelling.tokens(text))) is None


def verdict_of_last(parts: list[str], told: Reading, lexicon: Lexicon) -> bool:
    """Whether a list ends with a test that is negative, and tells more than tests: "fever, CXR normal", "ANA 1:640, RF neg"."""
    normal = lexicon.spelling.tokens(parts[-1])[-1:] == ["normal"] and any(one.kind == "finding" for one in told.mentions)
    if not normal and not _VERDICT_OF_TEST.search(_last_denial(parts[-1], lexicon)):
        return False
    before = [(part, lexicon.find(lexicon.spelling.normal(part))) for part in parts[:-1]]
    return not {one.id for one in told.mentions} <= lexicon.tests or any(known and not _bare_test(part, lexicon) for part, known in before)


def _last_denial(part: str, lexicon: Lexicon) -> str:
    """Return the words of denial with which a part ends: "negative", "were not detected"."""
    text = f" {' '.join(lexicon.spelling.tokens(part))}"
    denials = (*lexicon.phrase_sets["after"], *lexicon.word_sets["after"])
    return next((phrase for phrase in denials if text.endswith(phrase) and text.endswith(f" {phrase}")), "")


def _carry_denial(parts: list[str], verdict: str, lexicon: Lexicon) -> list[str]:
    """"HIV and hepatitis B negative" denies both: a trailing denial holds for the bare tests of the list, and for what continues them.

    A symptom beside a negative test stands: "fever, HIV negative"; but "were not seen" is said of all.
    """
    carried, of_tests, of_all = [], False, verdict.startswith("were ") and "negative" not in verdict
    for part in (_LEADS_TESTS.sub("", parts[0]), *parts[1:-1]):
        known = lexicon.find(lexicon.spelling.normal(part))
        of_tests = _bare_test(part, lexicon) or of_tests and len(part.split()) == 1 and known is None
        carried.append(f"{part} {verdict}" if of_tests or of_all and known else part)
    return [*carried, parts[-1]]


def _bare_test(part: str, lexicon: Lexicon) -> bool:
    """Whether a part names a test and says nothing of how it came out."""
    words = lexicon.spelling.tokens(part)
    target = lexicon.find(lexicon.spelling.key(words))
    return target is not None and target.id in lexicon.tests and not _TITER_LAST.search(part) and not set(words) & lexicon.word_sets["abnormal"]


def _carry_levels(parts: list[str], lexicon: Lexicon) -> list[str]:
    """"Low B12 and folate", "AST and ALT raised": a level holds for the bare quantities beside it."""
    carried, level = [], ""
    for part in parts:
        words = lexicon.spelling.tokens(part)
        if level and lexicon.spelling.key(words) in lexicon.analytes:
            part = f"{level} {part}"
        elif words:
            level = words[0] if len(words) > 1 and _is_level(words[0], lexicon) else ""
        carried.append(part)
    words = lexicon.spelling.tokens(carried[-1])
    if (last := _last_level(words, lexicon)) and "not" not in words:
        carried = [f"{part} {last}" if lexicon.spelling.normal(part) in lexicon.analytes else part for part in carried]
    return carried


def _last_level(words: list[str], lexicon: Lexicon) -> str:
    """Return the level with which a part ends: "raised", "within normal limits"."""
    text = f" {' '.join(words)}"
    phrases = [phrase for name in _LEVELS for phrase in (*lexicon.phrase_sets[name], *lexicon.word_sets[name])]
    return max((phrase for phrase in phrases if text.endswith(f" {phrase}")), key=len, default="")


def _says_itself(part: str, lexicon: Lexicon) -> bool:
    """Whether a part of a denied list begins with words of its own: "no blasts, normal chromosomes"."""
    first = lexicon.spelling.tokens(part)[:1]
    if _last_denial(part, lexicon) or turned_round(lexicon.spelling.tokens(part), lexicon):
        return True
    return bool(first) and (first[0] in lexicon.word_sets["before"] | lexicon.word_sets["normal"] or _is_level(first[0], lexicon))


def _is_level(word: str, lexicon: Lexicon) -> bool:
    return any(word in lexicon.word_sets[name] for name in _LEVELS)


def with_lent_words(parts: list[str], place: int) -> Iterator[str]:
    """"Axillary and inguinal nodes", "enlarged liver and spleen": a part with the words that its neighbor may share.

    A denial goes with what it denies: "liver and spleen not palpable" lends "not palpable" and never "palpable".
    """
    for size in range(1, _MOST_LENT + 1):
        for neighbor in parts[place + 1:place + 2] + parts[-1:] * (place < len(parts) - 2):
            words = neighbor.split()
            if len(words) > size and words[-size - 1].lower() not in _DENIALS and "not" not in words[:-size]:
                yield f"{parts[place]} {' '.join(words[-size:])}"
        for neighbor in parts[max(place - 1, 0):place]:
            words = neighbor.split()
            if len(words) > size and not neighbor.endswith(")"):
                told = parts[place].removeprefix("no ") if words[0].lower() in _DENIALS else parts[place]
                yield f"{' '.join(words[:size])} {told}"
