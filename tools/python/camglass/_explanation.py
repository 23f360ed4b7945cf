"""What a network says of one picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Union

import numpy as np
from numpy.typing import NDArray

from . import _choices, _core
from ._arguments import real_number, whole_number

if TYPE_CHECKING:
    from ._network import Network

    ClassLike = Union[int, str, None]


@dataclass(frozen=True)
class Ranked:
    """One class of an explanation."""

    index: int
    name: str
    score: float
    logit: float


class Explanation:
    """What a network says of one picture; made by `Network.explain`.

    Arrays named logits, all_scores, features and picture are read-only views of
    this explanation's memory, which live as long as they are used. Classes are
    given by index, by name ("tabby"), or as None: the most likely one.
    """

    __slots__ = ("_core", "_network", "_top")

    def __init__(self, core: _core.Explanation, network: Network, top: int) -> None:
        self._core = core
        self._network = network
        self._top = top

    def top(self, count: int | None = None) -> list[Ranked]:
        """The most likely classes, best first (count: the network's `top`)."""
        wanted = self._top if count is None else whole_number("count", count)
        return [Ranked(*ranked) for ranked in self._core.top(wanted)]

    @property
    def labels(self) -> list[str]:
        """The names of the most likely classes, best first."""
        return [ranked.name for ranked in self.top()]

    @property
    def scores(self) -> NDArray[np.float32]:
        """float32 [len(labels)]: the labels' scores, 0 to 1."""
        return np.array([ranked.score for ranked in self.top()], np.float32)

    @property
    def all_scores(self) -> NDArray[np.float32]:
        """float32 [classes]: a softmax, or a sigmoid each (Network.score_rule)."""
        return self._core.scores

    @property
    def logits(self) -> NDArray[np.float32]:
        """float32 [classes], in the model's order."""
        return self._core.logits

    @property
    def features(self) -> NDArray[np.float32]:
        """float32 [h, w, channels]: the last features, of which maps are made."""
        return self._core.features

    @property
    def picture(self) -> NDArray[np.uint8]:
        """uint8 [height, width, 3]: the pixels that were explained, RGB."""
        return self._core.picture

    @property
    def covered(self) -> tuple[int, int, int, int]:
        """(top, left, height, width) in pixels: what the network saw."""
        return self._core.covered

    @property
    def non_finite(self) -> int:
        """How many logits and features are NaN or infinite."""
        return self._core.non_finite

    def map(self, cls: ClassLike = None) -> NDArray[np.float32]:
        """float32 [h, w]: where the network sees the class, in logits.

        Its mean plus the head's bias is the class's logit.
        """
        return self._core.map(self._index(cls))

    def overlay(
        self,
        cls: ClassLike = None,
        *,
        style: str = "seed",
        map_range: str = "frame",
        threshold: float = 0.2,
        alpha: float = 0.5,
    ) -> NDArray[np.uint8]:
        """uint8 [height, width, 3]: the class's map painted over the picture.

        style: seed, turbo, viridis or inferno. map_range, what the colours span:
        frame (this map), fixed (the same logits in every picture) or signed.
        threshold, 0 to 1: below it no colour is shown. alpha, 0 to 1: how much of
        the colour, for other styles than seed.
        """
        return self._core.overlay(
            self._index(cls),
            _choices.number_of(_choices.STYLES, "style", style),
            _choices.number_of(_choices.MAP_RANGES, "map_range", map_range),
            real_number("threshold", threshold),
            real_number("alpha", alpha),
        )

    def figure(
        self,
        cls: ClassLike = None,
        *,
        style: str = "seed",
        map_range: str = "frame",
        threshold: float = 0.2,
        alpha: float = 0.5,
    ) -> bytes:
        """A PNG: the picture, its overlay, and the labels with their scores."""
        from . import _figure

        index = self._index(cls)
        overlay = self.overlay(
            index, style=style, map_range=map_range, threshold=threshold, alpha=alpha
        )
        listed = self.top()
        if all(ranked.index != index for ranked in listed):
            listed.append(self._ranked(index))
        return _figure.draw(
            self.picture,
            overlay,
            [ranked.name for ranked in listed],
            [ranked.score for ranked in listed],
            self._network.class_name(index),
            self.map(index),
            self._network.score_rule,
            len(self._network),
        )

    def _repr_png_(self) -> bytes:
        return self.figure()

    def __repr__(self) -> str:
        seen = ", ".join(f"{ranked.name} {ranked.score:.4g}" for ranked in self.top())
        return f"<camglass.Explanation: {seen}>"

    def _ranked(self, index: int) -> Ranked:
        score, logit = float(self.all_scores[index]), float(self.logits[index])
        return Ranked(index, self._network.class_name(index), score, logit)

    def _index(self, cls: ClassLike) -> int:
        if cls is None:
            return self._core.top(1)[0][0]
        return self._network.find_class(cls)
