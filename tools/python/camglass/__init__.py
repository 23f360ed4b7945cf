"""Which class an image classifier sees in a picture, and where.

    net = camglass.load("resnet18.safetensors")
    e = net.explain("dog.jpg")          # or bytes, a Pillow image, uint8 [h, w, 3]
    e.labels, e.scores                  # the most likely classes, best first
    e.map("tabby")                      # float32 [h, w]: where it would see one
    e.overlay("tabby", style="turbo")   # uint8 [height, width, 3]
    e                                   # in Jupyter: the figure

`camglass.ray` audits networks on a cluster.

Errors are subclasses of `camglass.Error`; each says in one sentence what is wrong
and what to do.

Threads: every call may come from any thread, and the engine runs without the
interpreter's lock. Calls for one network wait for each other; give each thread
a network of its own (`net.clone()`, with ``threads=1``) to explain pictures side
by side. A network can't be used in a child made by ``os.fork()``: start such
processes with ``spawn``.
"""

from . import _core
from ._convert_weights import convert
from ._errors import (
    AmbiguousError,
    Error,
    FileError,
    InvalidInputError,
    NotFoundError,
    OutOfMemoryError,
    UsageError,
)
from ._explanation import Explanation, Ranked
from ._network import Network, load

__version__ = _core.version()

__all__ = [
    "AmbiguousError",
    "Error",
    "Explanation",
    "FileError",
    "InvalidInputError",
    "Network",
    "NotFoundError",
    "OutOfMemoryError",
    "Ranked",
    "UsageError",
    "convert",
    "load",
]
