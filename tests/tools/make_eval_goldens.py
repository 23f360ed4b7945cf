#!/usr/bin/env python3
"""Makes data/eval_goldens.tsv: what PyTorch sees in labelled photographs.

    make_eval_goldens.py                write the table
    make_eval_goldens.py --check        make it again and compare
    make_eval_goldens.py --only MODEL   the rows of one model, on standard output

Needs the weights and photographs of ../shared ($CAMGLASS_SHARED names another
place), Debian's python3-torch, python3-torchvision, python3-h5py,
python3-protobuf and python3-pil. A row: picture, model, rule, the top class's
index, and by how much its logit is above the second's.

PyTorch computes in float32, as people run it. Networks that torchvision has are torchvision's; Caffe's and Keras's are those
of tests/golden/networks.py with the file's weights. The rules:
  short  the whole frame, its shortest side at the network's input: MATLAB's
         bicubic imresize of a uint8 picture, written here with NumPy
  crop   torchvision's Resize(256) and CenterCrop on Pillow's picture, for every
         network at its own input side
Before a model's rows are made, its inputs and logits must be those of
../shared/weights/expected.
"""
import argparse
import csv
import functools
import math
import os
import pathlib
import sys
from collections import namedtuple

import numpy as np
import torch
import torchvision
from PIL import Image, ImageOps
from torchvision import transforms

HERE = pathlib.Path(__file__).resolve().parent
sys.path += [str(HERE.parent / "golden"), str(HERE.parent / "weights")]
import networks
from hash_tensors import caffe_tensors, keras_tensors
from torch_checks import keras_name

SHARED = pathlib.Path(os.environ.get("CAMGLASS_SHARED", HERE.parents[2] / "shared"))
PHOTOS = SHARED / "photos/labelled"
TABLE = HERE / "data/eval_goldens.tsv"
COLUMNS = ("picture", "model", "rule", "top", "margin")


# ---- What goes in --------------------------------------------------------------


def cubic(x):
    x = abs(x)
    if x <= 1:
        return 1.5 * x**3 - 2.5 * x**2 + 1
    return -0.5 * x**3 + 2.5 * x**2 - 4 * x + 2 if x <= 2 else 0.0


@functools.lru_cache(maxsize=None)
def imresize_taps(n_in, n_out, scale):
    """Indices and weights [taps, n_out] of an axis, MATLAB's."""
    shrink = min(scale, 1.0)
    width = 4 / shrink
    indices, weights = [], []
    for i in range(1, n_out + 1):
        centre = i / scale + 0.5 * (1 - 1 / scale)
        left = math.floor(centre - width / 2)
        taps = [left + k for k in range(math.ceil(width) + 2)]
        values = [shrink * cubic(shrink * (centre - tap)) for tap in taps]
        mirrored = [(tap - 1) % (2 * n_in) for tap in taps]
        indices.append([m if m < n_in else 2 * n_in - 1 - m for m in mirrored])
        weights.append([value / sum(values) for value in values])
    return np.array(indices).T, np.array(weights).T


def whole_frame(picture, side):
    """uint8 [H, W, 3]; bytes are rounded after the rows and after the columns.
    Taps are added up one by one: another order would turn halves over."""
    pixels = np.asarray(picture, np.float64)
    short = min(pixels.shape[:2])
    for _ in range(2):
        length = pixels.shape[0]
        total = 0.0
        for index, weight in zip(*imresize_taps(
                length, -(-side * length // short), side / short)):
            total = total + weight[:, None, None] * pixels[index]
        rounded = np.floor(total.clip(0, 255) + 0.5)
        pixels = rounded.transpose(1, 0, 2)
    return pixels.astype(np.uint8)


def centre_crop(picture, side):
    cut = transforms.Compose(
        [transforms.Resize(256), transforms.CenterCrop(side)])
    return np.asarray(cut(picture))


RULES = {"short": whole_frame, "crop": centre_crop}


def as_torchvision(pixels):
    return ((pixels / 255 - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225])


def as_caffe(pixels):
    return pixels[..., ::-1] - np.array([104.0, 117.0, 123.0])


def as_keras(pixels):
    return pixels / 127.5 - 1


# ---- Networks with the weights of files ------------------------------------------


def torchvision_network(arch):
    def load(path):
        net = getattr(torchvision.models, arch)(weights=None)
        net.load_state_dict(torch.load(path, map_location="cpu"))
        return net.eval()
    return load


def functional_network(make, arch, params_of):
    """`params_of(path)` gives a function of a key and a shape."""
    head = networks.NETWORKS[arch].head

    def load(path):
        run = make(params_of(path), 1000)
        return lambda x: run(x)[head.logits].reshape(1, -1)
    return load


def squeezenet_layer(key):
    """torchvision's key -> Caffe's layer."""
    fires = dict(zip((3, 4, 6, 7, 9, 10, 11, 12), range(2, 10)))
    fields = key.split(".")
    if fields[0] == "classifier":
        return "conv10"
    if fields[1] == "0":
        return "conv1"
    part = fields[2].replace("squeeze", "squeeze1x1")
    return f"fire{fires[int(fields[1])]}/{part}"


def googlenet_layer(key):
    fields = key.split(".")
    if not fields[0].startswith("inception"):
        return {"conv1": "conv1/7x7_s2", "conv2": "conv2/3x3_reduce",
                "conv3": "conv2/3x3", "fc": "loss3/classifier"}[fields[0]]
    part = {"branch1": "1x1", "branch2.0": "3x3_reduce", "branch2.1": "3x3",
            "branch3.0": "5x5_reduce", "branch3.1": "5x5",
            "branch4.1": "pool_proj"}[".".join(fields[1:-2])]
    return f"inception_{fields[0][-2:]}/{part}"


def caffe_params(layer_of):
    def params_of(path):
        blobs = dict(caffe_tensors(path))

        def param(key, shape):
            blob = blobs[f"{layer_of(key)}:{int(key.endswith('.bias'))}"]
            while blob.ndim > len(shape) and blob.shape[0] == 1:
                blob = blob[0]
            assert blob.shape == shape, (key, blob.shape, shape)
            return blob
        return param
    return params_of


def keras_params(name_of):
    def params_of(path):
        found = dict(keras_tensors(path))

        def param(key, shape):
            values = found[name_of(key)]
            if values.ndim == 2:
                values = values.T
            elif "depthwise_kernel" in name_of(key):
                values = values.transpose(2, 3, 0, 1)
            elif values.ndim == 4:
                values = values.transpose(3, 2, 0, 1)
            assert values.shape == shape, (key, values.shape, shape)
            return np.ascontiguousarray(values)
        return param
    return params_of


def keras_squeezenet_name(key):
    layer = squeezenet_layer(key)
    return f"{layer}/{layer}_{'b' if key.endswith('.bias') else 'W'}:0"


def squeezenet(*source):
    return networks.squeezenet_caffe("1_1", *source)


# `expected`: the folder of ../shared/weights/expected that speaks of it.
Model = namedtuple("Model", "side prepare load expected")

MODELS = {
    "resnet18.pth": Model(
        224, as_torchvision, torchvision_network("resnet18"), "resnet18.pth"),
    "mobilenet_v2.pth": Model(
        224, as_torchvision, torchvision_network("mobilenet_v2"),
        "mobilenet_v2.pth"),
    "mobilenet_v2_keras.h5": Model(
        224, as_keras,
        functional_network(networks.mobilenet_keras, "mobilenet_v2",
                           keras_params(keras_name)), "mobilenet_v2_keras.h5"),
    "bvlc_googlenet.caffemodel": Model(
        224, as_caffe,
        functional_network(networks.googlenet_caffe, "googlenet",
                           caffe_params(googlenet_layer)),
        "bvlc_googlenet.caffemodel"),
    "squeezenet_v1.1.caffemodel": Model(
        227, as_caffe,
        functional_network(squeezenet, "squeezenet1_1",
                           caffe_params(squeezenet_layer)),
        "squeezenet_v1.1.caffemodel"),
    "squeezenet_v1.1_keras.h5": Model(
        227, as_caffe,
        functional_network(squeezenet, "squeezenet1_1",
                           keras_params(keras_squeezenet_name)),
        "squeezenet_v1.1.caffemodel"),
}


# ---- What comes out ---------------------------------------------------------------


def logits_of(model, net, pixels):
    x = model.prepare(pixels.astype(np.float64)).transpose(2, 0, 1)
    x = np.ascontiguousarray(x, np.float32)
    with torch.no_grad():
        return net(torch.from_numpy(x)[None])[0].numpy()


@functools.lru_cache(maxsize=None)
def picture(path):
    return ImageOps.exif_transpose(Image.open(path)).convert("RGB")


@functools.lru_cache(maxsize=None)
def input_pixels(path, rule, side):
    return RULES[rule](picture(path), side)


def check_expected(model, net):
    """Three of the photographs that others have taken through the network."""
    archives = sorted((SHARED / "weights/expected" / model.expected).glob("*.npz"))
    if not archives:
        sys.exit(f"no expected values of {model.expected} in {SHARED}")
    for path in archives[:3]:
        with np.load(path) as values:
            photo = SHARED / "photos/demo" / path.stem
            pixels = input_pixels(photo, "short", model.side)
            if not np.array_equal(pixels, values["resized"]):
                sys.exit(f"{path}: another resized picture")
            wanted = values["logits"]
            error = np.abs(logits_of(model, net, pixels) - wanted).max()
            if not error <= 1e-4 * np.abs(wanted).max():
                sys.exit(f"{path}: logits differ by {error}")


def rows_of(name):
    model = MODELS[name]
    net = model.load(str(SHARED / "weights" / name))
    check_expected(model, net)
    with open(PHOTOS / "labels.tsv", newline="") as file:
        photos = [row["file"] for row in csv.DictReader(file, delimiter="\t")]
    for rule in RULES:
        for photo in photos:
            logits = logits_of(
                model, net, input_pixels(PHOTOS / photo, rule, model.side))
            second, top = np.argsort(logits, kind="stable")[-2:]
            yield (photo, name, rule, str(top), f"{logits[top] - logits[second]:.4f}")


def read_table():
    with open(TABLE, newline="") as file:
        return [tuple(row) for row in csv.reader(file, delimiter="\t")][1:]


def same(old, new):
    """Margins may differ by what another processor's float32 makes of them."""
    return len(old) == len(new) and all(
        a[:4] == b[:4] and abs(float(a[4]) - float(b[4])) < 1e-3
        for a, b in zip(old, new))


def write_rows(file, rows):
    writer = csv.writer(file, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, not write")
    parser.add_argument("--only", metavar="MODEL", choices=MODELS)
    args = parser.parse_args()
    if args.only and not args.check:
        write_rows(sys.stdout, rows_of(args.only))
        return 0
    rows, wrong = [], 0
    for name in [args.only] if args.only else MODELS:
        made = list(rows_of(name))
        rows += made
        if args.check and not same([r for r in read_table() if r[1] == name], made):
            wrong += 1
            print(f"{name}: the table says something else")
        narrow = min(made, key=lambda row: float(row[4]))
        print(f"{name}: {len(made)} rows, narrowest margin {narrow[4]} "
              f"({narrow[0]}, {narrow[2]})", flush=True)
    if not args.check:
        with open(TABLE, "w", newline="") as file:
            write_rows(file, rows)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
