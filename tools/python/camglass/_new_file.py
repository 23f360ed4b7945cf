"""Files that are written whole or not at all, and lose nothing that is there."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress

from ._errors import FileError


def check_target(path: str, force: bool) -> None:
    """FileError where no file can be written there, or none may be replaced."""
    folder, name = os.path.split(path)
    try:
        kind = os.lstat(path).st_mode
    except FileNotFoundError:
        if not os.path.isdir(folder or "."):
            raise FileError(f"{path}: its folder does not exist; make it first") from None
        kind = 0
    except OSError as error:
        raise FileError(f"{path}: {error.strerror}") from error
    if stat.S_ISDIR(kind) or not name:
        raise FileError(f"{path}: this is a folder; give the name of a file")
    if kind and not stat.S_ISREG(kind):
        raise FileError(
            f"{path}: this is not a regular file and is not replaced; give another name"
        )
    if kind and not force:
        raise FileError(f"{path}: exists already; give force=True, or another name")


def write_file(path: str, data: bytes, force: bool) -> None:
    # Opened as any file is, so that it has the rights that new files have here;
    # tempfile.mkstemp would keep it private.
    unfinished = f"{path}.unfinished-{secrets.token_hex(8)}"
    made = False
    try:
        with open(unfinished, "xb") as file:
            made = True
            file.write(data)
        check_target(path, force)  # it may have changed meanwhile
        if force:
            os.replace(unfinished, path)
        else:
            os.link(unfinished, path)  # refuses what has come to exist since
    except FileError:
        raise
    except OSError as error:
        raise FileError(f"{path}: {error.strerror}") from error
    finally:
        if made:
            with suppress(FileNotFoundError):
                os.unlink(unfinished)
