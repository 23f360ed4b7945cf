"""What can go wrong. Python's own kinds are bases where they fit."""

import re

# camtool's flags, of which messages speak that it shares with this package.
_FLAGS = {
    "--model": "load()",
    "--no-head-relu": "head_relu=False",
    "--classes FILE": "classes=[...]",
    "--external-data-dir": "camtool convert --external-data-dir",
}
_SAME_NAMES = ("arch", "variant", "part", "preprocess", "scores", "classes", "input-scale")
_FLAGS.update({f"--{name}": name.replace("-", "_") for name in _SAME_NAMES})
_FLAG = re.compile(r"(?<![^\s(])(?:--classes FILE|--[a-z-]+)(?![\w/.-])")


def in_python(message: str) -> str:
    """A message with this package's arguments for camtool's flags."""
    return _FLAG.sub(lambda found: _FLAGS.get(found[0], found[0]), message)


class Error(Exception):
    """Anything that camglass refuses or that fails: one sentence."""

    def __str__(self) -> str:
        return in_python(super().__str__())


class InvalidInputError(Error, ValueError):
    """A picture, a model or a value that can't be used."""


class NotFoundError(Error, LookupError):
    """No such file, model or class."""


class AmbiguousError(Error, LookupError):
    """A name that fits several classes; the message lists them."""


class FileError(Error, OSError):
    """The system refused to read or write."""


class OutOfMemoryError(Error, MemoryError):
    """There is not enough memory for a picture or a model."""


class UsageError(Error, ValueError):
    """An argument that is wrong whatever the input."""


# As camglass_c.h numbers them.
_BY_CODE = {
    1: InvalidInputError,
    2: NotFoundError,
    3: AmbiguousError,
    4: FileError,
    5: FileError,
    6: OutOfMemoryError,
    7: UsageError,
}


def error_of(code: int, message: str) -> Error:
    """The exception for one of the library's codes."""
    return _BY_CODE.get(code, Error)(message)
