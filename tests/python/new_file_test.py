"""What convert writes: whole or not at all, and never over what isn't a file."""

import os
import stat
import threading
from pathlib import Path

import pytest

import camglass

BUNDLED = Path(camglass.__file__).parent / "share/camglass/models/squeezenet1_1.safetensors"


def test_only_regular_files_are_replaced(tmp_path):
    target = tmp_path / "target"
    target.write_bytes(b"mine")
    (tmp_path / "link").symlink_to(target)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    before = sorted(os.listdir(tmp_path))
    for name in ("link", "dangling", "pipe"):
        for force in (True, False):
            with pytest.raises(camglass.FileError, match=f"{name}: this is not a regular"):
                camglass.convert(BUNDLED, tmp_path / name, force=force)
    for out in (tmp_path / "folder", f"{tmp_path}/new/", f"{tmp_path}/folder/.."):
        with pytest.raises(camglass.FileError, match="folder"):
            camglass.convert(BUNDLED, out, force=True)
    assert sorted(os.listdir(tmp_path)) == before
    assert target.read_bytes() == b"mine"
    assert stat.S_ISFIFO(os.lstat(tmp_path / "pipe").st_mode)


def test_a_missing_folder_is_told_before_the_work(tmp_path):
    with pytest.raises(camglass.FileError, match="its folder does not exist"):
        camglass.convert(BUNDLED, tmp_path / "none" / "m.safetensors")


def test_others_unfinished_files_are_left_alone(tmp_path):
    other = tmp_path / f"m.safetensors.unfinished-{os.getpid()}"
    other.write_bytes(b"another thread's")
    camglass.convert(BUNDLED, tmp_path / "m.safetensors")
    assert other.read_bytes() == b"another thread's"
    assert camglass.load(tmp_path / "m.safetensors", threads=1)


def test_threads_may_write_one_file(tmp_path):
    out = tmp_path / "m.safetensors"
    failed = []

    def work():
        try:
            camglass.convert(BUNDLED, out, force=True)
        except camglass.Error as error:
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert os.listdir(tmp_path) == ["m.safetensors"]
    assert camglass.load(out, threads=1)


def test_a_new_file_has_the_usual_rights(tmp_path):
    mask = os.umask(0o027)
    try:
        camglass.convert(BUNDLED, tmp_path / "m.safetensors")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "m.safetensors").stat().st_mode) == 0o640
