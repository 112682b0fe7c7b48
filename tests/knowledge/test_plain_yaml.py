"""The quick reader of rule files: whatever it vouches for, the strict reader reads with the same result."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.errors import RuleError
from engine.knowledge import RULES, forget, load, plain_yaml
from engine.knowledge.plain_yaml import read_quickly
from engine.knowledge.yaml12 import read_yaml

FILES = sorted(RULES.rglob("*.yaml"))
SCALARS = """~ null Null nULL true TRUE yes no n 1 01 010 +1 -1 1_000 0o17 0O17 0x1f 0X1F 0b1 1. .5 -.5e3 1e3 1E-3 1e 1e400 -1e400 .inf -.Inf .nan
 inf 9223372036854775807 9223372036854775808 -9223372036854775808 2020-01-01 2020-01-01T00:00:00Z 12:30 1:2 = << - a-b 1.2.3 1e-400 '' '1' "1"
 'it''s' "a\\nb" a#b a:b ... --- 00 -0 -0.0 0x 0o8 5% @a ?a |a >a %a &a *a !a !!str""".split()
SHAPES = ("a: {}\n", "- {}\n", "a: [{}, b]\n", "{}: 1\n", "{{{}: 1}}\n", "- {{a: {}}}\n")
PIECES = st.sampled_from([
    *SCALARS, *"[ ] { } # > | >- & * ! ? % ` : :: http://x.y/z é 1_0 text".split(" "), "[a, b]", "{a: 1}", ", ", ": ", " ", "  ", " #", "\t",
    "\n", "\n  ", "\n    ", "\n- ", "\n  - ", "\nkey: ", "\n  key: "])


def outcome(read, text):
    """What a reader makes of a text: the value, types included, or what it says is wrong."""
    try:
        return repr(read(text.encode(), file="f.yaml", error=RuleError).value)
    except RuleError as error:
        return str(error)


@pytest.fixture
def vouched(monkeypatch):
    """Collect what goes to the strict reader after all."""
    passed_on = []
    monkeypatch.setattr(plain_yaml, "read_yaml", lambda source, **named: passed_on.append(source) or read_yaml(source, **named))
    return passed_on


def test_every_rule_file_reads_the_same_and_goes_the_quick_way(vouched):
    for text in (file.read_text(encoding="utf-8") for file in FILES):
        assert outcome(read_quickly, text) == outcome(read_yaml, text)

    assert vouched == []


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("scalar", SCALARS)
def test_scalars_read_the_same_wherever_they_stand(scalar, shape):
    text = shape.format(scalar)

    assert outcome(read_quickly, text) == outcome(read_yaml, text)


@given(st.lists(PIECES, max_size=9).map("".join).map("{}\n".format))
@example("a: &b 1\nc: *b\n")
@example("a: 1\na: 2\n")
@example("- 1\n---\n- 2\n")
@example("1: 2\n")
@example("\n")
def test_texts_read_the_same_or_are_refused_in_the_same_words(text):
    assert outcome(read_quickly, text) == outcome(read_yaml, text)


@pytest.mark.parametrize("content", [b"", b"\xff", b"a: \x00\n", b"a: " + b"[" * 60 + b"]" * 60 + b"\n", b"a: [" + b"1, " * 700_000 + b"1]\n"],
                         ids=["empty", "not UTF-8", "no text", "deep", "large"])
def test_what_the_strict_reader_bounds_is_refused_in_its_words(content):
    with pytest.raises(RuleError) as strict:
        read_yaml(content, file="f.yaml", error=RuleError)
    with pytest.raises(RuleError) as quick:
        read_quickly(content, file="f.yaml", error=RuleError)

    assert str(quick.value) == str(strict.value)


def test_without_its_parser_it_is_the_strict_reader(monkeypatch):
    monkeypatch.setattr(plain_yaml, "yaml_rs", None)

    assert read_quickly(b"a: 1\n", file="f.yaml", error=RuleError).value == {"a": 1}


def test_places_are_those_of_the_strict_reader():
    text = b"a:\n  - b\n  - {c: 1}\n"

    document = read_quickly(text, file="f.yaml", error=RuleError)

    assert document.places[("a", 1, "c")] == read_yaml(text, file="f.yaml", error=RuleError).places[("a", 1, "c")] == (3, 9)


def test_wrong_rules_are_told_with_their_places_when_loaded(rules, tmp_path, monkeypatch):
    monkeypatch.setenv("PENIA_CACHE", str(tmp_path))
    file = rules / "causes" / "nutritional" / "copper-deficiency.yaml"
    file.write_text(file.read_text().replace("hospital: rare", "hospital: rar"))
    forget()

    with pytest.raises(RuleError, match=r"copper-deficiency.yaml:9:44: 'hospital' is 'rar'"):
        load(rules)
