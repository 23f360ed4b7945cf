"""Pictures that are read while the engine explains the ones before them."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ._pixels import held, pixels_of

if TYPE_CHECKING:
    from ._pixels import Image

    Pixels = Future[NDArray[np.uint8]]


def read_ahead(
    source: Iterator[Image], ahead: int
) -> Generator[NDArray[np.uint8], None, None]:
    """The pictures' pixels, in their order; `ahead`, 1 or more, are being read.

    An error is raised in its turn, whether it is a picture's or the source's own,
    and nothing more is taken from a source that has raised one.
    """
    with ThreadPoolExecutor(1, "camglass") as reader:
        taken = _taken(source, reader)
        waiting = deque(islice(taken, ahead))
        while waiting:
            pixels = waiting.popleft().result()
            waiting.extend(islice(taken, 1))
            yield pixels


def _taken(source: Iterator[Image], reader: ThreadPoolExecutor) -> Iterator[Pixels]:
    while True:
        try:
            image = held(next(source))
        except StopIteration:
            return
        except Exception as error:
            failed: Pixels = Future()
            failed.set_exception(error)
            yield failed
            return
        yield reader.submit(pixels_of, image)
