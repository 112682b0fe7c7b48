"""The cache of compiled rules: it saves work, and it is never the reason for an error or a wrong result."""

import os
import shutil
import subprocess
import sys
from types import ModuleType

import numpy as np
import pytest

from engine.errors import RuleError
from engine.knowledge import RULES, cache, load
from engine.knowledge.cache import cached, knowledge_digest
from engine.knowledge.lazy import Later


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PENIA_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


class Builder:
    """Counts how often it is asked to build."""

    def __init__(self):
        self.calls = 0

    def __call__(self, root):
        self.calls += 1
        return {"digest": knowledge_digest(root)}


@pytest.fixture
def build():
    return Builder()


def stored(folder):
    return sorted(folder.glob("*"))


def test_the_second_time_nothing_is_built(rules, folder, build):
    assert cached(rules, build) == cached(rules, build)
    assert build.calls == 1


def test_without_the_variable_the_cache_lies_beside_the_rules(rules, build, monkeypatch):
    monkeypatch.delenv("PENIA_CACHE", raising=False)
    cached(rules, build)

    assert [path.suffix for path in stored(rules.parent / ".cache")] == [".cache"]


@pytest.mark.parametrize("damage", [b"", b"x", b"x" * 1000, None])
def test_a_damaged_file_is_built_again(rules, folder, build, damage):
    cached(rules, build)
    (path,) = stored(folder)
    path.write_bytes(path.read_bytes()[:-1] if damage is None else damage)

    assert cached(rules, build)["digest"] == knowledge_digest(rules)
    assert build.calls == 2


@pytest.mark.parametrize("place", [0, 5, 64, -1])
def test_a_file_with_one_changed_byte_is_built_again(rules, folder, build, place):
    cached(rules, build)
    (path,) = stored(folder)
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)

    assert cached(rules, build)["digest"] == knowledge_digest(rules)
    assert build.calls == 2


def test_an_object_of_classes_that_are_gone_is_built_again(rules, folder, build, monkeypatch):
    module = ModuleType("gone")
    module.Gone = type("Gone", (), {"__module__": "gone"})
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "gone", module)
        cached(rules, lambda _: module.Gone())
    cached(rules, build)

    assert build.calls == 1


def test_a_changed_rule_is_built_again(rules, folder, build):
    cached(rules, build)
    (rules / "labs.yaml").write_text("changed: 1", encoding="utf-8")
    cached(rules, build)

    assert build.calls == 2


def test_another_version_of_the_code_is_built_again(rules, folder, build):
    cached(rules, build, version="1")
    cached(rules, build, version="2")

    assert build.calls == 2


def test_a_rule_changed_during_the_build_is_not_kept(rules, folder):
    def build(root):
        (root / "labs.yaml").write_text("changed: 1", encoding="utf-8")
        return 1

    assert cached(rules, build) == 1
    assert not folder.exists()


def test_a_folder_that_cannot_be_made_means_no_cache(rules, folder, build):
    folder.write_text("a file where the folder should be", encoding="utf-8")

    assert cached(rules, build) == cached(rules, build)
    assert build.calls == 2


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_means_no_cache(rules, folder, build):
    folder.mkdir(mode=0o500)

    assert cached(rules, build) == cached(rules, build)
    assert build.calls == 2


def test_a_failed_replacement_leaves_nothing_behind(rules, folder, build, monkeypatch):
    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(cache.os, "replace", refuse)
    cached(rules, build)

    assert stored(folder) == []


def test_an_object_that_cannot_be_pickled_is_returned_all_the_same(rules, folder):
    made = cached(rules, lambda _: lambda: 1)

    assert made() == 1


def test_an_error_of_the_build_is_not_hidden(rules, folder):
    def build(_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cached(rules, build)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs owners of files")
def test_a_file_of_someone_else_is_not_opened(rules, folder, build, monkeypatch):
    cached(rules, build)
    other = os.getuid() + 1
    monkeypatch.setattr(cache.os, "getuid", lambda: other)
    cached(rules, build)

    assert build.calls == 2


@pytest.mark.skipif(os.name == "nt", reason="needs permissions of files")
def test_a_file_that_others_may_write_is_not_opened(rules, folder, build):
    cached(rules, build)
    stored(folder)[0].chmod(0o666)
    cached(rules, build)

    assert build.calls == 2


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
def test_a_link_is_not_followed(rules, folder, build):
    cached(rules, build)
    (path,) = stored(folder)
    path.rename(folder / "elsewhere")
    path.symlink_to(folder / "elsewhere")
    cached(rules, build)

    assert build.calls == 2


def test_only_the_newest_three_files_stay(rules, folder, build):
    for number in range(6):
        cached(rules, build, version=str(number))

    assert len(stored(folder)) == 3


def test_the_digest_does_not_depend_on_where_the_folder_lies(rules, tmp_path):
    rules.rename(tmp_path / "elsewhere")
    moved = knowledge_digest(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").rename(rules)

    assert knowledge_digest(rules) == moved


def test_the_digest_changes_with_a_file_name(rules):
    before = knowledge_digest(rules)
    (rules / "labs.yaml").rename(rules / "lab.yaml")

    assert knowledge_digest(rules) != before


def test_the_digest_does_not_look_at_other_files(rules):
    before = knowledge_digest(rules)
    (rules / "README.md").write_text("remarks", encoding="utf-8")

    assert knowledge_digest(rules) == before


def test_rules_that_have_not_changed_are_loaded_once_and_changed_ones_anew(tmp_path):
    rules = tmp_path / "rules"
    shutil.copytree(RULES, rules)
    first = load(rules)
    assert load(rules) is first

    text = (rules / "model.yaml").read_text(encoding="utf-8")
    (rules / "model.yaml").write_text(f"{text}temperatur: 1\n", encoding="utf-8")
    with pytest.raises(RuleError):
        load(rules)
    (rules / "model.yaml").write_text(f"{text}# a remark\n", encoding="utf-8")
    assert load(rules) is not first


def test_a_warm_start_does_not_import_the_schema_library():
    program = "import sys\nfrom engine.knowledge import forget, load\nload()\nforget()\nload()\nprint('pydantic' in sys.modules)\n"
    first = [sys.executable, "-c", "from engine import load; load()"]
    subprocess.run(first, check=True)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"


def test_arrays_and_what_is_packed_come_back_as_they_were_and_cannot_be_changed(rules, folder):
    def build(_):
        return {"array": np.arange(12.0).reshape(3, 4), "later": Later({"a": (1, 2)}), "empty": np.zeros((0, 3))}

    cached(rules, build)
    kept = cached(rules, lambda _: pytest.fail("the cache was not used"))

    assert np.array_equal(kept["array"], np.arange(12.0).reshape(3, 4))
    assert kept["later"].value == {"a": (1, 2)}
    assert kept["empty"].shape == (0, 3)
    with pytest.raises(ValueError, match="read-only"):
        kept["array"][0, 0] = 1

