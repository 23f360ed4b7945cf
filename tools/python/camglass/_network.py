"""Networks: a model that is ready to explain pictures."""

from __future__ import annotations

import operator
import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Union

from . import _choices, _core
from ._arguments import path_bytes, real_number, text, whole_number
from ._errors import NotFoundError, UsageError
from ._explanation import Explanation
from ._pixels import pixels_of
from ._read_ahead import read_ahead

if TYPE_CHECKING:
    from ._pixels import Image

    ModelLike = Union[str, os.PathLike[str], bytes, bytearray, memoryview]


class Network:
    """A model that is ready to explain pictures; made by `camglass.load`."""

    __slots__ = ("_core", "_top")

    def __init__(self, core: _core.Network, top: int) -> None:
        self._core = core
        self._top = top

    def explain(self, image: Image, *, top: int | None = None) -> Explanation:
        """What the network sees in one picture.

        image: a path, a file's bytes, a Pillow image, or uint8 [height, width, 3]
        in RGB. Files are read as camtool reads them (JPEG, PNG, WebP, BMP, PNM,
        with EXIF's orientation); what is only worth a note is a warning. Pillow
        images and arrays are taken as they are; alpha goes over white. top: how
        many labels there are, instead of the network's.
        """
        labels = self._top if top is None else whole_number("top", top)
        return Explanation(self._core.explain(pixels_of(image)), self, labels)

    def explain_all(self, images: Iterable[Image], *, ahead: int = 2) -> Iterator[Explanation]:
        """Explanations of many pictures, in their order, one after another.

        images may be a generator without an end: while the engine works, at most
        `ahead` pictures are taken from it and read. Those in memory are copied
        when they are taken, so that it may refill one array. An error of a picture,
        or of the generator, is raised when it is its turn, and ends the iteration.
        """
        return self._explain_each(iter(images), max(whole_number("ahead", ahead), 1))

    def _explain_each(self, source: Iterator[Image], ahead: int) -> Iterator[Explanation]:
        with closing(read_ahead(source, ahead)) as pictures:
            for pixels in pictures:
                yield self.explain(pixels)

    def prepare(self, height: int, width: int) -> None:
        """Makes ready for pictures of this size, so that the first is as fast."""
        self._core.prepare(whole_number("height", height), whole_number("width", width))

    def clone(self) -> Network:
        """Another network of the same model and options, for another thread."""
        return Network(self._core.clone(), self._top)

    def find_class(self, cls: int | str) -> int:
        """The index of a class that is given by index or by name."""
        if isinstance(cls, str):
            return self._core.find_class(text("the class", cls))
        try:
            index = operator.index(cls)
        except TypeError:
            raise UsageError(
                f"a class can't be of type {type(cls).__name__}; give its index or its name"
            ) from None
        if not 0 <= index < len(self):
            raise NotFoundError(
                f"there is no class {index}; the model has classes 0 to {len(self) - 1}"
            )
        return index

    def class_name(self, index: int) -> str:
        """The name of the class with this index."""
        return self._core.class_name(self.find_class(index))

    @property
    def classes(self) -> list[str]:
        """The names of all classes, in the order of the logits."""
        return [self._core.class_name(i) for i in range(len(self))]

    @property
    def arch(self) -> str:
        """The architecture: "resnet18"."""
        return self._core.arch

    @property
    def variant(self) -> str:
        """Whose weights' variant it is: "torchvision"."""
        return self._core.variant

    @property
    def score_rule(self) -> str:
        """How logits become scores: "softmax" or "sigmoid"."""
        return self._core.score_rule

    @property
    def threads(self) -> int:
        """How many threads the engine has."""
        return self._core.threads

    def __len__(self) -> int:
        return self._core.classes

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return (
            f"<camglass.Network: {self.arch}, {self.variant}, {len(self)} classes, "
            f"{self.threads} threads>"
        )


def load(
    model: ModelLike = "squeezenet1_1",
    *,
    threads: int = 0,
    precision: str = "f32",
    conv: str = "auto",
    resize: str = "exact",
    resize_rule: str = "model",
    input_scale: float = 1.0,
    top: int = 3,
) -> Network:
    """Opens a model.

    model: a model file's path, its bytes (as `camglass.convert` gives them), or a
    name, looked for in $CAMGLASS_MODELS, in ~/.local/share/camglass/models and in
    this package, which brings "squeezenet1_1".
    threads: of the engine; 0 means $CAMGLASS_THREADS, else the physical cores.
    precision: f32, or f16 to hold weights in half precision.
    conv: auto, or direct for the last digits (no Winograd).
    resize: exact (MATLAB's bicubic in every byte) or fast (one byte may differ by
    one).
    resize_rule: model (as its head was trained, else short), short (the whole
    picture, its shortest side at the input's size), rows (its height) or crop (the
    square of the framework's own evaluation).
    input_scale: the input's length over the network's own, 0.01 to 64; maps get
    finer with it.
    top: how many labels explanations have.
    """
    options = (
        whole_number("threads", threads),
        _choices.number_of(_choices.PRECISIONS, "precision", precision),
        _choices.number_of(_choices.CONVS, "conv", conv),
        _choices.number_of(_choices.RESIZES, "resize", resize),
        _choices.number_of(_choices.RESIZE_RULES, "resize_rule", resize_rule),
        real_number("input_scale", input_scale),
    )
    labels = whole_number("top", top)
    if isinstance(model, (bytes, bytearray, memoryview)):
        return Network(_core.Network.open_memory(bytes(model), *options), labels)
    name = path_bytes("model", model, "a path, a name or a model file's bytes")
    return Network(_core.Network.open(name, *options), labels)
