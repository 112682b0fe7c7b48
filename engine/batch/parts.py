"""The output in parts, so that a run can stop anywhere and go on: each part is written whole or not at all, and all are joined at the end."""

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..errors import CaseError, UsageError
from ..formats.tables.files import safe_cell
from ..notice import NOTICE
from ..whole_file import write_whole

KINDS = {".parquet": "parquet", ".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_MANIFEST = "manifest.json"
_HASHED = 1_000_000


def fingerprint(path: Path) -> dict:
    """Return what tells an input file from another without reading all of it: size, and a digest of its first and last million bytes."""
    size = path.stat().st_size
    with path.open("rb") as file:
        digest = hashlib.sha256(file.read(_HASHED))
        file.seek(max(size - _HASHED, 0))
        digest.update(file.read(_HASHED))
    return {"name": path.name, "bytes": size, "sha256": digest.hexdigest()}


class Parts:
    """The folder `OUT.parts` beside the output.

    Args:
        out: the output file; its ending says what it is. manifest: what the run is of; a folder of another run is refused.

    Raises:
        UsageError: the ending is not known. CaseError: the folder holds another run.
    """

    def __init__(self, out: Path, manifest: dict) -> None:
        self.out, self.manifest = out, manifest
        self.kind = KINDS.get(out.suffix.lower(), "")
        if not self.kind:
            raise UsageError(f"{out}: the ending '{out.suffix}' is not known; allowed: {', '.join(KINDS)}; name the output so")
        self.folder = out.with_name(f"{out.name}.parts")
        found = self.folder / _MANIFEST
        if found.exists() and not any(self.folder.glob("*.arrow")):
            found.unlink()  # a run that came to nothing
        if found.exists():
            before = json.loads(found.read_text(encoding="utf-8"))
            if changed := [key for key in manifest if before.get(key) != manifest[key]]:
                raise CaseError(f"{self.folder}: holds parts of another run ({', '.join(changed)} changed); remove the folder or "
                                "choose another output")
        else:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise CaseError(f"{self.folder}: it cannot be made ({error.strerror}); choose another output") from None
            write_whole(found, lambda file: file.write(json.dumps(manifest, indent=1).encode()))

    def discard(self) -> None:
        """Remove the folder with all parts."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def discard_if_empty(self) -> None:
        """Remove the folder where no part is in it: of such a run there is nothing to go on with."""
        if not any(self.folder.glob("*.arrow")):
            self.discard()

    def path(self, number: int) -> Path:
        """Return where the part of a chunk lies."""
        return self.folder / f"{number:06d}.arrow"

    def is_done(self, number: int) -> bool:
        """Return whether the part of a chunk is there; what is there is whole."""
        return self.path(number).exists()

    def write(self, number: int, table: pa.Table) -> None:
        """Write a part."""
        def put(file: BinaryIO) -> None:
            with pa.ipc.new_file(file, table.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
                writer.write_table(table)
        write_whole(self.path(number), put)

    def join(self, count: int) -> None:
        """Join the parts 0 to `count` - 1 in their order to the output, which appears whole, and remove them."""
        tables = (self._read(number) for number in range(count))
        write_whole(self.out, lambda file: {"parquet": _as_parquet, "csv": _as_csv, "jsonl": _as_json}[self.kind](tables, file, self.manifest))
        shutil.rmtree(self.folder)

    def _read(self, number: int) -> pa.Table:
        with pa.ipc.open_file(pa.memory_map(str(self.path(number)))) as reader:
            return reader.read_all()


def _as_parquet(tables: Iterator[pa.Table], file: BinaryIO, manifest: dict) -> None:
    writer = None
    for table in tables:
        if writer is None:
            schema = table.schema.with_metadata({"notice": NOTICE, "knowledge": manifest.get("knowledge", "")})
            # Of probabilities hardly two are alike: to number them, or to tell the least and the most of them, is time lost.
            words = [one.name for one in schema if pa.types.is_dictionary(one.type)] or True
            writer = pq.ParquetWriter(file, schema, compression="zstd", compression_level=1, use_dictionary=words, write_statistics=words)
        writer.write_table(table.replace_schema_metadata(schema.metadata))
    if writer is not None:
        writer.close()


def _as_csv(tables: Iterator[pa.Table], file: BinaryIO, manifest: dict) -> None:
    del manifest
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    for number, table in enumerate(tables):
        if not number:
            writer.writerow([*table.column_names, "notice"])
        columns = []
        for name in table.column_names:
            column = table[name]
            if pa.types.is_list(column.type):
                column = pc.binary_join(column, "; ")
            columns.append([safe_cell(cell) if isinstance(cell, str) else cell for cell in column.to_pylist()])
        writer.writerows(zip(*columns, repeat(NOTICE, table.num_rows), strict=True))
    text.detach()


def _as_json(tables: Iterator[pa.Table], file: BinaryIO, manifest: dict) -> None:
    del manifest
    for table in tables:
        for row in table.to_pylist():
            places = range(1, sum(name.startswith("cause_") for name in row) + 1)
            told = {"id": row["id"], "notice": NOTICE,
                    "candidates": [{"id": row[f"cause_{place}"], "name": row[f"name_{place}"], "probability": row[f"probability_{place}"]}
                                   for place in places if row[f"cause_{place}"] is not None],
                    "other": row["other"], "not_understood": row["not_understood"] or [], "problem": row["problem"]}
            file.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")
