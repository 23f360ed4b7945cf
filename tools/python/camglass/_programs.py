"""The console scripts: camtool and camapp, as compiled, from this package."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn


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


def _run(name: str) -> NoReturn:
    program = Path(__file__).with_name("bin") / name
    if not program.exists():
        sys.exit(f"{name}: this package was built without it; build camglass from its sources")
    missing = _missing_libraries(program)
    if missing:
        sys.exit(f"{name}: needs libraries that are not installed: {', '.join(missing)}")
    os.execv(program, [name, *sys.argv[1:]])


def camtool() -> NoReturn:
    """Runs camtool with this process's arguments."""
    _run("camtool")


def camapp() -> NoReturn:
    """Runs camapp with this process's arguments."""
    _run("camapp")
