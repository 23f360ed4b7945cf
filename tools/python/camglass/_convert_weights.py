"""Other programs' weights to model files."""

from __future__ import annotations

import json
import logging
import os
import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Union

import numpy as np
from numpy.typing import NDArray

from ._arguments import flag, path_bytes, text, texts
from ._errors import InvalidInputError, in_python
from ._new_file import check_target, write_file

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
        arch=text("arch", arch), variant=text("variant", variant), part=text("part", part),
        preprocess=text("preprocess", preprocess), scores=text("scores", scores),
        classes=texts("classes", classes), head_relu=flag("head_relu", head_relu),
        f16=flag("f16", f16),
    )  # fmt: skip
    force = flag("force", force)
    target = None if out is None else os.fsdecode(path_bytes("out", out))
    if target is not None:
        check_target(target, force)
    if isinstance(weights, (str, os.PathLike)):
        path = path_bytes("weights", weights)
        model, report = _convert.convert_path(path, choices)
    else:
        data = _safetensors(_state_dict(weights))
        model, report = _convert.convert_memory(data, "state_dict", choices)
    for kind in ("found", "assumed", "notes"):
        for line in report[kind]:
            _LOG.info("%s: %s", kind, in_python(line))
    for line in report["warnings"]:
        warnings.warn(in_python(line), stacklevel=2)
    if target is not None:
        write_file(target, model, force)
    return model


def _state_dict(weights: Any) -> Mapping[str, Any]:
    if hasattr(weights, "state_dict"):
        weights = weights.state_dict()
    if isinstance(weights, Mapping) and weights:
        _refuse_checkpoint(weights)
        return weights
    raise InvalidInputError(
        f"a {type(weights).__name__} holds no weights; give a file, a state_dict or a "
        "module that has one"
    )


def _refuse_checkpoint(weights: Mapping[Any, Any]) -> None:
    """What training saves has the weights in it, beside other things."""
    inner = [name for name, value in weights.items() if isinstance(value, Mapping)]
    usual = [name for name in inner if name in ("state_dict", "model_state_dict", "model")]
    for name in usual + inner:
        raise InvalidInputError(
            f"{name!r} is not a tensor but a {type(weights[name]).__name__}; give the "
            f"state_dict alone, as in convert(checkpoint[{name!r}])"
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
        raise InvalidInputError(f"{name} is not a tensor: {error}") from error
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
