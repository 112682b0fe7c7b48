"""From the schema library's errors to problems a rule author can act on: where, found, allowed, what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from ..errors import Problem
from . import allowed
from .document import Document, Path
from .wording import listed, shown, suggestion

_OURS = "Value error, "
_KEY_MARK = "[key]"


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where an error's location leads in the file and in the schema.

    `union` is true where the schema gives a choice and the schema library tells one error for each alternative;
    `alternative` is then the name it gives to the alternative.
    """

    path: Path
    value: Any
    schema: allowed.Schema
    rest: tuple[str | int, ...]
    union: bool
    alternative: str


def problems_of(error: ValidationError, document: Document, model: type[BaseModel]) -> tuple[Problem, ...]:
    """Every error of one file, in the order of its lines.

    Args:
        error: what the schema library raised.
        document: the file, for found values and places.
        model: the model the file was checked against.

    Returns:
        At least one problem; those that say the same of the same place are told once.
    """
    root = _schema(model)
    found = dict.fromkeys(_problems(error, document, root))
    return tuple(sorted(found, key=lambda problem: (problem.line, problem.column)))


@cache
def _schema(model: type[BaseModel]) -> allowed.Schema:
    return model.model_json_schema(by_alias=True)


def _problems(error: ValidationError, document: Document, root: allowed.Schema) -> Iterator[Problem]:
    for detail in error.errors(include_url=False):
        spot = _spot(detail["loc"], document.value, root)
        kind = detail["type"]
        if spot.union and _is_of_other_alternative(spot, root):
            continue
        if kind == "extra_forbidden":
            yield document.problem(spot.path, _unknown_key(spot, root, document), at_key=True)
        elif spot.rest == (_KEY_MARK,):
            yield document.problem(spot.path, _bad_key(spot, root, document), at_key=True)
        elif kind == "missing" and isinstance(detail["loc"][-1], str):
            yield document.problem(spot.path, f"key '{detail['loc'][-1]}' is missing; add it", at_key=True)
        elif kind == "value_error":
            yield document.problem(spot.path, detail["msg"].removeprefix(_OURS), at_key=True)
        else:
            yield document.problem(spot.path, _wrong_value(spot, root))


def _spot(location: tuple[str | int, ...], value: Any, root: allowed.Schema) -> _Spot:
    """Follows a location as far as the file goes. Names of alternatives in it are no part of the file."""
    path: Path = ()
    schema, union, alternative = root, False, ""
    for index, step in enumerate(location):
        if step == _KEY_MARK:
            return _Spot(path, value, schema, location[index:], False, "")
        if _holds(value, step):
            schema = allowed.inside(allowed.resolved(schema, value, root), step)
            path, value, union = (*path, step), value[step], False
        elif isinstance(step, str) and not union and _is_choice(schema, root):
            union, alternative = True, step
        else:
            return _Spot(path, value, schema, location[index:], union, alternative)
    return _Spot(path, value, schema, (), union, alternative)


def _holds(value: Any, step: str | int) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and step < len(value)


def _is_choice(schema: allowed.Schema, root: allowed.Schema) -> bool:
    """Whether the schema library names alternatives here. It does not for "something or nothing"."""
    schema = allowed.resolved(schema, ..., root)
    return sum(choice.get("type") != "null" for choice in schema.get("anyOf", ())) > 1


def _is_of_other_alternative(spot: _Spot, root: allowed.Schema) -> bool:
    """Whether the error belongs to an alternative that the author did not write: text, where a mapping was written."""
    meant = allowed.resolved(spot.schema, spot.value, root)
    return isinstance(spot.value, dict) and meant.get("type") == "object" and meant.get("title", "") not in spot.alternative


def _unknown_key(spot: _Spot, root: allowed.Schema, document: Document) -> str:
    around = _around(spot, root, document)
    names = allowed.keys(around)
    hint = suggestion(str(spot.path[-1]), names, otherwise="remove it")
    return f"unknown key '{spot.path[-1]}'; allowed: {listed(names)}; {hint}"


def _bad_key(spot: _Spot, root: allowed.Schema, document: Document) -> str:
    around = _around(spot, root, document)
    if allowed.keys(around):
        return _unknown_key(spot, root, document)
    return f"key {shown(spot.path[-1])} is not allowed here; allowed: {allowed.key_words(around)}; rename it"


def _around(spot: _Spot, root: allowed.Schema, document: Document) -> allowed.Schema:
    """The schema of the mapping that the last key of the path stands in."""
    return _resolved_at(spot.path[:-1], document.value, root)


def _resolved_at(path: Path, value: Any, root: allowed.Schema) -> allowed.Schema:
    schema = allowed.resolved(root, value, root)
    for step in path:
        value = value[step]
        schema = allowed.resolved(allowed.inside(schema, step), value, root)
    return schema


def _wrong_value(spot: _Spot, root: allowed.Schema) -> str:
    meant = allowed.resolved(spot.schema, spot.value, root)
    # With no alternative of this kind, or none that fits, everything that is possible here is told.
    names = meant.get("enum", ()) if isinstance(spot.value, str) else ()
    hint = suggestion(str(spot.value), map(str, names), otherwise="correct it")
    return f"{_name(spot.path)} is {shown(spot.value)}; allowed: {allowed.words(spot.schema, root)}; {hint}"


def _name(path: Path) -> str:
    """What a message calls the value at a path."""
    if not path:
        return "the file"
    if isinstance(path[-1], int):
        return f"item {path[-1] + 1}" + (f" of '{path[-2]}'" if len(path) > 1 else "")
    return f"'{path[-1]}'"
