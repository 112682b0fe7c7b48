"""Says in words what a JSON Schema, made from a rule model, allows at a place."""

from typing import Any

from .wording import listed

Schema = dict[str, Any]

_PATTERNS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "an id of small letters and digits joined by hyphens",
    r"^[A-Za-z0-9]+$": "a source key of letters and digits only",
    r"^[a-z0-9-]+(:[a-z0-9-]+)?$": "the id of a finding, or analyte:level such as mcv:high",
    r"^(\d+(\.\d+)?( lln| uln)?|lln|uln)$": "lln, uln, or a multiple such as 3 uln",
    r"^[A-Z]\d{2}(\.[0-9A-Z]{1,4})?$": "an ICD-10 code such as E61.0",
    r"^HP:\d{7}$": "an HPO term such as HP:0002066",
    r"^\d{4}-\d{2}-\d{2}$": "a date such as 2025-01-16, in quotes",
    r"^\d{1,6}-\d$": "a LOINC code such as 718-7",
    r"^[A-Z]$": "one capital letter",
    r"^\d{1,8}$": "the digits of a PubMed id, in quotes",
    r"^10\.\S+$": "a DOI that starts with 10.",
    r"^https?://[^\s/:?#]\S*$": "an address such as https://example.org/page",
}
_KINDS: dict[str, type] = {"string": str, "object": dict, "array": list, "null": type(None), "boolean": bool}


def resolved(schema: Schema, value: Any, root: Schema) -> Schema:
    """The part of a schema that a value is meant to satisfy: references followed, and of alternatives the one of its kind.

    Args:
        schema: a schema, perhaps a reference or a choice.
        value: what the file holds at this place.
        root: the whole schema, with its `$defs`.

    Returns:
        A schema without reference. It is still a choice when no alternative is of the kind of the value.
    """
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    for choice in schema.get("anyOf", ()):
        choice = resolved(choice, value, root)
        if _is_of_kind(value, choice.get("type")):
            return choice
    return schema


def inside(schema: Schema, step: str | int) -> Schema:
    """The schema of a member.

    Args:
        schema: a resolved schema of a mapping or a list.
        step: a key, or a position in a list.

    Returns:
        The schema of the member, {} when nothing is said of it.
    """
    if isinstance(step, int):
        fixed = schema.get("prefixItems", [])
        return fixed[step] if step < len(fixed) else schema.get("items", {})
    if step in schema.get("properties", {}):
        return schema["properties"][step]
    for any_key in (*schema.get("patternProperties", {}).values(), schema.get("additionalProperties")):
        if isinstance(any_key, dict):
            return any_key
    return {}


def keys(schema: Schema) -> tuple[str, ...]:
    """The keys that a mapping may have, () when they are not a fixed set.

    Args:
        schema: a resolved schema of a mapping.

    Returns:
        The keys, in the order of the model.
    """
    return tuple(schema.get("properties", ())) or tuple(schema.get("propertyNames", {}).get("enum", ()))


def words(schema: Schema, root: Schema) -> str:
    """What a schema allows, for a message: "a number from 0 to 1", "one of low, normal, high".

    Args:
        schema: any part of a schema.
        root: the whole schema, with its `$defs`.

    Returns:
        A few words without a full stop.
    """
    schema = resolved(schema, ..., root)
    if "anyOf" in schema:
        choices = [words(choice, root) for choice in schema["anyOf"] if choice.get("type") != "null"]
        # A decimal number may be whole, so both together are told as one.
        return " or ".join(choice for choice in dict.fromkeys(choices) if choice != "a whole number" or "a number" not in choices)
    if "enum" in schema or "const" in schema:
        return listed(map(str, schema.get("enum") or [schema["const"]]))
    match schema.get("type"):
        case "string":
            return _text(schema)
        case "number" | "integer" as kind:
            return ("a number" if kind == "number" else "a whole number") + _range(schema)
        case "boolean":
            return "true or false"
        case "array":
            return _list(schema, root)
        case "object":
            return f"a mapping with the keys {listed(keys(schema))}" if keys(schema) else "a mapping"
    return "a value"


def key_words(schema: Schema) -> str:
    """What the free keys of a mapping must look like.

    Args:
        schema: a resolved schema of a mapping.

    Returns:
        A few words without a full stop.
    """
    patterns = [*schema.get("patternProperties", ()), schema.get("propertyNames", {}).get("pattern")]
    pattern = next(filter(None, patterns), None)
    return _text({"pattern": pattern, **schema.get("propertyNames", {})} if pattern else schema.get("propertyNames", {}))


def _is_of_kind(value: Any, kind: str | None) -> bool:
    if kind in ("number", "integer"):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return kind in _KINDS and isinstance(value, _KINDS[kind])


def _text(schema: Schema) -> str:
    pattern = schema.get("pattern")
    said = "text" if pattern is None else _PATTERNS.get(pattern, f"text that matches {pattern}")
    shortest, longest = schema.get("minLength"), schema.get("maxLength")
    if shortest is not None and longest is not None:
        return f"{said} of {shortest} to {longest} characters"
    if shortest is not None:
        return f"{said} of at least {shortest} characters"
    return said if longest is None else f"{said}, at most {longest} characters"


def _range(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    if low is not None and high is not None:
        return f" from {low:g} to {high:g}"
    bounds = ((low, "of at least"), (above, "above"), (high, "of at most"), (below, "below"))
    said = " and ".join(f"{word} {bound:g}" for bound, word in bounds if bound is not None)
    return f" {said}" if said else ""


def _list(schema: Schema, root: Schema) -> str:
    least, most = schema.get("minItems"), schema.get("maxItems")
    if "prefixItems" in schema:
        return "a list of " + " and ".join(words(item, root) for item in schema["prefixItems"])
    count = f" of at least {least}" if least is not None else ""
    count += f" of at most {most}" if most is not None else ""
    return f"a list{count}, each {words(schema.get('items', {}), root)}"
