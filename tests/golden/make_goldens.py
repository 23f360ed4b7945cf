#!/usr/bin/env python3
"""Makes data/*.golden: what PyTorch says each of networks.py gives.

  make_goldens.py            write the files
  make_goldens.py --check    make them again and compare; 77 without PyTorch

Needs Debian's python3-torch and python3-torchvision. Params and input come from
random_params.py as float32; PyTorch computes in float64, so the goldens are the
truth that float32 engines approach. The format is described in golden_file.h.
"""
import argparse
import pathlib
import sys

try:
    import numpy as np
    import torch

    import networks
    from random_params import random_input, random_param, sample_positions
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

DATA = pathlib.Path(__file__).resolve().parent / "data"


def numbers(values):
    return " ".join(f"{v:.7g}" for v in values)


def top_map(head, values):
    """The class with the largest logit, and its map [h, w]."""
    features = values[head.features]
    top = int(np.argmax(values[head.logits]))
    if head.weight is None:
        return top, features[..., top]
    shape = (networks.CLASSES, features.shape[2])
    weight = random_param(head.weight, shape).astype(np.float64)
    return top, features @ weight[top]


def as_hwc(tensor):
    array = tensor.detach().numpy()[0]
    if array.ndim == 1:
        return array[None, None, :]
    return array.transpose(1, 2, 0)


def case_lines(head, scale, run, h, w):
    picture = random_input(h, w, scale).astype(np.float64)
    x = torch.from_numpy(picture.transpose(2, 0, 1).copy())[None]
    with torch.no_grad():
        values = {name: as_hwc(v) for name, v in run(x).items()}
    yield f"case {h} {w} {scale}"
    for name, v in values.items():
        samples = [v[p] for p in sample_positions(name, *v.shape)]
        shape = " ".join(str(n) for n in v.shape)
        yield f"value {name} {shape} {numbers([np.abs(v).max(), *samples])}"
    yield f"logits {numbers(values[head.logits].ravel())}"
    top, cam = top_map(head, values)
    yield f"cam {top} {cam.shape[0]} {cam.shape[1]} {numbers(cam.ravel())}"


def sizes_of(variant):
    side = variant.side
    wide = -(-side * 640 // 480)  # a 640 x 480 frame, long side rounded up
    return [(side, side), (side, wide), (97, 161), (variant.minimum,) * 2]


def golden_text(arch, network):
    lines = ["camglass-golden 1"]
    for variant in network.variants:
        lines.append(f"network {arch} {variant.name} {networks.CLASSES}")
        run = variant.make()
        for h, w in sizes_of(variant):
            lines += case_lines(network.head, variant.scale, run, h, w)
    return "\n".join(lines + ["end", ""])


def same(old, new):
    """Equal words, numbers within 1e-6 of the largest of their line: libraries
    may add in another order."""
    old_lines, new_lines = old.splitlines(), new.splitlines()
    if len(old_lines) != len(new_lines):
        return False
    for a, b in zip(map(str.split, old_lines), map(str.split, new_lines)):
        if len(a) != len(b):
            return False
        skip = {"value": 5, "logits": 1, "cam": 4}.get(a[0], len(a))
        if a[:skip] != b[:skip]:
            return False
        x, y = np.array(a[skip:], float), np.array(b[skip:], float)
        if len(x) and np.abs(x - y).max() > 1e-6 * max(np.abs(x).max(), 1e-30):
            return False
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, not write")
    parser.add_argument("--only", help="one network, e.g. resnet18")
    args = parser.parse_args()
    wrong = []
    for arch, network in networks.NETWORKS.items():
        if args.only not in (None, arch):
            continue
        path = DATA / f"{arch}.golden"
        text = golden_text(arch, network)
        if not args.check:
            path.write_text(text)
        elif not path.exists() or not same(path.read_text(), text):
            wrong.append(path.name)
        print(f"{path.name}: {'differs' if path.name in wrong else 'ok'}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
