import numpy as np
from numpy.typing import NDArray

def draw(
    frame: NDArray[np.uint8],
    overlay: NDArray[np.uint8],
    labels: list[str],
    scores: list[float],
    class_name: str,
    map: NDArray[np.float32],
    score_rule: str,
    classes: int,
    /,
) -> bytes: ...
