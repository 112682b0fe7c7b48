"""Clinicians' words to findings, levels and quantities, with what was understood of each entry.

Rules, in the order they are tried: the whole phrase; the phrase without negation, time, doubt and family words; a
level word beside an analyte; the phrase without modifiers; its words in any order; a term of the Human Phenotype
Ontology; its parts; known phrases inside. What is told of relatives is looked up as "family history of ..." and is never
taken for the person's own. Nothing is taken by resemblance: near matches are offered by `engine.case.suggest`.
"""

import re
from dataclasses import dataclass, replace

from .lexicon import Lexicon, Target
from .scope import Scope, peel

_BRACKETS = re.compile(r"(?:^|\s)\s*[(\[][^()\[\]]*[)\]]")
_NUMBER = re.compile(r"^[<>]?=?\d[\d.,:^/*]*%?$")
_UNITS = frozenset("c f cm mm m kg g mg mcg ug ml l dl day week month year hour minute hr wk mo percent % fold time x "
                   "episode unit pack dose degree celsius fahrenheit yr yrs wks mos hrs d w".split())
_TIME_LEAD = frozenset("for since over within during after about last past until through x at age aged".split())
_ASKED = re.compile(r"^\s*\?\s*(?=\S)|(?<=\S)\s*\?\s*$")
_BEFORE_NUMBER = frozenset("< > <= >= day week month".split())
_BEFORE_VALUE = frozenset("of at was is < > <= >= below above under over".split())
_NUMBER_WORDS = frozenset("one two three four five six seven eight nine ten eleven twelve half".split())
_MODIFIERS = ("modifiers", "severe", "moderate", "mild")
RECOGNIZED = "recognized, not used"
"""The note of an entry that the ontology knows and no finding stands for; findings named inside it may still be taken."""
_LINKS = frozenset("and with or nor plus in on of to at as for due from".split())
_PREGNANCY = "pregnancy"
_ALTERNATIVES = frozenset(("or", "nor"))
NARROWER = "what is denied may be narrower than what is known: say only the finding that is absent"
"""The note of a denial of which only a part was understood: "no malaria prophylaxis" does not deny malaria."""
_SURE_PLACES = frozenset(("exposures", "diet", "history", "family_history"))


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing an entry says. `state` is present, absent, unsure, past or family; `text` a value still to be read."""

    kind: str
    id: str
    state: str
    level: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How one entry was understood. `status` is used, partly, unused or not_understood."""

    text: str
    where: str
    status: str
    mentions: tuple[Mention, ...] = ()
    leftover: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Core:
    """Targets found in a phrase, and the words that no target covers."""

    targets: tuple[Target, ...]
    leftover: tuple[str, ...] = ()


def read_words(text: str, where: str, lexicon: Lexicon) -> Reading:
    """Understand one entry.

    Args:
        text: what was typed. where: the key it stood under (present, absent, unsure, history, exposures, diet,
            family_history).
        lexicon: the known phrases.
    """
    whole = _read_phrase(text, where, lexicon)
    parts = _split(text, lexicon)
    if len(parts) < 2:
        return whole
    # A grade belongs to one part of a list: "severe anemia with reticulocytopenia".
    if whole.status == "used" and (len(whole.mentions) == 1 or peel(lexicon.spelling.tokens(text), lexicon)[1].severity is None):
        return whole
    carried = _carry_scope(parts, where, lexicon)
    readings = [_read_phrase(part, where, lexicon) for part in carried]
    if not any(reading.mentions for reading in readings):
        return whole
    complete = all(reading.status == "used" for reading in readings)
    if not complete and len(whole.mentions) >= sum(len(reading.mentions) for reading in readings) \
            and len(whole.leftover) <= sum(len(reading.leftover) for reading in readings):
        return whole
    return Reading(text, where, "used" if complete else "partly",
                   tuple(mention for reading in readings for mention in reading.mentions),
                   tuple(word for reading in readings for word in reading.leftover),
                   "; ".join(dict.fromkeys(reading.note for reading in readings if reading.note)))


def _split(text: str, lexicon: Lexicon) -> list[str]:
    return [part.strip() for part in lexicon.joiners.split(text) if part.strip()]


def _carry_scope(parts: list[str], where: str, lexicon: Lexicon) -> list[str]:
    """"No fever and chills" denies both: a leading negation holds for every part of the list."""
    words = lexicon.spelling.tokens(parts[0])
    _, scope = peel(words, lexicon)
    text = f"{' '.join(words)} "
    leads = any(text.startswith(f"{phrase} ") for phrase in (*lexicon.word_sets["before"], *lexicon.phrase_sets["before"]))
    if scope.denied and where != "absent" and leads:
        return [parts[0], *(part if _says_itself(part, lexicon) else f"no {part}" for part in parts[1:])]
    return _carry_levels(parts, lexicon)


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
    last = lexicon.spelling.tokens(carried[-1])[-1:]
    if last and _is_level(last[0], lexicon):
        carried = [f"{part} {last[0]}" if lexicon.spelling.normal(part) in lexicon.analytes else part for part in carried]
    return carried


def _says_itself(part: str, lexicon: Lexicon) -> bool:
    """Whether a part of a denied list begins with words of its own: "no blasts, normal chromosomes"."""
    first = lexicon.spelling.tokens(part)[:1]
    return bool(first) and (first[0] in lexicon.word_sets["before"] | lexicon.word_sets["normal"] or _is_level(first[0], lexicon))


def _is_level(word: str, lexicon: Lexicon) -> bool:
    return any(word in lexicon.word_sets[name] for name in ("low", "high", "level-normal"))


def _read_phrase(text: str, where: str, lexicon: Lexicon) -> Reading:
    if _ASKED.search(text):
        asked = _read_phrase(f"query {_ASKED.sub('', text)}", where, lexicon)
        return replace(asked, text=text)
    spelling = lexicon.spelling
    plain = _BRACKETS.sub(" ", text).strip() or text
    for candidate in dict.fromkeys((text, plain)):
        words = spelling.tokens(candidate)
        key = spelling.key(words)
        target = (where == "family_history" and _of_family(words, lexicon) or where == "history" and lexicon.find(f"history {key}")
                  or lexicon.find(key))
        if target and target.kind != "analyte":
            about = Scope(family=where == "family_history" and not set(words) & lexicon.word_sets["relatives"])
            mentions = (_mention(target, about, where, lexicon),)
            return Reading(text, where, "used", _with_counts(mentions, words, where, lexicon))
    everything = spelling.tokens(plain)
    if everything[:1] == ["non"] and len(everything) > 2:
        return _read_kind(text, everything, where, lexicon)
    words, scope = peel(everything, lexicon)
    scope = replace(scope, family=scope.family or where == "family_history")
    if scope.family and (target := _of_family(words, lexicon)):
        return Reading(text, where, "used", (_mention(target, scope, where, lexicon),))
    if scope.past or where == "history":
        key = spelling.key(["normal", *words] if scope.normal else words)
        if (target := lexicon.find(f"history {key}") or scope.past and lexicon.find(f"{key} earlier")):
            return Reading(text, where, "used", (_mention(target, replace(scope, normal=False), where, lexicon),))
    core = _core(words, scope, lexicon)
    if core is None:
        told = _read_hpo(text, plain, words, scope, where, lexicon)
        if told and told.note != RECOGNIZED:
            return told
        if scope.normal:
            # "Normal karyotype 46,XX": inside a longer entry "normal" belongs to a word, not to all of them.
            words, scope = everything, replace(scope, normal=False)
        core = _inside(words, where, lexicon, told_as_past=scope.past or where == "history")
        if core is None:
            return told or Reading(text, where, "not_understood", leftover=tuple(words))
    if len(core.targets) > 1:
        scope = replace(scope, severity=None)
    elif core.leftover and (scope.denied or where == "absent") and not set(words) & _ALTERNATIVES:
        return Reading(text, where, "not_understood", leftover=tuple(words), note=NARROWER)
    mentions = tuple(_mention(target, scope, where, lexicon) for target in core.targets)
    if any(mention is None for mention in mentions):
        return Reading(text, where, "not_understood", leftover=tuple(words),
                       note="a quantity without a level: say low, normal or high, or give a value")
    return Reading(text, where, "partly" if core.leftover else "used", _with_counts(mentions, everything, where, lexicon), core.leftover)


def _read_kind(text: str, words: list[str], where: str, lexicon: Lexicon) -> Reading:
    """"Non-bloody diarrhea" is diarrhea, and not the bloody kind; "non-febrile" is no fever."""
    kind, whole = lexicon.find(lexicon.spelling.key(words[1:])), " ".join(words[2:])
    reading = _read_phrase(whole, where, lexicon)
    if not reading.mentions:
        return replace(_read_phrase(f"no {' '.join(words[1:])}", where, lexicon), text=text)
    mentions = reading.mentions
    if kind and kind.kind == "finding" and where == "present" and kind.id not in {one.id for one in mentions}:
        mentions = (*mentions, Mention("finding", kind.id, "absent"))
    return replace(reading, text=text, mentions=mentions)


def _with_counts(mentions: tuple[Mention, ...], words: list[str], where: str, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Add the count that the words of a course name: "progressive neutropenia" is neutropenia too.

    A composite brings its counts by itself; only a grade before it is added: "severe macrocytic anemia".
    """
    courses = [one for one in mentions if one.id in lexicon.courses and one.state in ("present", "unsure")]
    graded = [one for one in mentions if one.id in lexicon.composites and one.state in ("present", "unsure")]
    if where not in ("present", "unsure") or not (courses or graded):
        return mentions
    _, scope = peel(words, lexicon)
    if not courses and scope.severity is None:
        return mentions
    said = (courses or graded)[0].state
    known = {(one.kind, one.id) for one in mentions}
    content = lexicon.spelling.key(words).split()
    phrases = [" ".join(content[start:start + size]) for size in (3, 2, 1) for start in range(len(content) - size + 1)]
    for target in filter(None, map(lexicon.find, phrases)):
        if target.kind == "level" and target.id in lexicon.counts and target.level.endswith("low"):
            level = f"{scope.severity}-low" if scope.severity and target.level == "low" else target.level
            one = Mention("level", target.id, said, level)
        elif courses and target.id in lexicon.composites:
            one = Mention("finding", target.id, said)
        else:
            continue
        if (one.kind, one.id) not in known:
            known.add((one.kind, one.id))
            mentions = (*mentions, one)
    return mentions


def _read_hpo(text: str, plain: str, words: list[str], scope: Scope, where: str, lexicon: Lexicon) -> Reading | None:
    """Read a term of the Human Phenotype Ontology that is no word of ours: as the finding it is, or partly as one above it."""
    # "Absent eyebrows" is a name: the whole phrase first, in which nothing is a denial.
    term = lexicon.find_in_hpo(lexicon.spelling.normal(plain))
    if term is not None:
        scope = Scope(family=where == "family_history")
    elif (term := lexicon.find_in_hpo(lexicon.spelling.key(words))) is None:
        return None
    if not term.findings:
        return Reading(text, where, "unused", note=f"{RECOGNIZED}: a thing of its own" if term.apart else RECOGNIZED)
    mentions = tuple(_mention(Target("finding", name), scope, where, lexicon) for name in term.findings)
    if not term.same and any(mention.state == "absent" for mention in mentions):
        return Reading(text, where, "unused", note=f"{RECOGNIZED}: without it there may still be {term.labels}")
    return Reading(text, where, "used" if term.same else "partly", mentions, note=f"counted as {term.labels}")


def _of_family(words: list[str], lexicon: Lexicon) -> Target | None:
    """Return the finding that says these words of relatives: "family history of lupus" for "lupus"."""
    keys = lexicon.spelling.key(words), lexicon.spelling.key(_without_numbers(words))
    return next(filter(None, (lexicon.find(f"family history {key}") for key in keys)), None)


def _mention(target: Target, scope: Scope, where: str, lexicon: Lexicon) -> Mention | None:
    """Join what is meant with how it was said: state, level, and severity."""
    state = "absent" if where == "absent" or scope.denied or scope.normal else "unsure" if where == "unsure" else "present"
    if scope.unsure and state == "present":
        state = "unsure"
    target = lexicon.of_family.get(target, target) if scope.family else target
    if scope.family and target.id not in lexicon.family:
        state = "family"
    elif scope.past and where != "absent":
        state = "past"
    if target.kind == "finding" or target.kind == "drug":
        return Mention(target.kind, target.id, state)
    if target.kind == "quantity":
        return Mention("quantity", target.id, state, text=target.level)
    level = target.level or ("normal" if scope.normal or (where == "absent" and (scope.abnormal or scope.denied)) else None)
    if level is None:
        return None
    if state == "absent" and level != "normal":
        if scope.severity in ("severe", "moderate"):
            return None  # "no severe anemia" does not say how mild it is, or that there is none
        level = "normal"
    if scope.severity and level in ("low", "high"):
        level = f"{scope.severity}-{level}"
    return Mention("level", target.id, "present" if state == "absent" else state, level)


def _core(words: list[str], scope: Scope, lexicon: Lexicon) -> _Core | None:
    """Find what a peeled phrase means, trying the strictest reading first."""
    key = lexicon.spelling.key(words)
    if not key:
        return None
    if scope.normal and key in lexicon.analytes:
        return _Core((Target("analyte", lexicon.analytes[key]),))
    if scope.abnormal or scope.normal:
        for prefix in ("abnormal", "positive", "normal") if scope.abnormal else ("abnormal",):
            if (target := lexicon.find(f"{prefix} {key}")) is not None and target.kind == "finding":
                return _Core((target,))
    if (target := lexicon.find(key)) is not None:
        return _Core((target,))
    for reader in (_level_beside_analyte, _value_beside_analyte):
        if (target := reader(words, lexicon)) is not None:
            return _Core((target,))
    shorter = (_without_asides(words, lexicon), _without_modifiers(words, lexicon), _without_numbers(words), _bare(words, lexicon), words)
    for phrase in dict.fromkeys(map(lexicon.spelling.key, shorter)):
        target = lexicon.find(phrase) or lexicon.find_in_any_order(phrase)
        if target is not None and phrase:
            return _Core((target,))
    return None


def _level_beside_analyte(words: list[str], lexicon: Lexicon) -> Target | None:
    """"low serum copper", "platelets markedly reduced"."""
    sets, phrases = lexicon.word_sets, lexicon.phrase_sets
    text = f" {' '.join(words)} "
    for level in ("low", "high", "level-normal"):
        for phrase in phrases[level]:
            if f" {phrase} " in text:
                rest = text.replace(f" {phrase} ", " ", 1).split()
                if (analyte := _analyte(rest, lexicon)) is not None:
                    return Target("level", analyte, level.removeprefix("level-"))
        hits = [word for word in words if word in sets[level]]
        if hits:
            rest = [word for word in words if word not in hits]
            if (analyte := _analyte(rest, lexicon)) is not None:
                return Target("level", analyte, level.removeprefix("level-"))
    return None


def _analyte(words: list[str], lexicon: Lexicon) -> str | None:
    for attempt in (words, _bare(words, lexicon)):
        if (analyte := lexicon.analytes.get(lexicon.spelling.key(attempt))) is not None:
            return analyte
    return None


def _value_beside_analyte(words: list[str], lexicon: Lexicon) -> Target | None:
    """"ferritin of 5000", "hemoglobin 14.2 g/dl": the analyte first, a number after it."""
    for cut in range(1, min(len(words), 5)):
        number = cut + 1 if words[cut] in _BEFORE_VALUE and cut + 1 < len(words) else cut
        if _NUMBER.match(words[number]):
            analyte = lexicon.analytes.get(lexicon.spelling.key(words[:cut]))
            if analyte is not None:
                value = [word for word in words[cut:] if word not in ("of", "at", "was", "is")]
                return Target("quantity", analyte, " ".join(value))
    return None


def _without_modifiers(words: list[str], lexicon: Lexicon) -> list[str]:
    """Drop modifiers and grades."""
    text = f" {' '.join(words)} "
    for name in _MODIFIERS:
        for phrase in lexicon.phrase_sets[name]:
            text = text.replace(f" {phrase} ", " ")
    return [word for word in text.split() if not any(word in lexicon.word_sets[name] for name in _MODIFIERS)]


def _without_asides(words: list[str], lexicon: Lexicon) -> list[str]:
    """Drop grades, numbers, and how a thing was seen ("on ultrasound"); keep "persistent", "chronic" and their like."""
    text = f" {' '.join(words)} "
    for name in _MODIFIERS:
        for phrase in lexicon.phrase_sets[name]:
            text = text.replace(f" {phrase} ", " ")
    return _without_numbers([word for word in text.split() if not any(word in lexicon.word_sets[name] for name in _MODIFIERS[1:])])


def _without_numbers(words: list[str]) -> list[str]:
    """Drop numbers with their units, and the words that lead to a span of time."""
    kept: list[str] = []
    for word in words:
        if _NUMBER.match(word) or word in _NUMBER_WORDS:
            while kept and (kept[-1] in _TIME_LEAD or kept[-1] in _BEFORE_NUMBER):
                kept.pop()
            kept.append("#")
        elif not (kept and kept[-1] == "#" and word in _UNITS):
            kept.append(word)
    return [word for word in kept if word != "#"]


def _bare(words: list[str], lexicon: Lexicon) -> list[str]:
    """Drop modifiers, grades, numbers with their units, and spans of time."""
    return _without_numbers(_without_modifiers(words, lexicon))


def _inside(words: list[str], where: str, lexicon: Lexicon, *, told_as_past: bool) -> _Core | None:
    """Known phrases inside a longer entry, longest first; never where a word of denial is left over.

    What follows "non" is no phrase of its own: in "non-caseating granulomas" nothing caseates. One word of daily life ("golf",
    "driver") tells of an exposure only where exposures are told. Where a mother is spoken of, a pregnancy is hers.
    """
    content = lexicon.spelling.key(words).split()
    found: list[tuple[int, Target]] = []
    covered = [False] * len(content)
    of_mother = "mother" in content or "maternal" in content
    for size in range(min(lexicon.longest, len(content)), 0, -1):
        for start in range(len(content) - size + 1):
            if any(covered[start:start + size]) or start and content[start - 1] == "non":
                continue
            phrase = " ".join(content[start:start + size])
            target = told_as_past and lexicon.find(f"history {phrase}") or lexicon.find(phrase)
            if target is None or target.kind == "analyte" or (size == 1 and len(content[start]) < 4):
                continue
            if size == 1 and target.id in lexicon.everyday and where not in _SURE_PLACES or of_mother and target.id == _PREGNANCY:
                continue
            found.append((start, target))
            covered[start:start + size] = [True] * size
    leftover = [word for word, taken in zip(content, covered, strict=True) if not taken]
    if not found or set(leftover) & (lexicon.word_sets["before"] | lexicon.word_sets["after"]) - {"non"}:
        return None
    meaningful = [word for word in _bare(leftover, lexicon) if word not in _LINKS]
    if len(content) - len(leftover) < len(meaningful) / 4:
        return None
    targets = tuple(dict.fromkeys(target for _, target in sorted(found, key=lambda one: one[0])))
    return _Core(targets, tuple(meaningful))
