"""What the tests share: the bundled model, its samples, and camtool's word."""

import os
import subprocess
from pathlib import Path

import pytest

import camglass


@pytest.fixture(scope="session")
def samples() -> Path:
    return Path(os.environ["CAMGLASS_SAMPLES"])


@pytest.fixture(scope="session")
def coffee(samples) -> Path:
    return samples / "coffee.jpg"


@pytest.fixture(scope="session")
def net():
    return camglass.load(threads=2)


@pytest.fixture(scope="session")
def camtool(tmp_path_factory):
    """camtool(arguments...) -> the folder that it wrote into."""

    def run(*arguments) -> Path:
        folder = tmp_path_factory.mktemp("camtool")
        command = ["camtool", *map(str, arguments)]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        return folder

    return run
