"""What can go wrong. Python's own kinds are bases where they fit."""


class Error(Exception):
    """Anything that camglass refuses or that fails: one sentence."""


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
