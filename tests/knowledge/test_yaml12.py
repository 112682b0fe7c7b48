"""The strict YAML reader: what it reads, where things stand, and what it refuses in which words."""
# ruff: noqa: E501 (messages are compared whole)


import pytest

from engine.errors import CaseError, RuleError
from engine.knowledge.yaml12 import FastestParser, PurePythonParser, read_yaml

PARSERS = pytest.mark.parametrize("parser", [FastestParser, PurePythonParser])


def value_of(text, **options):
    return read_yaml(text, file="f.yaml", error=CaseError, **options).value


def message_of(content, **options):
    with pytest.raises(CaseError) as caught:
        read_yaml(content, file="f.yaml", error=CaseError, **options)
    return str(caught.value)


@PARSERS
@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True), ("false", False), ("no", "no"), ("yes", "yes"), ("on", "on"), ("Off", "Off"), ("y", "y"),
        ("1e-3", 0.001), ("1.0e-7", 1e-7), ("1E5", 100000.0), (".5", 0.5), ("5.", 5.0), ("-0.5", -0.5), ("+3", 3),
        ("0o17", 15), ("0x1F", 31), ("010", 10), ("1_000", "1_000"), ("12:30", "12:30"), ("0b11", "0b11"),
        ("2020-01-31", "2020-01-31"), ("~", None), ("null", None), ("", None), ("=", "="), ("1.2.3", "1.2.3"),
        ("'no'", "no"), ('"1"', "1"), ("'true'", "true"), ("'~'", "~"), ("١٢", "١٢"),
    ],
)
def test_scalars_follow_yaml_1_2(parser, written, value):
    read = value_of(f"a: {written}", parser=parser)["a"]

    assert (read, type(read)) == (value, type(value))


@PARSERS
def test_keys_are_always_text(parser):
    assert value_of("2020: a\nno: b\ntrue: c\n1.0: d\n", parser=parser) == {"2020": "a", "no": "b", "true": "c", "1.0": "d"}


def test_an_alias_repeats_a_part():
    assert value_of("a: &x [1, 2]\nb: *x\n") == {"a": [1, 2], "b": [1, 2]}


def test_a_byte_order_mark_is_passed_over():
    assert value_of(b"\xef\xbb\xbfa: 1") == {"a": 1}


def test_a_quoted_merge_sign_is_a_key():
    assert value_of("'<<': 1") == {"<<": 1}


def test_places_are_those_of_the_value_and_of_the_key():
    document = read_yaml("a:\n  b: [x, yy]\n", file="f.yaml", error=CaseError)

    assert document.places["a", "b", 1] == (2, 10)
    assert document.places.key(("a", "b")) == (2, 3)
    assert document.places[()] == (1, 1)


def test_a_place_is_counted_in_characters():
    document = read_yaml("é: {ü: x}", file="f.yaml", error=CaseError)

    assert document.places["é", "ü"] == (1, 8)


def test_a_path_that_is_not_there_has_no_place():
    document = read_yaml("a: 1", file="f.yaml", error=CaseError)

    assert ("b",) not in document.places
    with pytest.raises(KeyError):
        document.places["b",]


def test_a_missing_part_is_told_at_the_key_around_it():
    document = read_yaml("a:\n  b: {c: 1}\n", file="f.yaml", error=CaseError)

    assert document.places.nearest(("a", "b", "d", 0)) == (2, 3)


@PARSERS
@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", "f.yaml:3:1: key 'a' stands twice, first in line 1; keep one of the two"),
        ("a: {b: 1, b: 2}", "f.yaml:1:11: key 'b' stands twice, first in line 1; keep one of the two"),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", "f.yaml:3:3: merge key '<<' is not allowed; write the keys out"),
        ("a: !!python/name:os.system x", "f.yaml:1:4: tag '!!python/name:os.system' is not allowed; remove it, and put text in quotes"),
        ("a: !x {b: 1}", "f.yaml:1:4: tag '!x' is not allowed; remove it, and put text in quotes"),
        ("[1]: a", "f.yaml:1:1: a key is a list or a mapping; allowed: text; put text that starts with [ or { in quotes"),
        ("a: .nan", "f.yaml:1:4: .nan is not a usable number; allowed: finite numbers, whole ones below 2^63; correct it, or quote it if it is text"),
        ("a: 1e999", "f.yaml:1:4: 1e999 is not a usable number; allowed: finite numbers, whole ones below 2^63; correct it, or quote it if it is text"),
        ("a: &x [*x]", "f.yaml:1:4: an alias inside this part repeats the part itself; write it out"),
        ("a: *x", "f.yaml:1:4: text that starts with * must be in quotes (or the alias has no anchor); add quotes"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2:1: a second document starts here; allowed: one document a file; remove the line --- or split the file"),
        ("a:\n\tb: 1\n", "f.yaml:2:1: a tab stands in the indentation; allowed: blanks; replace the tab by blanks"),
        ("a: @b", "f.yaml:1:4: a value cannot start with @; put the value in quotes"),
        ("a: b: c", "f.yaml:1:5: a colon and a blank stand inside a value; put the value in quotes"),
        ("a:\n  b: 1\n c: 2\n", "f.yaml:3:2: this does not fit what stands above; start one level in one column, and close quotes and brackets before it"),
        ("a: [1, 2\nb: 3\n", "f.yaml:2:2: a list opened with [ is not closed or lacks a comma; add ] or the comma, and quote text with [ ] { } , : or #"),
        ('a: "x', "f.yaml:1:6: a quoted text is not closed; add the closing quote"),
        ("", "f.yaml:0:0: the file is empty; write at least one key, or remove the file"),
        ("# only a remark\n", "f.yaml:0:0: the file is empty; write at least one key, or remove the file"),
        ("a: b\x00", "f.yaml:1:5: the character U+0000 is not text; allowed: printable characters; remove it, or save the file as plain text"),
        ("a: 1\nb: x\u2028y", "f.yaml:2:5: the character U+2028 is not text; allowed: printable characters; remove it, or save the file as plain text"),
        (b"\x89PNG\r\n\x1a\n", "f.yaml:1:1: the byte 0x89 is not UTF-8 text; allowed: UTF-8; save the file as plain text in UTF-8"),
        ("a: é\n".encode("latin-1"), "f.yaml:1:4: the byte 0xE9 is not UTF-8 text; allowed: UTF-8; save the file as plain text in UTF-8"),
        ("a: 1".encode("utf-16"), "f.yaml:1:1: the byte 0xFF is not UTF-8 text; allowed: UTF-8; save the file as plain text in UTF-8"),
        ("a: " + "[" * 60 + "]" * 60, "f.yaml:1:52: lists and mappings are nested more than 50 deep; allowed: 50; flatten them"),
    ],
)
def test_what_is_unclear_or_dangerous_is_refused_with_its_place(parser, content, message):
    assert message_of(content, parser=parser) == message


def test_all_problems_that_do_not_break_the_syntax_are_told_together():
    assert message_of("a: 1\na: 2\nb: .inf\n").count("\n") == 1


def test_the_caller_chooses_the_error_class():
    with pytest.raises(RuleError):
        read_yaml("", file="f.yaml", error=RuleError)


@PARSERS
def test_an_alias_bomb_is_refused(parser):
    names = "abcdefghij"
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]" for before, name in zip(names, names[1:], strict=False)]

    assert "aliases" in message_of("\n".join(lines), parser=parser)


def test_more_than_a_hundred_aliases_are_refused():
    assert message_of("a: &x 1\nb: [" + ", ".join(["*x"] * 101) + "]") == (
        "f.yaml:1:4: more than 100 aliases repeat parts of this file; allowed: 100; write the parts out"
    )


def test_too_many_values_are_refused():
    message = message_of("[" + "1," * 600_000 + "]")

    assert message == "f.yaml:1:1: the file has more than 500000 values; allowed: 500000; split the file"


@pytest.mark.parametrize("content", ["x" * 10_000_000, b"x" * 10_000_000])
def test_ten_megabytes_are_refused_before_anything_is_parsed(content):
    assert message_of(content) == "f.yaml:0:0: the file has 10,000,000 bytes; allowed: 2,000,000; split it into smaller files"


def test_the_size_limit_counts_bytes():
    assert message_of("a: éé", max_bytes=6) == "f.yaml:0:0: the file has 7 bytes; allowed: 6; split it into smaller files"


def test_a_million_open_brackets_are_refused():
    assert "nested more than" in message_of("[" * 1_000_000)
