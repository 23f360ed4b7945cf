"""The pictures of a Ray dataset as files and a table of their classes."""

from __future__ import annotations

import csv
import os
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._errors import Error, InvalidInputError

if TYPE_CHECKING:
    import pyarrow
    from ray.data import Dataset

_TABLE = "labels.csv"
_ROWS_AT_A_TIME = 16  # a node holds so many pictures in memory per task


class _Writer:
    """Writes the pictures of a batch; gives their names, classes and what failed."""

    def __init__(self, folder: Path, columns: list[str]) -> None:
        self._folder = folder
        self._columns = columns

    def __call__(self, batch: pyarrow.Table) -> pyarrow.Table:
        import pyarrow

        rows = zip(*(batch.column(name).to_pylist() for name in self._columns))
        written = [self._written(*row) for row in rows]
        texts = pyarrow.string()
        schema = pyarrow.schema([("file", texts), ("class", texts), ("error", texts)])
        return pyarrow.Table.from_pylist(written, schema=schema)

    def _written(self, content: Any, path: Any, label: Any = None) -> dict[str, str]:
        try:
            name, cls = _name_of(path, label)
            if not isinstance(content, bytes):
                raise InvalidInputError(
                    f"{path}: its content is not a file's bytes but of type "
                    f"{type(content).__name__}; read the files with ray.data.read_binary_files"
                )
            _write(self._folder / name, content)
        except (Error, OSError) as error:
            return {"file": "", "class": "", "error": str(error)}
        return {"file": name, "class": cls, "error": ""}


def _name_of(path: Any, label: Any) -> tuple[str, str]:
    """The picture's name, "cat/a.jpg", and its class: that of its folder, unless given."""
    folder, _, file = str(path or "").rpartition("/")
    cls = folder.rpartition("/")[2] if label is None else str(label)
    for part in (cls, file):
        if part in ("", ".", "..") or "/" in part or "\0" in part:
            raise InvalidInputError(
                f"the row with path {path!r} and class {cls!r} names no file in a folder of "
                "its class; both must be names, the path's last part and the class without '/'"
            )
    return f"{cls}/{file}", cls


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all; a row that Ray computes again gives the same file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.parent / f".unfinished-{uuid.uuid4().hex}"
    try:
        unfinished.write_bytes(content)
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def _columns_of(dataset: Dataset, names: tuple[str, str, str]) -> list[str]:
    there = dataset.columns() or []
    content, path, label = names
    for name in (content, path):
        if name not in there:
            raise InvalidInputError(
                f"the dataset has no column {name!r}; it has {', '.join(there) or 'none'}. It "
                "needs the files' bytes and paths, as by "
                "ray.data.read_binary_files(..., include_paths=True)"
            )
    return [content, path, label] if label in there else [content, path]


def write_pictures(dataset: Dataset, folder: Path, names: tuple[str, str, str]) -> Path:
    """Writes a dataset's pictures into a folder that all nodes see, as Ray's nodes read
    them. names: the columns of files' bytes, of paths and of classes, of which the last
    may be missing. Returns the table for `camtool audit --labels`; where it is there
    already, nothing is done."""
    table = folder / _TABLE
    if table.exists():
        return table
    writer = _Writer(folder, _columns_of(dataset, names))
    written = dataset.map_batches(
        writer.__call__, batch_format="pyarrow", batch_size=_ROWS_AT_A_TIME
    )
    classes: dict[str, str] = {}
    for row in written.iter_rows():
        if row["error"]:
            raise InvalidInputError(row["error"])
        if row["file"] in classes:
            raise InvalidInputError(
                f"two pictures of the dataset are called {row['file']!r}; give each a path "
                "whose last part no other of its class has"
            )
        classes[row["file"]] = row["class"]
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{_TABLE}.unfinished"
    with open(unfinished, "w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(["file", "class"])
        lines.writerows(sorted(classes.items()))
    os.replace(unfinished, table)
    return table
