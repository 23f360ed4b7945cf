"""One shard of an audit, on whichever node Ray runs it.

Each attempt at a shard writes into a folder of its own, and begins with the records
of an earlier attempt. So an attempt whose node is only cut off, and goes on
unnoticed, writes nothing into what another one reads: no picture is lost or counted
twice. What an attempt has finished gets the shard's name by one rename.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path

from . import _programs
from ._errors import Error, UsageError

_RECORDS = "pictures.jsonl"
_SETTINGS = "partial.json"
_TOKEN = "token"
_USAGE = 2  # camtool's exit status


class Interrupted(Exception):
    """camtool was killed; another attempt may go on."""


@dataclass(frozen=True)
class Job:
    """What all shards of an audit have in common."""

    options: tuple[str, ...]  # camtool audit's, with the pictures
    work: str  # a folder that all nodes see; of nothing but this audit
    token: str  # what the file in it says, so that a node can tell
    shards: int
    threads: int
    folder: str  # that relative names are of
    environment: tuple[tuple[str, str], ...]

    def folder_of(self, shard: int) -> Path:
        """Where the shard is once it is finished."""
        return Path(self.work) / f"{shard}-of-{self.shards}"


@dataclass(frozen=True)
class Outcome:
    """Of an attempt that came to an end."""

    taken_over: int = 0  # records of earlier attempts
    error: Error | None = None


def make_work_folder(work: Path) -> str:
    """Makes the folder if need be. Returns its token."""
    work.mkdir(parents=True, exist_ok=True)
    token = uuid.uuid4().hex
    (work / _TOKEN).write_text(token)
    return token


def run_camtool(job: Job, *arguments: str) -> int:
    """`camtool audit`: 0, or 3 where pictures could not be read, which standard error
    tells. Raises Error for any other exit status, and Interrupted for a signal."""
    camtool = str(_programs.find("camtool"))
    keep = str(Path(__file__).with_name("_end_with_parent.py"))
    ended = subprocess.run(
        [sys.executable, "-I", keep, str(os.getpid()), camtool, "audit", "--quiet"]
        + ["--threads", str(job.threads), *arguments],
        cwd=job.folder if os.path.isdir(job.folder) else "/",
        env={**os.environ, **dict(job.environment)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    said = ended.stderr.decode(errors="replace").strip()
    if ended.returncode < 0:
        raise Interrupted(f"camtool was ended by signal {-ended.returncode}")
    if ended.returncode in (0, 3):
        if said:
            print(said, file=sys.stderr)
        return ended.returncode
    last = said.rpartition("camtool: ")[2] or f"camtool ended with {ended.returncode}"
    raise (UsageError if ended.returncode == _USAGE else Error)(last)


def run_shard(job: Job, shard: int, node: str) -> Outcome:
    """Looks at the pictures of a shard that no earlier attempt has looked at."""
    try:
        _check_shared(job)
        if job.folder_of(shard).exists():
            return Outcome()
        attempt = Path(f"{job.folder_of(shard)}.{node[:12]}-{uuid.uuid4().hex[:8]}")
        taken_over = _take_over(job.folder_of(shard), attempt)
        run_camtool(
            job, "--shard", f"{shard}/{job.shards}", "--resume", "--out", str(attempt),
            *job.options,
        )  # fmt: skip
        _publish(attempt, job.folder_of(shard))
    except (Error, OSError) as error:
        where = f"shard {shard} of {job.shards}, on {socket.gethostname()}"
        kind = UsageError if isinstance(error, UsageError) else Error
        return Outcome(error=kind(f"{where}: {error}"))
    return Outcome(taken_over)


def _check_shared(job: Job) -> None:
    try:
        seen = (Path(job.work) / _TOKEN).read_text()
    except OSError:
        seen = ""
    if seen != job.token:
        raise Error(f"{job.work} is not seen here; give an `out` in a folder that all nodes share")


def _whole_records(folder: Path) -> int:
    try:
        with open(folder / _RECORDS, "rb") as lines:
            return sum(line.endswith(b"\n") for line in lines)
    except OSError:
        return 0


def _take_over(done: Path, attempt: Path) -> int:
    """Begins an attempt with what the best earlier one has; a last line that is not
    whole is left out by camtool. Returns the number of records."""
    attempt.mkdir()
    earlier = [
        folder
        for folder in done.parent.glob(f"{done.name}.*")
        if folder != attempt and (folder / _SETTINGS).exists()
    ]
    best = max(earlier, key=_whole_records, default=None)
    if best is None:
        return 0
    for name in (_SETTINGS, _RECORDS):
        shutil.copyfile(best / name, attempt / name)
    return _whole_records(attempt)


def _publish(attempt: Path, done: Path) -> None:
    try:
        os.rename(attempt, done)
    except OSError:
        if not done.exists():  # else an attempt that was taken for lost made the same
            raise
