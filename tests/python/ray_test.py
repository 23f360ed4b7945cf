"""camglass.ray: what nodes of a cluster make together is camtool's word in every byte,
also where one of them is killed meanwhile."""

import csv
import hashlib
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import camglass

ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'camglass[ray]'")

import camglass.ray
from camglass import _ray_shard

cluster_utils = pytest.importorskip("ray.cluster_utils")
pytest.importorskip("ray.data", reason="Ray Data is not installed: pip install 'ray[data]'")

PICTURES = 14
# Of the 7 of a class 2 suggest places and 2 are changed, about 20 inferences each.
SIZES = {"per_class": 4, "suggest": 2}
FLAGS = ["--per-class", 4, "--suggest", 2, "--threads", 1]


def noise(seed: int) -> Image.Image:
    """A picture that is like no other."""
    dice = np.random.default_rng(seed)
    coarse = Image.fromarray(dice.integers(0, 256, (6, 8, 3), np.uint8))
    return coarse.resize((96, 72), Image.Resampling.BICUBIC)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory) -> Path:
    """A folder of pictures of two classes."""
    folder = tmp_path_factory.mktemp("set") / "pictures"
    for i in range(PICTURES):
        cls = folder / ("tench" if i % 2 else "goldfish")
        cls.mkdir(parents=True, exist_ok=True)
        noise(i).save(cls / f"{i}.png")
    return folder


@pytest.fixture(scope="module")
def alone(pictures, camtool) -> Path:
    """What camtool makes of them without a cluster."""
    return camtool("audit", *FLAGS, "--out", "out", "--", pictures) / "out"


# Nobody is lost because a machine is busy with other things.
PATIENT = {
    "health_check_initial_delay_ms": 60_000,
    "health_check_timeout_ms": 60_000,
    "worker_register_timeout_seconds": 300,
    "enable_worker_prestart": False,
    "prestart_worker_first_driver": False,
}


@pytest.fixture(scope="module")
def cluster():
    """Three nodes of one CPU each."""
    # Not in pytest's folder, which is too deep for the names of sockets.
    with tempfile.TemporaryDirectory(prefix="ray") as folder, pytest.MonkeyPatch.context() as set_:
        set_.setenv("RAY_TMPDIR", folder)
        set_.setenv("RAY_USAGE_STATS_ENABLED", "0")
        set_.delenv("RAY_ADDRESS", raising=False)
        node = {"num_cpus": 1, "object_store_memory": 100 * 2**20}
        head = {**node, "include_dashboard": False, "_system_config": PATIENT}
        cluster = cluster_utils.Cluster(initialize_head=True, head_node_args=head)
        ray.init(address=cluster.address, log_to_driver=False)
        for _ in range(2):
            cluster.add_node(**node)
        cluster.wait_for_nodes()
        yield cluster
        ray.shutdown()
        cluster.shutdown()


def digests(folder: Path) -> dict[str, str]:
    """Of each file of what an audit wrote."""
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()
    }


def seen_in(folder: Path) -> list[str]:
    """The pictures of the whole records there."""
    text = (folder / "pictures.jsonl").read_text()
    return [json.loads(line)["picture"] for line in text.split("\n")[:-1]]


def alive(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2][:3]
    except FileNotFoundError:
        return False


def camtool_writing(folder: Path) -> int | None:
    """The process that writes into the folder."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if words[0].endswith(b"/camtool") and os.fsencode(folder) in words:
            return int(process.name)
    return None


def node_of(attempt: Path) -> str:
    """The beginning of the id of the node that made the folder."""
    return attempt.name.rpartition(".")[2].partition("-")[0]


class Catcher(threading.Thread):
    """Stops the first shard that is in the middle of its pictures, on one of some nodes,
    so that it gets no further, and hands its node's name and its process to `kill`."""

    def __init__(self, parts: Path, shards: int, nodes, kill) -> None:
        super().__init__(daemon=True)
        self.parts = parts
        self.of_shard = PICTURES // shards
        self.nodes = nodes
        self.kill = kill
        self.records: list[str] = []  # of the shard, when it was killed
        self.process = 0
        self.ended = threading.Event()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_) -> None:
        self.ended.set()
        self.join()

    def run(self) -> None:
        while not self.ended.wait(0.01):
            for attempt in self.parts.glob("*-of-*.*-*"):
                if self.in_the_middle(attempt) and self.hold(attempt):
                    self.kill(node_of(attempt), self.process)
                    return

    def in_the_middle(self, attempt: Path) -> bool:
        try:
            return node_of(attempt) in self.nodes and 1 <= len(seen_in(attempt)) < self.of_shard
        except OSError:
            return False

    def hold(self, attempt: Path) -> bool:
        process = camtool_writing(attempt)
        if process is None:
            return False
        os.kill(process, signal.SIGSTOP)
        if self.in_the_middle(attempt):
            self.process = process
            self.records = seen_in(attempt)
            return True
        os.kill(process, signal.SIGCONT)
        return False


def test_a_killed_node_changes_no_byte(cluster, pictures, alone, tmp_path, caplog):
    nodes = {node.node_id[:12]: node for node in cluster.worker_nodes}

    def kill(node: str, process: int) -> None:
        cluster.remove_node(nodes[node], allow_graceful=False)

    out = tmp_path / "out"
    with caplog.at_level(logging.INFO, "camglass"):
        with Catcher(tmp_path / "out.parts", 3, nodes, kill) as caught:
            found = camglass.ray.audit(pictures, out=out, shards=3, **SIZES)
    assert caught.records, "no node was killed in the middle of its shard"
    assert not alive(caught.process)
    assert sum(node["Alive"] for node in ray.nodes()) == 2
    assert "by an attempt that was lost" in caplog.text
    names = seen_in(out)
    assert len(names) == len(set(names)) == PICTURES
    assert set(caught.records) <= set(names)
    assert digests(out) == digests(alone)
    assert found == json.loads((alone / "findings.json").read_text())
    assert not (tmp_path / "out.parts").exists()


def test_what_was_given_up_goes_on_by_resume(cluster, pictures, alone, tmp_path, caplog):
    nodes = {node["NodeID"][:12] for node in ray.nodes() if node["Alive"]}

    def kill(node: str, process: int) -> None:
        os.kill(process, signal.SIGKILL)

    out = tmp_path / "out"
    with Catcher(tmp_path / "out.parts", 2, nodes, kill) as caught:
        with pytest.raises(camglass.Error, match="retries=0 .* resume=True goes on"):
            camglass.ray.audit(pictures, out=out, shards=2, retries=0, **SIZES)
    assert caught.records
    assert not out.exists()
    with pytest.raises(camglass.FileError, match="out.parts: is there from another run"):
        camglass.ray.audit(pictures, out=out, shards=2, **SIZES)
    with caplog.at_level(logging.INFO, "camglass"):
        camglass.ray.audit(pictures, out=out, shards=2, resume=True, **SIZES)
    assert "by an attempt that was lost" in caplog.text
    assert digests(out) == digests(alone)


def test_one_shard_is_the_run_of_one_machine(cluster, pictures, tmp_path):
    some = shutil.copytree(pictures, tmp_path / "some")
    # By its name in neither half, which have no picture to spare.
    (some / "goldfish" / "torn.png").write_bytes(b"not a picture")
    flags = [*map(str, FLAGS), "--min-share", "0.3"]
    alone = subprocess.run(["camtool", "audit", "--out", tmp_path / "alone", *flags, "--", some])
    assert alone.returncode == 3
    with pytest.warns(UserWarning, match="could not be read: 1"):
        camglass.ray.audit(some, out=tmp_path / "out", shards=1, min_share=0.3, **SIZES)
    assert digests(tmp_path / "out") == digests(tmp_path / "alone")


def test_a_dataset_gives_the_report_of_its_files(cluster, pictures, alone, camtool, tmp_path):
    dataset = ray.data.read_binary_files(
        [str(pictures / cls) for cls in ("goldfish", "tench")], include_paths=True
    )
    out = tmp_path / "out"
    found = camglass.ray.audit(dataset, out=out, shards=2, **SIZES)
    # The same pictures under the same names; only where they lie is told apart.
    assert seen_in(out) == seen_in(alone)
    assert (out / "pictures.jsonl").read_bytes() == (alone / "pictures.jsonl").read_bytes()
    assert found["asked"] == json.loads((alone / "findings.json").read_text())["asked"]
    table = f"{out}.pictures/labels.csv"
    single = camtool("audit", *FLAGS, "--out", "out", "--labels", table) / "out"
    assert digests(out) == digests(single)


def test_parquet_has_columns_of_any_name(cluster, pictures, tmp_path):
    import pyarrow
    import pyarrow.parquet
    from camglass import _ray_pictures

    files = sorted(pictures.glob("*/*.png"))
    rows = {
        "jpg": [file.read_bytes() for file in files],
        "key": [f"shard-000/{file.name}" for file in files],
        "cls": [1 if file.parent.name == "goldfish" else 0 for file in files],
    }
    pyarrow.parquet.write_table(pyarrow.table(rows), tmp_path / "set.parquet")
    dataset = ray.data.read_parquet(str(tmp_path / "set.parquet"))
    table = _ray_pictures.write_pictures(dataset, tmp_path / "set", ("jpg", "key", "cls"))
    with open(table, newline="") as lines:
        listed = [(row["file"], row["class"]) for row in csv.DictReader(lines)]
    names = [f"{cls}/{file.name}" for cls, file in zip(rows["cls"], files)]
    assert listed == sorted((name, name[0]) for name in names)
    for name, content in zip(names, rows["jpg"]):
        assert (table.parent / name).read_bytes() == content


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"bytes": b"a", "path": "x/cat/a.png"}, {"bytes": b"b", "path": "y/cat/a.png"}],
         "two pictures of the dataset are called 'cat/a.png'"),
        ([{"bytes": b"a", "path": "a.png"}], "names no file in a folder of its class"),
        ([{"bytes": b"a", "path": "cat/.."}], "names no file in a folder of its class"),
        ([{"bytes": b"a", "path": "a.png", "label": "../cat"}], "names no file in a folder"),
        ([{"bytes": 7, "path": "cat/a.png"}], "of type int"),
        ([{"image": b"a", "path": "cat/a.png"}], "no column 'bytes'; it has image, path"),
    ],
)  # fmt: skip
def test_a_dataset_that_is_no_set_of_pictures(cluster, tmp_path, rows, message):
    out = tmp_path / "out"
    with pytest.raises(camglass.InvalidInputError, match=message):
        camglass.ray.audit(ray.data.from_items(rows), out=out)
    assert not out.exists()
    assert not (tmp_path / "cat").exists()


def test_camtools_word_is_the_error(cluster, pictures, tmp_path):
    with pytest.raises(camglass.Error, match=r"shard \d of 2, on .*: .*nothing.safetensors"):
        camglass.ray.audit(pictures, "nothing.safetensors", out=tmp_path / "out", shards=2)


def test_what_is_refused_before_a_cluster_is_needed(pictures, tmp_path):
    with pytest.raises(camglass.NotFoundError, match="nowhere"):
        camglass.ray.audit(tmp_path / "nowhere", out=tmp_path / "out")
    with pytest.raises(camglass.FileError, match="exists already"):
        camglass.ray.audit(pictures, out=pictures)
    with pytest.raises(camglass.UsageError, match="shards"):
        camglass.ray.audit(pictures, out=tmp_path / "out", shards=0)
    with pytest.raises(camglass.UsageError, match="a list is neither"):
        camglass.ray.audit([], out=tmp_path / "out")
    assert not list(tmp_path.iterdir())


@pytest.fixture
def job(pictures, tmp_path):
    work = tmp_path / "parts"
    return _ray_shard.Job(
        options=(*map(str, FLAGS[:4]), "--", str(pictures)),
        work=str(work),
        token=_ray_shard.make_work_folder(work),
        shards=2,
        threads=1,
        folder=os.getcwd(),
        environment=(),
    )


def test_an_attempt_goes_on_with_what_a_lost_one_wrote(job, pictures, tmp_path):
    first = tmp_path / "first"
    _ray_shard.run_camtool(job, "--shard", "2/2", "--out", str(first), *job.options)
    lines = (first / "pictures.jsonl").read_bytes().splitlines(keepends=True)
    lost = Path(f"{job.folder_of(2)}.node-lost")
    lost.mkdir()
    (lost / "partial.json").write_bytes((first / "partial.json").read_bytes())
    (lost / "pictures.jsonl").write_bytes(b"".join(lines[:3]) + lines[3][:20])
    assert _ray_shard.run_shard(job, 2, "other").taken_over == 3
    assert digests(job.folder_of(2)) == digests(first)
    # Nobody wrote into the lost attempt's folder, which may still be written to.
    assert (lost / "pictures.jsonl").read_bytes() == b"".join(lines[:3]) + lines[3][:20]


def test_a_node_that_sees_another_folder_says_so(job):
    (Path(job.work) / "token").write_text("another run's")
    outcome = _ray_shard.run_shard(job, 1, "node")
    assert "give an `out` in a folder that all nodes share" in str(outcome.error)


def test_camtool_ends_with_the_worker_that_started_it():
    keep = Path(camglass.__file__).with_name("_end_with_parent.py")
    program = (
        "import os, subprocess, sys\n"
        f"child = subprocess.Popen([sys.executable, {str(keep)!r}, str(os.getpid()),"
        " '/bin/sleep', '300'])\n"
        "print(child.pid, flush=True)\n"
        "child.wait()\n"
    )
    worker = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    child = int(worker.stdout.readline())
    while b"sleep" not in Path(f"/proc/{child}/cmdline").read_bytes().partition(b"\0")[0]:
        time.sleep(0.01)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    for _ in range(500):
        if not alive(child):
            return
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    pytest.fail("the child goes on without its worker")
