"""The programs in this package, camtool and camapp, and their console scripts."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

from ._errors import NotFoundError


def _missing_libraries(program: Path) -> list[str]:
    listed = subprocess.run(
        [str(program)],
        env={**os.environ, "LD_TRACE_LOADED_OBJECTS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    lines = listed.stdout.decode(errors="replace").splitlines()
    return [line.split()[0] for line in lines if "not found" in line]


def find(name: str) -> Path:
    """The program's file. Raises NotFoundError where it can't run."""
    program = Path(__file__).with_name("bin") / name
    if not program.exists():
        raise NotFoundError(
            f"{name}: this package was built without it; build camglass from its sources"
        )
    missing = _missing_libraries(program)
    if missing:
        raise NotFoundError(f"{name}: needs libraries that are not installed: {', '.join(missing)}")
    return program


def _run(name: str) -> NoReturn:
    try:
        program = find(name)
    except NotFoundError as error:
        sys.exit(str(error))
    os.execv(program, [name, *sys.argv[1:]])


def camtool() -> NoReturn:
    """Runs camtool with this process's arguments."""
    _run("camtool")


def camapp() -> NoReturn:
    """Runs camapp with this process's arguments."""
    _run("camapp")
