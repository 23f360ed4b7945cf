"""Choices by their names, as camtool's flags have them."""

from __future__ import annotations

from collections.abc import Mapping

from ._errors import UsageError

PRECISIONS = {"f32": 0, "f16": 1}
CONVS = {"auto": 0, "direct": 1}
RESIZES = {"exact": 0, "fast": 1}
RESIZE_RULES = {"model": 0, "short": 1, "rows": 2, "crop": 3}
STYLES = {"seed": 0, "turbo": 1, "viridis": 2, "inferno": 3}
MAP_RANGES = {"frame": 0, "fixed": 1, "signed": 2}


def number_of(choices: Mapping[str, int], name: str, value: str) -> int:
    """The choice's number; UsageError lists the names for any other."""
    if not isinstance(value, str) or value not in choices:
        raise UsageError(f"{name}={value!r} is none of {', '.join(choices)}")
    return choices[value]
