"""One phrase, an entry or a part of a list, to what it says. The rules are tried in the order that `engine.case.words` tells."""

import re
from dataclasses import replace

from ..knowledge.anchors import PREGNANCY
from ..knowledge.words.lexicon import ONE_KIND, TREND, Lexicon, Target
from .denial import turned_round, untold
from .marks import signs_in_words
from .mentions import lost_grade, mention_of, with_counts
from .phrases import Core, bare, known_inside, meaning, without_marrow, without_modifiers, without_numbers
from .reading import NARROWER, NO_LEVEL, NO_RESULT, NO_TREND, ONLY_THEN, RECOGNIZED, Mention, Reading
from .scope import Scope, long_ago, of_relative, peel, relative_first, subject, told_of_relative
from .spoken import MANY

ASKED = re.compile(r"^\s*[?\u00b1]\s*(?=\S)|(?<=\S)\s*\?\s*$")
"""A sign of doubt at either end of a phrase."""
BRACKETS = re.compile(r"(?:^|\s)\s*[(\[][^()\[\]]*[)\]]")
"""A bracket with what stands in it."""

_VALUE_LAST = re.compile(r"^[^\d()\[\]]+[(\[]\s*[<>]?\s*\d[^()\[\]]*[)\]]$")
_SHORT_FORM = re.compile(r"(?<![\w-])[A-Z][A-Z\d]{1,2}(?![\w-])")
_MISSING_FOR = re.compile(rf"(?P<what>no\s.+?)\s+(?:for|in|over)\s+(?:(?:the|at least|about|over|more than|last|past)\s+)*{MANY}\s+"
                          r"(?:hours?|hrs?|h|days?|weeks?|months?|years?)", re.IGNORECASE)
"""What is called by what is missing, and how long it has been so: "no urine for 18 hours"."""
_NOW = ("now", "currently")
_EARLIER_PREGNANCY = ("previous", "pregnancy")
_TESTS = frozenset(("test", "testing"))
_ALTERNATIVES = frozenset(("or", "nor"))


def read_phrase(text: str, where: str, lexicon: Lexicon, *, listed: bool = False) -> Reading:
    """Read an entry, or a part of one, as one phrase; a whole list that is `listed` is better understood by its parts."""
    if ASKED.search(text):
        return replace(read_phrase(f"query {ASKED.sub('', text)}", where, lexicon), text=text)
    if (whose := relative_first(text, lexicon)) != text:
        return replace(read_phrase(whose, where, lexicon), text=text)
    if (signed := signs_in_words(text, lexicon)) != text:
        return replace(read_phrase(signed, where, lexicon, listed=listed), text=text)
    plain = text if _VALUE_LAST.match(text) else BRACKETS.sub(" ", text).strip() or text
    everything = lexicon.spelling.tokens(plain)
    if where == "absent" and _of_one_kind(everything, lexicon):
        return _not_understood(text, where, everything, NARROWER)
    if named := _read_name(text, plain, where, lexicon):
        return named
    if other := _read_otherwise(text, everything, where, lexicon):
        return other
    words, scope = peel(everything, lexicon)
    scope = replace(scope, family=scope.family or where == "family_history")
    if _test_of_then(words, scope, lexicon):
        return _not_understood(text, where, everything, NO_RESULT)
    if scope.denied and _of_one_kind(words, lexicon):
        return _not_understood(text, where, words, NARROWER)
    told = _told_of_family(words, scope, where, lexicon) or _told_of_the_past(words, scope, where, lexicon)
    if told and (mention := mention_of(*told, where, lexicon)):
        return Reading(text, where, "used", (mention,))
    if core := meaning(words, scope, lexicon):
        return _read_core(text, core, words, everything, scope, where, lexicon)
    return _read_inside(text, plain, words, everything, scope, where, lexicon, listed=listed)


def _not_understood(text: str, where: str, words: list[str], note: str = "") -> Reading:
    return Reading(text, where, "not_understood", leftover=tuple(words), note=note)


def _read_name(text: str, plain: str, where: str, lexicon: Lexicon) -> Reading | None:
    """Read a phrase that is known as it stands, with or without its bracket, or without the marrow that goes without saying."""
    spelling = lexicon.spelling
    lasting = _MISSING_FOR.fullmatch(plain)
    if lasting and (missing := lexicon.find(spelling.normal(lasting["what"]))) and missing.kind == "finding" and missing.id not in lexicon.exposed:
        return replace(read_phrase(lasting["what"], where, lexicon), text=text)
    for candidate in dict.fromkeys((text, plain, without_marrow(plain, lexicon))):
        words = spelling.tokens(candidate)
        key = spelling.key(words)
        target = (where == "family_history" and _of_family(words, lexicon) or where == "history" and lexicon.find(f"history {key}")
                  or lexicon.find(key) or _named_absent(words, lexicon))
        if target and candidate not in (text, plain) and target.id not in lexicon.of_marrow:
            continue
        if target and target.kind != "analyte":
            about = Scope(family=where == "family_history" and not set(words) & lexicon.word_sets["relatives"])
            mention = mention_of(target, about, where, lexicon)
            if mention is None:
                return _not_understood(text, where, words, NARROWER)
            return Reading(text, where, "used", with_counts((mention,), words, where, lexicon))
    return None


def _read_otherwise(text: str, words: list[str], where: str, lexicon: Lexicon) -> Reading | None:
    """Read a phrase that says it in another way: a test without its result, a denial behind the thing, "non-" before a kind, "now", "as a child"."""
    if untold(words, lexicon):
        return _not_understood(text, where, words, NO_RESULT)
    if turned := turned_round(words, lexicon):
        reading = read_phrase(" ".join(turned), where, lexicon)
        return replace(reading, text=text) if reading.status == "used" else _not_understood(text, where, words)
    if words[:1] == ["non"] and len(words) > 2:
        return _read_kind(text, words, where, lexicon)
    if words[:1] and words[0] in _NOW and len(words) > 1:
        return replace(read_phrase(" ".join(words[1:]), where, lexicon), text=text)
    if where == "present" and (then := long_ago(words, lexicon)):
        return replace(read_phrase(f"previously {' '.join(words).removesuffix(then).strip()}", where, lexicon), text=text)
    return None


def _of_one_kind(words: list[str], lexicon: Lexicon) -> bool:
    """Whether words name one kind of a finding that has no name of its own: who denies a dry cough may have another."""
    narrow = lexicon.word_sets["one-kind"].intersection((*words[:1], *words[-1:]))
    if not narrow:
        return False
    key = lexicon.spelling.key(words)
    named = lexicon.find(key) or lexicon.find_in_any_order(key)
    wide = lexicon.find(lexicon.spelling.key([word for word in bare(words, lexicon) if word not in narrow]))
    if named and named.id in lexicon.exposed or wide is None or wide.kind != "finding":
        return False
    return named is None or named.whole() == wide.whole()


def _test_of_then(words: list[str], scope: Scope, lexicon: Lexicon) -> bool:
    """Whether a phrase only dates a test and tells no result of it: "previous HIV test"."""
    return bool(scope.past and words[-1:] and words[-1] in _TESTS and untold([*words[:-1], "screen"], lexicon)
                and not (scope.denied or scope.abnormal or scope.normal))


def _told_of_family(words: list[str], scope: Scope, where: str, lexicon: Lexicon) -> tuple[Target, Scope] | None:
    """Return what a phrase says of relatives, with its scope: "family history of lupus", "gallstones in the mother"."""
    if scope.family and (target := _of_family(words, lexicon)):
        return target, scope
    if where == "family_history" and (target := _of_family(words[len(subject(words, lexicon)):], lexicon)):
        return target, scope
    if (told := of_relative(words, lexicon)) and (target := _of_family(told, lexicon)):
        return target, replace(scope, family=True)
    return None


def _told_of_the_past(words: list[str], scope: Scope, where: str, lexicon: Lexicon) -> tuple[Target, Scope] | None:
    """Return what a phrase says of the last weeks, or of long ago, where that is a finding of its own."""
    spelling = lexicon.spelling
    if words[:1] == ["recent"] and (told := lexicon.find(spelling.key(["recent", *without_modifiers(words, lexicon)]))):
        return told, scope  # "recent mild COVID-19"
    if not scope.past and where != "history":
        return None
    key = spelling.key(["normal", *words] if scope.normal else words)
    shorter = (without_numbers(words), without_modifiers(words, lexicon), bare(words, lexicon))
    target = next(filter(None, (lexicon.find(f"recent {one}") for one in (key, *map(spelling.key, shorter)))), None)
    earlier = lexicon.find(f"history {key}") or (lexicon.find(f"{key} earlier") if scope.past else None)
    # "Recent" says something where it is not what the plain words say, or where the past has a finding of its own.
    says_more = target != lexicon.find(key) or earlier and earlier != target
    if scope.recent and target and says_more:
        return target, replace(scope, normal=False, past=False)
    if earlier and not scope.began:
        return earlier, replace(scope, normal=False)
    return None


def _read_inside(text: str, plain: str, words: list[str], everything: list[str], scope: Scope, where: str, lexicon: Lexicon, *,
                 listed: bool) -> Reading:
    """Read a phrase that is none as a whole: a term of the ontology, or known phrases inside it."""
    told = _read_hpo(text, plain, words, scope, where, lexicon)
    if told and told.note != RECOGNIZED:
        return told
    if scope.normal:
        # "Normal karyotype 46,XX": inside a longer entry "normal" belongs to a word, not to all of them.
        words, scope = everything, replace(scope, normal=False)
    of_then = tuple(words[-2:]) == _EARLIER_PREGNANCY
    scope = replace(scope, past=scope.past or of_then)
    core = known_inside(words, where, lexicon, told_as_past=scope.past and not scope.began or where == "history",
                        judged=scope.abnormal or scope.denied, capitals=frozenset() if listed else _capitals(text, lexicon))
    if core is None:
        return told or _not_understood(text, where, words)
    if of_then:
        core = replace(core, leftover=tuple(word for word in core.leftover if word not in _EARLIER_PREGNANCY))
    of_mother = any(one.id.startswith("maternal-") for one in core.targets)
    if told_of_relative(words, lexicon) and {words[0], words[-1]} & set(core.leftover) and not of_mother:
        scope = replace(scope, family=True, other=not lexicon.word_sets["persons"].isdisjoint((words[0], words[-1])))
    return _read_core(text, core, words, everything, scope, where, lexicon)


def _read_core(text: str, core: Core, words: list[str], everything: list[str], scope: Scope, where: str, lexicon: Lexicon) -> Reading:
    """Join what a phrase means with how it was said; a denial of which only a part is known denies nothing."""
    if (scope.denied or where == "absent") and _of_then(core, everything, scope, where, lexicon):
        then = read_phrase(f"no {text}", "present", lexicon) if where == "absent" and not scope.denied else None
        if then is None or then.status != "used":
            return _not_understood(text, where, words, ONLY_THEN)
        return replace(then, text=text, where=where)
    if core.leftover == ("0%",):
        core, scope = replace(core, leftover=()), replace(scope, denied=True)
    if scope.denied or where == "absent":
        # "No bleeding in pregnancy" denies no pregnancy: it says when there was none.
        core = replace(core, targets=tuple(one for one in core.targets if one.id != PREGNANCY) or core.targets)
    if len(core.targets) > 1:
        scope = replace(scope, severity=None)
    elif core.leftover and (scope.denied or where == "absent") and not set(words) & _ALTERNATIVES:
        return _not_understood(text, where, words, NARROWER)
    mentions = tuple(filter(None, (mention_of(target, scope, where, lexicon) for target in core.targets)))
    if len(mentions) < len(core.targets):
        if any(target.level == TREND for target in core.targets):
            return Reading(text, where, "unused", note=NO_TREND)
        narrower = any(target.level == ONE_KIND for target in core.targets)
        return _not_understood(text, where, words, NARROWER if narrower else NO_LEVEL)
    mentions = with_counts(mentions, everything, where, lexicon)
    leftover = (*core.leftover, *lost_grade(mentions, everything, scope, lexicon))
    return Reading(text, where, "partly" if leftover else "used", mentions, leftover)


def _of_then(core: Core, words: list[str], scope: Scope, where: str, lexicon: Lexicon) -> bool:
    """Whether words date a complaint or an illness to earlier times, of which a denial says nothing of today; a history has none of it ever."""
    dated = scope.past and not (scope.of_history or scope.recent or scope.began or scope.family or scope.other)
    leads = where == "absent" and words[0] in lexicon.word_sets["earlier"]
    return dated and all(one.kind == "finding" and (leads or one.id not in lexicon.exposed) and one.id not in lexicon.tests for one in core.targets)


def _capitals(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the short words of an entry that are typed in capitals, none where all of it is."""
    return frozenset() if text.isupper() and " " in text.strip() else frozenset(
        token for word in _SHORT_FORM.findall(text) for token in lexicon.spelling.tokens(word))


def _named_absent(words: list[str], lexicon: Lexicon) -> Target | None:
    """Return the finding that is called by what is absent, wherever its side stands: "absent thumb on the right", "thumb absent"."""
    if "absent" not in words:
        return None
    key = lexicon.spelling.key(bare(words, lexicon))
    return lexicon.find(key) or lexicon.find_in_any_order(key)


def _read_kind(text: str, words: list[str], where: str, lexicon: Lexicon) -> Reading:
    """"Non-bloody diarrhea" is diarrhea, and not the bloody kind; "non-febrile" is no fever."""
    kind, whole = lexicon.find(lexicon.spelling.key(words[1:])), " ".join(words[2:])
    reading = read_phrase(whole, where, lexicon)
    if not reading.mentions:
        return replace(read_phrase(f"no {' '.join(words[1:])}", where, lexicon), text=text)
    mentions = reading.mentions
    if kind and kind.kind == "finding" and where == "present" and kind.id not in {one.id for one in mentions}:
        mentions = (*mentions, Mention("finding", kind.id, "absent"))
    return replace(reading, text=text, mentions=mentions)


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
    mentions = tuple(filter(None, (mention_of(Target("finding", name), scope, where, lexicon) for name in term.findings)))
    if not term.same and any(mention.state == "absent" for mention in mentions):
        return Reading(text, where, "unused", note=f"{RECOGNIZED}: without it there may still be {term.labels}")
    return Reading(text, where, "used" if term.same else "partly", mentions, note=f"counted as {term.labels}")


def _of_family(words: list[str], lexicon: Lexicon) -> Target | None:
    """Return the finding that says these words of relatives: "family history of lupus" for "lupus"."""
    keys = lexicon.spelling.key(words), lexicon.spelling.key(without_numbers(words))
    return next(filter(None, (*(lexicon.find(f"family history {key}") for key in keys), lexicon.find(f"{keys[0]} ancestry"))), None)
