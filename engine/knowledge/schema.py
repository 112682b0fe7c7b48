"""Writes the JSON Schemas under rules/schema/, with which editors complete and check the rule files while one types."""

import json
from pathlib import Path
from typing import Any

from .rulebook import MODELS


def schema_texts() -> dict[str, str]:
    """The schema files as they should be.

    Returns:
        File name to content, such as "cause.json".
    """
    return {f"{kind}.json": _text(kind) for kind in sorted(MODELS)}


def write_schemas(root: Path) -> tuple[Path, ...]:
    """Write every schema whose stored file is missing or out of date.

    Args:
        root: the folder `rules/`.

    Returns:
        The files that were written.
    """
    folder = root / "schema"
    folder.mkdir(exist_ok=True)
    stale = [(folder / name, text) for name, text in schema_texts().items() if _stored(folder / name) != text]
    for path, text in stale:
        path.write_text(text, encoding="utf-8", newline="\n")
    return tuple(path for path, _ in stale)


def _stored(path: Path) -> str | None:
    return path.read_bytes().decode("utf-8") if path.is_file() else None


def _text(kind: str) -> str:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **MODELS[kind].model_json_schema(by_alias=True)}
    return json.dumps(_closed(schema), indent=2, ensure_ascii=False) + "\n"


def _closed(part: Any) -> Any:
    """The same schema, where a key that fits no pattern is an error, as it is to the models."""
    if isinstance(part, list):
        return [_closed(member) for member in part]
    if not isinstance(part, dict):
        return part
    closed = {key: _closed(member) for key, member in part.items()}
    return {**closed, "additionalProperties": False} if "patternProperties" in closed else closed
