"""Audits on a Ray cluster, where one machine is not enough.

    import camglass.ray
    found = camglass.ray.audit("val/", "mine.safetensors", out="val.audit")
    print(found["summary"])             # val.audit/report.html has it all

Needs Ray: ``pip install 'camglass[ray]'``, on every node.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

try:
    import ray
except ImportError as error:
    raise ImportError("camglass.ray needs Ray: pip install 'camglass[ray]'") from error

from . import _ray_pictures, _ray_shard
from ._errors import Error, FileError, NotFoundError, UsageError
from ._ray_shard import Interrupted, Job, Outcome

if TYPE_CHECKING:
    from ray.data import Dataset

    PathLike = Union[str, os.PathLike[str]]

__all__ = ["audit"]

_MOST_THREADS = 256  # camtool's

_LOG = logging.getLogger("camglass")


def audit(
    pictures: PathLike | Dataset,
    model: PathLike = "squeezenet1_1",
    *,
    out: PathLike,
    shards: int | None = None,
    threads: int | None = None,
    per_class: int = 64,
    suggest: int = 20,
    seed: int = 0,
    min_share: float = 0.0,
    resize_rule: str | None = None,
    exif: bool = True,
    columns: tuple[str, str, str] = ("bytes", "path", "label"),
    resume: bool = False,
    retries: int = 3,
) -> dict[str, Any]:
    """`camtool audit` on all nodes: what a network tells classes apart by.

    Writes into `out` what `camtool audit` writes on one machine, the same in every
    byte, whatever the number of nodes and shards and whichever of them die. Returns
    what findings.json says. Pictures that can't be read are a warning.

    pictures: a folder with one sub-folder per class or a table FILE,CLASS (.csv,
    .tsv), which all nodes see under this name; or a Ray dataset of files' bytes, as
    `ray.data.read_binary_files(..., include_paths=True)` gives them from folders and
    object stores and `ray.data.read_parquet` from tables. A dataset's pictures are
    first written to `out`.pictures, from where the shards read them and where they
    stay; `camtool audit --labels OUT.pictures/labels.csv` gives the same report.
    model: a file that all nodes see under this name, or a name as for `load`.
    out: a new folder; it and `out`.parts, which is there meanwhile, must be seen by
    all nodes. Relative names are as seen from this process's folder.
    shards: parts that nodes work on, each of which prepares the network and looks at
    all pictures that suggest places; default: as many as run at once.
    threads: of a shard, for each of which Ray sets a CPU aside; default: all CPUs of
    the smallest node.
    per_class, suggest, seed, min_share, resize_rule, exif: as camtool's flags.
    columns: of a dataset: the files' bytes, their paths, whose last parts become the
    pictures' names, and their classes, by name or index; without the last column, a
    picture's class is the name of its folder.
    resume: go on with a run that did not finish.
    retries: how often a shard may lose its node. Where a node dies, another goes on
    with the records that it has written.

    All nodes should have one kind of processor: others round differently. Raises
    `camglass.Error` in one sentence, and Ray's own errors where it can't read a dataset;
    what was computed until then stays for `resume`.
    """
    _check_counts(shards=shards, threads=threads, retries=retries + 1)
    # Absolute, as Ray's workers have folders of their own.
    out_folder = Path(os.path.abspath(out))
    work = Path(f"{out_folder}.parts")
    _check_new(out_folder, work, resume)
    # Before a cluster is needed.
    _check_pictures(pictures, out_folder, resume)
    if not ray.is_initialized():  # a cluster that is running, else this machine
        ray.init()
    shards, threads = _layout(shards, threads)
    token = _ray_shard.make_work_folder(work)
    options = ["--model", os.fspath(model), "--per-class", str(per_class)]
    options += ["--suggest", str(suggest), "--seed", str(seed)]
    options += ["--min-share", str(min_share)]
    options += [] if resize_rule is None else ["--resize-rule", resize_rule]
    options += [] if exif else ["--no-exif"]
    options += _source(pictures, out, columns)
    job = Job(
        options=tuple(options),
        work=str(work),
        token=token,
        shards=shards,
        threads=threads,
        folder=os.getcwd(),
        environment=tuple(
            (name, value) for name, value in os.environ.items() if name.startswith("CAMGLASS_")
        ),
    )
    if shards == 1 and job.folder_of(1).exists():
        # Taken over as an attempt's, which compares its settings with these.
        os.rename(job.folder_of(1), f"{job.folder_of(1)}.run-before")
    _run_shards(job, retries)
    whole = job.folder_of(1) if shards == 1 else _merge(job, min_share)
    _publish(whole, out_folder)
    shutil.rmtree(work, ignore_errors=True)
    found: dict[str, Any] = json.loads((out_folder / "findings.json").read_bytes())
    if unreadable := found["counts"]["unreadable"]:
        warnings.warn(f"pictures that could not be read: {unreadable}", stacklevel=2)
    return found


def _check_counts(**counts: int | None) -> None:
    for name, count in counts.items():
        if count is not None and count < 1:
            least = 0 if name == "retries" else 1
            raise UsageError(f"{name} must be {least} or more")


def _check_new(out: Path, work: Path, resume: bool) -> None:
    if os.path.lexists(out) and not (out.is_dir() and not any(out.iterdir())):
        raise FileError(f"{out}: exists already; name another folder")
    _check_unfinished(work, resume)


def _check_unfinished(folder: Path, resume: bool) -> None:
    if not resume and os.path.lexists(folder):
        raise FileError(
            f"{folder}: is there from another run; give resume=True to go on with that, or "
            "another `out`"
        )


def _check_pictures(pictures: PathLike | Dataset, out: Path, resume: bool) -> None:
    if isinstance(pictures, (str, os.PathLike)):
        if not os.path.exists(pictures):
            raise NotFoundError(f"{os.fspath(pictures)}: there is no such folder or table")
    elif hasattr(pictures, "map_batches"):
        _check_unfinished(_pictures_folder(out), resume)
    else:
        raise UsageError(
            f"a {type(pictures).__name__} is neither a folder, a table of labels nor a Ray dataset"
        )


def _pictures_folder(out: PathLike) -> Path:
    return Path(f"{os.fspath(out)}.pictures")


def _layout(shards: int | None, threads: int | None) -> tuple[int, int]:
    """How many shards of how many threads."""
    nodes = [int(node["Resources"].get("CPU", 0)) for node in ray.nodes() if node["Alive"]]
    cpus = [count for count in nodes if count > 0]
    if not cpus:
        raise Error("no node of the Ray cluster has a CPU for tasks")
    threads = min(*cpus, _MOST_THREADS) if threads is None else threads
    if threads > max(cpus):
        raise UsageError(f"threads={threads}: no node has more than {max(cpus)} CPUs")
    return (sum(count // threads for count in cpus) if shards is None else shards), threads


def _source(
    pictures: PathLike | Dataset, out: PathLike, columns: tuple[str, str, str]
) -> list[str]:
    """camtool's arguments for these pictures."""
    if isinstance(pictures, (str, os.PathLike)):
        if os.path.isdir(pictures):
            return ["--", os.fspath(pictures)]
        return ["--labels", os.fspath(pictures)]
    table = _ray_pictures.write_pictures(
        pictures, Path(os.path.abspath(_pictures_folder(out))), columns
    )
    return ["--labels", str(_pictures_folder(out) / table.name)]


@ray.remote
def _shard_task(job: Job, shard: int) -> Outcome:
    return _ray_shard.run_shard(job, shard, ray.get_runtime_context().get_node_id())


def _run_shards(job: Job, retries: int) -> None:
    task = _shard_task.options(
        num_cpus=job.threads,
        max_retries=retries,
        retry_exceptions=[Interrupted],
        scheduling_strategy="SPREAD",
    )
    running = {task.remote(job, shard): shard for shard in range(1, job.shards + 1)}
    try:
        while running:
            ended, _ = ray.wait(list(running), num_returns=1)
            _tell_end(job, running[ended[0]], _outcome_of(ended[0], retries))
            del running[ended[0]]
    finally:
        _cancel(running)


def _outcome_of(ended: ray.ObjectRef[Outcome], retries: int) -> Outcome:
    try:
        return ray.get(ended)
    except ray.exceptions.RayError as error:
        cause = getattr(error, "cause", None)
        if cause is not None and not isinstance(cause, Interrupted):
            raise Error(
                f"a node can't run shards; camglass must be installed on each ({cause!r})"
            ) from error
        raise Error(
            f"a shard was lost with its node or process, more often than retries={retries} "
            f"allows ({type(error).__name__}); the same call with resume=True goes on"
        ) from error


def _tell_end(job: Job, shard: int, outcome: Outcome) -> None:
    if outcome.error is not None:
        raise outcome.error
    begun = f", with {outcome.taken_over} of its records by an attempt that was lost"
    _LOG.info(
        "shard %d of %d is done%s", shard, job.shards, begun if outcome.taken_over else ""
    )


def _cancel(tasks: Iterable[ray.ObjectRef[Outcome]]) -> None:
    for task in tasks:
        ray.cancel(task, force=True)


def _merge(job: Job, min_share: float) -> Path:
    """Makes the report of all finished shards. Returns its folder."""
    folders = [str(job.folder_of(shard)) for shard in range(1, job.shards + 1)]
    merged = Path(job.work) / "merged"
    to_merged = ["--out", str(merged), "--force", "--min-share", str(min_share)]
    try:
        _ray_shard.run_camtool(job, *to_merged, "--merge", *folders)
        # Compares the contents of all pictures with what the shards have seen.
        _ray_shard.run_camtool(job, "--out", str(merged), "--resume", *job.options)
    except Interrupted as error:
        raise Error(f"{error}; the same call with resume=True goes on") from error
    return merged


def _publish(whole: Path, out: Path) -> None:
    try:
        os.rename(whole, out)
    except OSError as error:
        raise FileError(f"{out}: {error.strerror}; what was made is in {whole}") from error
