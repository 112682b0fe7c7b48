"""Batches from file to file: every format in and out, stopped and gone on with, on processes and on a cluster that loses a worker."""

import csv
import json
import os
import signal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine import NOTICE, CaseError, candidates, gather, rank, read_cases
from engine.batch import parts as parts_module
from engine.batch import sources
from engine.batch.resolved import resolve
from engine.batch.run import batch
from engine.case.write import case_file_record
from engine.formats.tables import template

PUBLISHED = read_cases(Path(__file__).parents[1] / "data" / "published.yaml")


@pytest.fixture
def lines(tmp_path) -> Path:
    """The published cases, one a line of JSON."""
    path = tmp_path / "cases.jsonl"
    path.write_text("".join(json.dumps(case_file_record(file)) + "\n" for file in PUBLISHED), encoding="utf-8")
    return path


@pytest.fixture
def resolved(tmp_path, knowledge) -> Path:
    """The published cases as resolved rows."""
    path = tmp_path / "resolved.parquet"
    pq.write_table(resolve(((file.id, file.case) for file in PUBLISHED), knowledge), path)
    return path


@pytest.fixture
def small_chunks(monkeypatch):
    """Chunks of a few rows, so that there are many."""
    monkeypatch.setattr(sources, "RESOLVED_ROWS", 5)
    monkeypatch.setattr(sources, "WORD_ROWS", 5)


def test_lines_of_json_are_ranked_as_rank_does(lines, tmp_path, knowledge):
    batch(lines, tmp_path / "out.jsonl", workers=1)
    told = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]

    assert [one["id"] for one in told] == [file.id for file in PUBLISHED]
    for one, file in zip(told, PUBLISHED, strict=True):
        rows = candidates(rank(gather(file.case, knowledge), knowledge), knowledge, top=5)
        assert [row["id"] for row in one["candidates"]] == [row.id for row in rows]
        assert [row["probability"] for row in one["candidates"]] == pytest.approx([row.probability for row in rows], rel=5e-5)


def test_resolving_first_and_ranking_later_gives_the_same(lines, tmp_path):
    batch(lines, tmp_path / "resolved.parquet", resolve=True, workers=1)
    batch(tmp_path / "resolved.parquet", tmp_path / "second.csv", workers=1)
    batch(lines, tmp_path / "direct.csv", workers=1)

    assert (tmp_path / "second.csv").read_text(encoding="utf-8") == (tmp_path / "direct.csv").read_text(encoding="utf-8")


def test_the_template_is_ranked_and_nothing_in_it_is_not_understood(tmp_path):
    (tmp_path / "in.csv").write_text(template(), encoding="utf-8")
    done = batch(tmp_path / "in.csv", tmp_path / "out.csv", workers=1)
    rows = list(csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8", newline="")))

    assert done.rows == len(rows) == 2
    assert [row["cause_1"] for row in rows] == ["copper-deficiency", "immune-thrombocytopenia"]
    assert [row["not_understood"] for row in rows] == ["", ""]
    assert [row["notice"] for row in rows] == [NOTICE, NOTICE]


@pytest.mark.usefixtures("small_chunks")
def test_a_stopped_run_goes_on_where_it_was(resolved, tmp_path, monkeypatch):
    whole, out = tmp_path / "whole.parquet", tmp_path / "out.parquet"
    batch(resolved, whole, workers=1)
    written = []

    def stop_after_seven(self, number, table, put=parts_module.Parts.write):
        if len(written) == 7:
            raise KeyboardInterrupt
        written.append(number)
        put(self, number, table)

    with monkeypatch.context() as patch:
        patch.setattr(parts_module.Parts, "write", stop_after_seven)
        with pytest.raises(KeyboardInterrupt):
            batch(resolved, out, workers=1)

    assert not out.exists()
    done = batch(resolved, out, workers=1)
    assert (done.found, done.rows) == (35, 107)
    assert pq.read_table(out).equals(pq.read_table(whole))
    assert not (tmp_path / "out.parquet.parts").exists()


@pytest.mark.usefixtures("small_chunks")
def test_parts_of_another_run_are_not_taken(resolved, tmp_path, monkeypatch):
    out = tmp_path / "out.parquet"
    with monkeypatch.context() as patch:
        patch.setattr(parts_module.Parts, "join", lambda self, count: None)
        batch(resolved, out, workers=1)

    with pytest.raises(CaseError, match=r"holds parts of another run \(setting changed\)"):
        batch(resolved, out, workers=1, setting="published")


def test_a_run_that_never_began_leaves_no_folder(resolved, tmp_path):
    with pytest.raises(CaseError, match="no scheduler answers"):
        batch(resolved, tmp_path / "out.csv", scheduler="tcp://127.0.0.1:1")

    assert not (tmp_path / "out.csv.parts").exists()


@pytest.mark.usefixtures("small_chunks")
def test_two_processes_give_what_one_gives(resolved, tmp_path):
    batch(resolved, tmp_path / "one.parquet", workers=1)
    batch(resolved, tmp_path / "two.parquet", workers=2)

    assert pq.read_table(tmp_path / "one.parquet").equals(pq.read_table(tmp_path / "two.parquet"))


@pytest.mark.usefixtures("small_chunks")
def test_a_cluster_that_loses_a_worker_loses_and_repeats_nothing(resolved, tmp_path):
    distributed = pytest.importorskip("distributed", reason="Dask is not installed: see requirements-dev.txt")
    batch(resolved, tmp_path / "alone.parquet", workers=1)
    killed = []
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None) as cluster, \
            distributed.Client(cluster) as client:
        started = client.run(os.getpid)

        def kill_one(done: int, total: int | None) -> None:
            if done >= 20 and not killed:
                killed.append(next(iter(started.values())))
                os.kill(killed[0], signal.SIGKILL)

        done = batch(resolved, tmp_path / "cluster.parquet", scheduler=cluster.scheduler_address, progress=kill_one)

    assert killed
    assert done.rows == 107
    assert pq.read_table(tmp_path / "cluster.parquet").equals(pq.read_table(tmp_path / "alone.parquet"))


def test_a_line_that_is_no_case_is_told_and_the_others_are_ranked(tmp_path):
    (tmp_path / "in.jsonl").write_text('{"age": 52, "present": ["fever"]}\nnot json\n{"agee": 3}\n', encoding="utf-8")
    batch(tmp_path / "in.jsonl", tmp_path / "out.jsonl", workers=1)
    first, second, third = (json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())

    assert first["id"] == "1"
    assert first["candidates"]
    assert second["problem"].startswith("line 2: ")
    assert not second["candidates"]
    assert "unknown key 'agee'" in third["problem"]


def test_only_a_line_feed_ends_a_line_of_json(tmp_path):
    """A line separator of Unicode may stand in a JSON text as it is."""
    (tmp_path / "in.jsonl").write_text('{"history": ["gout\u2028since 2010"]}\n{"age": 53, "present": ["rash"]}\n', encoding="utf-8", newline="\n")
    batch(tmp_path / "in.jsonl", tmp_path / "out.jsonl", workers=1)
    told = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").split("\n") if line]

    assert [(one["id"], bool(one["candidates"])) for one in told] == [("1", True), ("2", True)]


@pytest.mark.parametrize(("name", "content", "told"), [
    ("in.doc", b"x", "the ending '.doc' is not known"),
    ("in.csv", b"\n", "the first row is empty"),
    ("in.csv", b"age,sex\n", "there is no case in it"),
    ("in.csv", b'age,sex\n"52', "cannot be read as CSV"),
    ("in.parquet", b"nonsense", "cannot be read as Parquet"),
    ("in.xlsx", b"nonsense", "cannot be read as an Excel file"),
])
def test_a_wrong_file_is_refused_in_one_line(name, content, told, tmp_path):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(CaseError) as error:
        batch(tmp_path / name, tmp_path / "out.csv", workers=1)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_a_cell_that_a_spreadsheet_would_run_is_written_as_text(tmp_path):
    (tmp_path / "in.csv").write_text('id,age,symptoms\n"=1+1",52,"=cmd|x"\n', encoding="utf-8")
    batch(tmp_path / "in.csv", tmp_path / "out.csv", workers=1)
    row = next(csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8", newline="")))

    assert row["id"] == "'=1+1"
    assert not row["not_understood"].startswith("=")


def test_the_output_says_whence_it_is(resolved, tmp_path, knowledge):
    batch(resolved, tmp_path / "out.parquet", workers=1)
    metadata = pq.read_schema(tmp_path / "out.parquet").metadata

    assert metadata[b"knowledge"].decode() == knowledge.digest
    assert b"not diagnostic" in metadata[b"notice"]


def test_a_table_of_words_in_parquet_is_read_like_csv(tmp_path):
    pq.write_table(pa.table({"Age": [52.0, 34.0], "Hb g/dL": [8.2, 11.8], "PLT (10^9/L)": [140, 9], "fever": [None, False]}), tmp_path / "in.parquet")
    batch(tmp_path / "in.parquet", tmp_path / "out.parquet", workers=1)

    assert pq.read_table(tmp_path / "out.parquet")["problem"].to_pylist() == [None, None]


def test_a_batch_never_writes_over_its_input(tmp_path):
    (tmp_path / "in.csv").write_text("Age,Hb g/dL\n52,8.2\n", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to(tmp_path / "in.csv")

    for out in ("in.csv", "link.csv"):
        with pytest.raises(CaseError, match="this is the file that is read; allowed: another file; give a new name"):
            batch(tmp_path / "in.csv", tmp_path / out, workers=1)
    assert (tmp_path / "in.csv").read_text(encoding="utf-8") == "Age,Hb g/dL\n52,8.2\n"


@pytest.mark.parametrize("broken", ['Age,Hb g/dL\n52,"8.2\n', "Age,Hb g/dL\n"])
def test_a_run_that_failed_for_its_input_does_not_block_the_corrected_one(broken, tmp_path):
    (tmp_path / "in.csv").write_text(broken, encoding="utf-8")
    with pytest.raises(CaseError):
        batch(tmp_path / "in.csv", tmp_path / "out.csv", workers=1)
    (tmp_path / "in.csv").write_text("Age,Hb g/dL\n52,8.2\n", encoding="utf-8")

    assert batch(tmp_path / "in.csv", tmp_path / "out.csv", workers=1).rows == 1


@pytest.mark.parametrize(("row", "told"), [
    pytest.param("45,M,,,", "No blood count is read yet", id="no count"),
    pytest.param("45,M,6,15,", "No count is low in what was entered", id="none low"),
    pytest.param("45,M,0.5,8,1.1", "neutrophils 1.1 above white cells 0.5", id="a contradiction"),
    pytest.param("45,M,2,8,1.1", "", id="nothing to tell"),
])
def test_what_rank_tells_beside_its_ranking_is_told_of_a_row_that_is_ranked(row, told, tmp_path):
    (tmp_path / "in.csv").write_text(f"Age,Sex,WBC (10^9/L),Hb g/dL,ANC (10^9/L)\n{row}\n", encoding="utf-8")
    batch(tmp_path / "in.csv", tmp_path / "out.csv", workers=1)
    found = next(csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8", newline="")))

    assert found["cause_1"]
    assert told in found["problem"]
    assert bool(told) == bool(found["problem"])


def test_cells_that_cannot_be_read_are_told_as_not_understood(tmp_path):
    (tmp_path / "in.csv").write_text("Age,Sex,Hb g/dL\n450,X,8\n", encoding="utf-8")
    batch(tmp_path / "in.csv", tmp_path / "out.csv", workers=1)

    told = next(csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8", newline="")))["not_understood"]
    assert told == "Age: 450 (allowed: years from 0 to 130, or such as 6 months); Sex: X (allowed: female, male, f or m)"


@pytest.mark.parametrize("content", ["nonsense\n", '{"resourceType": "Patient"}\n', "[1, 2]\n"])
def test_lines_that_are_no_cases_are_refused(content, tmp_path):
    (tmp_path / "in.jsonl").write_text(content, encoding="utf-8")

    with pytest.raises(CaseError, match="none of the first 1 lines is a case.*; allowed: one JSON object a line"):
        batch(tmp_path / "in.jsonl", tmp_path / "out.jsonl", workers=1)
