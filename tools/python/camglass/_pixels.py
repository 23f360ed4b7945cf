"""Whatever people have pictures as, to uint8 [height, width, 3]."""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING, Any, Union

import numpy as np
from numpy.typing import NDArray

from ._arguments import path_bytes
from ._errors import InvalidInputError, UsageError

if TYPE_CHECKING:
    import PIL.Image

    Image = Union[
        str, os.PathLike[str], bytes, bytearray, memoryview, NDArray[np.uint8],
        PIL.Image.Image,
    ]


def pixels_of(image: Image) -> NDArray[np.uint8]:
    """RGB pixels whose rows have no gaps inside; a view where that will do."""
    if isinstance(image, np.ndarray):
        return _of_array(image)
    if isinstance(image, (str, os.PathLike)):
        return _decoded("decode_file", path_bytes("a picture's path", image))
    if isinstance(image, (bytes, bytearray, memoryview)):
        return _decoded("decode_bytes", bytes(image))
    if _is_pillow(image):
        return _of_pillow(image)
    raise UsageError(
        f"a picture can't be a {type(image).__name__}; give a path, bytes, a "
        "Pillow image or a uint8 array [height, width, 3]"
    )


def held(image: Image) -> Image:
    """The picture as it is now: cameras refill one array, and files get closed."""
    if isinstance(image, (bytearray, memoryview)):
        return bytes(image)
    return image.copy() if isinstance(image, np.ndarray) or _is_pillow(image) else image


def _is_pillow(image: Any) -> bool:
    return hasattr(image, "convert") and hasattr(image, "mode")


def _of_array(array: NDArray[Any]) -> NDArray[np.uint8]:
    if array.dtype != np.uint8 or array.ndim != 3 or array.shape[2] != 3:
        raise InvalidInputError(
            f"an array of {array.dtype} {list(array.shape)} is not a picture; give "
            "uint8 [height, width, 3], RGB"
        )
    return array if _has_whole_rows(array) else np.ascontiguousarray(array)


def _has_whole_rows(array: NDArray[Any]) -> bool:
    return array.strides[1:] == (3, 1) and abs(array.strides[0]) >= 3 * array.shape[1]


def _decoded(how: str, argument: bytes) -> NDArray[np.uint8]:
    from . import _pictures

    pixels: NDArray[np.uint8]
    pixels, note = getattr(_pictures, how)(argument)
    if note:
        warnings.warn(note, stacklevel=4)
    return pixels


def _of_pillow(image: Any) -> NDArray[np.uint8]:
    """Pixels as they are: EXIF's orientation is its owner's to apply."""
    if image.mode in ("I", "F"):
        raise InvalidInputError(
            f"a Pillow image of mode {image.mode} doesn't say what its white is; scale "
            "it to 8 bits first, or give the file itself"
        )
    if image.mode.startswith("I;16"):
        return _of_16_bit_grey(image)
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        return _over_white(np.asarray(image.convert("RGBA")))
    return np.ascontiguousarray(image.convert("RGB"))


def _of_16_bit_grey(image: Any) -> NDArray[np.uint8]:
    """round(v / 257), and white where it is transparent: as files are read."""
    values = np.asarray(image)
    grey = ((values.astype(np.uint32) + 128) // 257).astype(np.uint8)
    if "transparency" in image.info:
        grey[values == image.info["transparency"]] = 255
    return np.repeat(grey[..., np.newaxis], 3, axis=2)


def _over_white(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    alpha = rgba[..., 3:].astype(np.uint32)
    mixed = rgba[..., :3] * alpha + 255 * (255 - alpha)
    return ((mixed + 127) // 255).astype(np.uint8)
