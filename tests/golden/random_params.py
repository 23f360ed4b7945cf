"""The random numbers of the goldens; random_params.h says the same in C++."""
import math

import numpy as np

_MASK = (1 << 64) - 1


def name_seed(name):
    """FNV-1a, 64 bits, of the name's UTF-8 bytes."""
    seed = 0xCBF29CE484222325
    for byte in name.encode("utf-8"):
        seed = ((seed ^ byte) * 0x100000001B3) & _MASK
    return seed


def draw_bits(name, count):
    """Elements 0..count-1 of splitmix64 started at the name's seed."""
    with np.errstate(over="ignore"):
        z = np.uint64(name_seed(name)) + np.arange(
            1, count + 1, dtype=np.uint64
        ) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def draw_signed(name, count):
    """Float64 numbers in [-1, 1), from the top 24 bits of draw_bits."""
    top = (draw_bits(name, count) >> np.uint64(40)).astype(np.float64)
    return top * 2.0**-23 - 1.0


def random_param(name, shape):
    """The float32 param of that name (a torchvision key) and shape."""
    count = math.prod(shape)
    centre, half = 0.0, 0.2  # biases and means
    if name.endswith(".running_var"):
        centre, half = 1.0, 0.5
    elif name.endswith(".weight") and len(shape) == 1:  # of a batch norm
        centre, half = 0.9, 0.4
    elif name.endswith(".weight"):
        half = math.sqrt(6.0 / math.prod(shape[1:]))  # He: variance 2 / fan-in
    values = centre + half * draw_signed(name, count)
    return values.astype(np.float32).reshape(shape)


def random_input(h, w, scale):
    """A float32 picture [h, w, 3] in [-2, 2) * scale: blocks of 16 x 16 pixels,
    so that deep maps differ from cell to cell, and noise."""
    blocks_h, blocks_w = -(-h // 16), -(-w // 16)
    block = draw_signed("input.block", blocks_h * blocks_w * 3)
    block = block.reshape(blocks_h, blocks_w, 3)
    block = block.repeat(16, axis=0).repeat(16, axis=1)[:h, :w]
    pixel = draw_signed("input.pixel", h * w * 3).reshape(h, w, 3)
    return (scale * (block + pixel)).astype(np.float32)


def sample_positions(name, h, w, c):
    """16 elements (y, x, channel) of a value: its four corners, then any."""
    bits = [int(b) for b in draw_bits("sample." + name, 16)]
    corners = [(0, 0), (0, w - 1), (h - 1, 0), (h - 1, w - 1)]
    positions = [(y, x, b % c) for (y, x), b in zip(corners, bits)]
    for b in bits[4:]:
        pixel, ch = divmod(b % (h * w * c), c)
        positions.append((*divmod(pixel, w), ch))
    return positions
