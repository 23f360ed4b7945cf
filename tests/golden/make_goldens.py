#!/usr/bin/env python3
"""Makes data/*.golden: what PyTorch says each network gives.

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

# Caffe's pictures span 0..255, and GoogLeNet's local response norm only shows
# at such a scale.
CAFFE_SCALE = 64


class Case:
    """One network in one variant, and the sizes it is run at."""

    def __init__(self, arch, variant, run, side, minimum, scale=1):
        self.name = f"{arch}_{variant}"
        self.arch, self.variant, self.run, self.scale = arch, variant, run, scale
        wide = -(-side * 640 // 480)  # a 640 x 480 frame, long side rounded up
        self.sizes = [(side, side), (side, wide), (97, 161), (minimum, minimum)]


def cases():
    tv = networks.torchvision_network
    return [
        Case("squeezenet1_0", "torchvision", tv("squeezenet1_0"), 224, 21),
        Case("squeezenet1_0", "caffe", networks.squeezenet_caffe("1_0"), 227, 21),
        Case("squeezenet1_1", "torchvision", tv("squeezenet1_1"), 224, 17),
        Case("squeezenet1_1", "caffe", networks.squeezenet_caffe("1_1"), 227, 17),
        Case("googlenet", "torchvision", tv("googlenet"), 224, 15),
        Case("googlenet", "caffe", networks.googlenet_caffe(), 224, 31, CAFFE_SCALE),
        Case("resnet18", "torchvision", tv("resnet18"), 224, 1),
        Case("mobilenet_v2", "torchvision", tv("mobilenet_v2"), 224, 1),
        Case("mobilenet_v2", "keras", networks.mobilenet_keras(), 224, 1),
    ]


HEADS = {  # features, logits, the dense layer's weight
    "googlenet": ("inception5b", "fc", "fc.weight"),
    "resnet18": ("layer4.1.relu2", "fc", "fc.weight"),
    "mobilenet_v2": ("features.18.2", "classifier.1", "classifier.1.weight"),
    "squeezenet1_0": ("classifier.2", "classifier.3", None),
    "squeezenet1_1": ("classifier.2", "classifier.3", None),
}


def numbers(values):
    return " ".join(f"{v:.7g}" for v in values)


def top_map(arch, values):
    """The class with the largest logit, and its map [h, w]."""
    features_name, logits_name, weight_name = HEADS[arch]
    features = values[features_name]
    top = int(np.argmax(values[logits_name]))
    if weight_name is None:
        return top, features[..., top]
    shape = (networks.CLASSES, features.shape[2])
    weight = random_param(weight_name, shape).astype(np.float64)
    return top, features @ weight[top]


def as_hwc(tensor):
    array = tensor.detach().numpy()[0]
    if array.ndim == 1:
        return array[None, None, :]
    return array.transpose(1, 2, 0)


def case_lines(case, h, w):
    picture = random_input(h, w, case.scale).astype(np.float64)
    x = torch.from_numpy(picture.transpose(2, 0, 1).copy())[None]
    with torch.no_grad():
        values = {name: as_hwc(v) for name, v in case.run(x).items()}
    yield f"case {h} {w} {case.scale}"
    for name, v in values.items():
        samples = [v[p] for p in sample_positions(name, *v.shape)]
        shape = " ".join(str(n) for n in v.shape)
        yield f"value {name} {shape} {numbers([np.abs(v).max(), *samples])}"
    yield f"logits {numbers(values[HEADS[case.arch][1]].ravel())}"
    top, cam = top_map(case.arch, values)
    yield f"cam {top} {cam.shape[0]} {cam.shape[1]} {numbers(cam.ravel())}"


def golden_text(case):
    lines = [
        "camglass-golden 1",
        f"network {case.arch} {case.variant} {networks.CLASSES}",
    ]
    for h, w in case.sizes:
        lines += case_lines(case, h, w)
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
    parser.add_argument("--only", help="one network, e.g. resnet18_torchvision")
    args = parser.parse_args()
    wrong = []
    for case in cases():
        if args.only not in (None, case.name):
            continue
        path = DATA / f"{case.name}.golden"
        text = golden_text(case)
        if not args.check:
            path.write_text(text)
        elif not path.exists() or not same(path.read_text(), text):
            wrong.append(path.name)
        print(f"{path.name}: {'differs' if path.name in wrong else 'ok'}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
