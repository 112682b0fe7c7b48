"""The generated schemas: stored ones are up to date, and they agree with the models."""

import json
from pathlib import Path

import jsonschema
import pytest

from engine.errors import RuleError
from engine.knowledge import allowed
from engine.knowledge.rulebook import MODELS
from engine.knowledge.schema import schema_texts, write_schemas
from engine.knowledge.yaml12 import read_yaml

STORED = Path(__file__).parents[2] / "rules" / "schema"


def test_every_kind_of_rule_file_has_a_schema():
    assert set(schema_texts()) == {f"{kind}.json" for kind in MODELS}


@pytest.mark.parametrize("name", sorted(schema_texts()))
def test_the_stored_schema_is_up_to_date(name):
    stored = (STORED / name).read_text(encoding="utf-8")

    assert stored == schema_texts()[name], "run engine.knowledge.schema.write_schemas(Path('rules'))"


def test_writing_a_second_time_changes_nothing(rules):
    assert len(write_schemas(rules)) == len(MODELS)
    assert write_schemas(rules) == ()


@pytest.mark.parametrize("name", sorted(schema_texts()))
def test_a_schema_is_itself_correct(name):
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_texts()[name]))


def test_correct_rules_satisfy_the_schemas(rules):
    for path in rules.rglob("*.yaml"):
        folder = path.relative_to(rules).parts[0]
        kind = {"causes": "cause", "findings": "findings"}.get(folder, path.stem)
        value = read_yaml(path.read_bytes(), file=path.name, error=RuleError).value

        jsonschema.validate(value, json.loads(schema_texts()[f"{kind}.json"]))


def test_a_key_that_is_no_id_is_refused_by_the_schema():
    schema = json.loads(schema_texts()["findings.json"])

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"kind": "sign", "findings": {"Not An Id": {"label": "abc"}}}, schema)


def test_every_pattern_of_the_models_is_told_in_words():
    def patterns(part):
        members = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        own = [part["pattern"]] if isinstance(part, dict) and isinstance(part.get("pattern"), str) else []
        keys = list(part.get("patternProperties", ())) if isinstance(part, dict) else []
        return {*own, *keys}.union(*(patterns(member) for member in members))

    schemas = [model.model_json_schema(by_alias=True) for model in MODELS.values()]
    unsaid = {pattern for pattern in patterns(schemas) if "matches" in allowed.words({"type": "string", "pattern": pattern}, {})}

    assert unsaid == set()
