"""Arguments as callers give them, checked: what is wrong with one is a sentence."""

from __future__ import annotations

import operator
import os
from numbers import Real
from typing import Any

import numpy as np

from ._errors import UsageError

_MOST = 2**31 - 1


def _of_type(name: str, value: Any, wanted: str) -> UsageError:
    return UsageError(f"{name} can't be of type {type(value).__name__}; give {wanted}")


def whole_number(name: str, value: Any) -> int:
    """0 or more."""
    try:
        number = operator.index(value)
    except TypeError:
        raise _of_type(name, value, "a whole number") from None
    if number < 0:
        raise UsageError(f"{name} is negative; give 0 or more")
    if number > _MOST:
        raise UsageError(f"{name} is too large; give at most {_MOST}")
    return number


def real_number(name: str, value: Any) -> float:
    if not isinstance(value, Real):
        raise _of_type(name, value, "a number")
    try:
        return float(value)
    except OverflowError:
        raise UsageError(f"{name} is too large; give a smaller number") from None


def flag(name: str, value: Any) -> bool:
    if not isinstance(value, (bool, np.bool_)):
        raise _of_type(name, value, "True or False")
    return bool(value)


def text(name: str, value: Any) -> str:
    """Without a NUL, which would end it early, and with nothing but Unicode."""
    if not isinstance(value, str):
        raise _of_type(name, value, "a text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise UsageError(f"{name} has a part that is not Unicode; leave that out") from None
    if "\0" in value:
        raise UsageError(f"{name} has a NUL in it; leave that out")
    return value


def texts(name: str, values: Any) -> list[str]:
    if isinstance(values, (str, bytes)):
        raise _of_type(name, values, "a list of texts")
    try:
        listed = list(values)
    except TypeError:
        raise _of_type(name, values, "a list of texts") from None
    return [text(f"{name}[{i}]", value) for i, value in enumerate(listed)]


def path_bytes(name: str, value: Any, wanted: str = "a path") -> bytes:
    """A file's name as the system has it, whatever its encoding."""
    try:
        path = os.fsencode(value)
    except TypeError:
        raise _of_type(name, value, wanted) from None
    except UnicodeEncodeError:
        raise UsageError(f"{name} has a part that no file's name can have") from None
    if not path:
        raise UsageError(f"{name} is empty; give {wanted}")
    if b"\0" in path:
        raise UsageError(f"{name} has a NUL in it, which no file's name can have")
    return path
