"""Other programs' weights to model files."""

from __future__ import annotations

import json
import logging
import os
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

import numpy as np
from numpy.typing import NDArray

from ._errors import FileError, InvalidInputError

if TYPE_CHECKING:
    WeightsLike = Union[str, os.PathLike[str], Mapping[str, Any], Any]

_LOG = logging.getLogger("camglass")

# safetensors' names of NumPy's types.
_TYPES = {
    "float64": "F64", "float32": "F32", "float16": "F16", "int64": "I64",
    "int32": "I32", "int16": "I16", "int8": "I8", "uint8": "U8", "bool": "BOOL",
}  # fmt: skip


def convert(
    weights: WeightsLike,
    out: str | os.PathLike[str] | None = None,
    *,
    arch: str = "",
    variant: str = "",
    part: str = "",
    preprocess: str = "",
    scores: str = "",
    classes: Sequence[str] = (),
    head_relu: bool = True,
    f16: bool = False,
    force: bool = False,
) -> bytes:
    """Turns weights into a model file, and returns its bytes, for `load`.

    weights: a file of PyTorch, Caffe, Keras, ONNX or safetensors, which is read
    without running anything in it; or a state_dict (names to tensors, of PyTorch or
    NumPy), or a module that has one. PyTorch is not imported.
    out: where to write the file as well; an existing one is kept without `force`.
    The others are camtool convert's flags; what is left out is recognised, or as
    the file has it. What had to be assumed goes to the logger "camglass", and what
    may make the model worthless is a warning.
    """
    from . import _convert

    choices = dict(
        arch=arch, variant=variant, part=part, preprocess=preprocess, scores=scores,
        classes=list(classes), head_relu=head_relu, f16=f16,
    )  # fmt: skip
    if out is not None and not force and os.path.lexists(out):
        raise FileError(f"{os.fspath(out)}: exists already; give force=True, or another name")
    if isinstance(weights, (str, os.PathLike)):
        model, report = _convert.convert_path(os.fsencode(weights), choices)
    else:
        data = _safetensors(_state_dict(weights))
        model, report = _convert.convert_memory(data, "state_dict", choices)
    for kind in ("found", "assumed", "notes"):
        for line in report[kind]:
            _LOG.info("%s: %s", kind, line)
    for line in report["warnings"]:
        warnings.warn(line, stacklevel=2)
    if out is not None:
        _write(Path(out), model, force)
    return model


def _state_dict(weights: Any) -> Mapping[str, Any]:
    if hasattr(weights, "state_dict"):
        weights = weights.state_dict()
    if isinstance(weights, Mapping) and weights:
        return weights
    raise InvalidInputError(
        f"a {type(weights).__name__} holds no weights; give a file, a state_dict or a "
        "module that has one"
    )


def _array(name: str, value: Any) -> NDArray[Any]:
    """The values of a tensor of PyTorch's, NumPy's, or whatever is like one."""
    try:
        if hasattr(value, "detach"):
            value = value.detach().cpu()
            # NumPy has no bfloat16 nor 8-bit floats.
            if value.is_floating_point() and value.element_size() < 8:
                value = value.float()
            value = value.numpy()
        array = np.ascontiguousarray(value)
    except (TypeError, ValueError, RuntimeError) as error:
        raise InvalidInputError(f"{name} is no tensor: {error}") from error
    if array.dtype.name not in _TYPES:
        raise InvalidInputError(
            f"{name} is of type {array.dtype}, which is not read; convert it to float32"
        )
    return array.astype(array.dtype.newbyteorder("<"), copy=False)


def _safetensors(state: Mapping[str, Any]) -> bytes:
    """The state_dict as a safetensors file's bytes."""
    header: dict[str, Any] = {}
    parts: list[bytes] = []
    end = 0
    for name, value in state.items():
        array = _array(str(name), value)
        start, end = end, end + array.nbytes
        shape = [] if np.ndim(value) == 0 else list(array.shape)
        header[str(name)] = {
            "dtype": _TYPES[array.dtype.name], "shape": shape, "data_offsets": [start, end],
        }  # fmt: skip
        parts.append(array.tobytes())
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return b"".join([len(text).to_bytes(8, "little"), text, *parts])


def _write(path: Path, data: bytes, force: bool) -> None:
    """Whole or not at all."""
    unfinished = path.with_name(f"{path.name}.unfinished-{os.getpid()}")
    try:
        with open(unfinished, "xb") as file:
            file.write(data)
        if force:
            os.replace(unfinished, path)
        else:
            os.link(unfinished, path)  # refuses what has come to exist meanwhile
    except OSError as error:
        raise FileError(f"{path}: {error.strerror}") from error
    finally:
        unfinished.unlink(missing_ok=True)
