"""The networks that the goldens come from, independent of the C++ ones.

Each function takes an input [1, 3, h, w] and returns a dict of every layer's
float64 activations under the engine's names, in order. torchvision's variants
are torchvision's own modules, watched by hooks; Caffe's and Keras's are written
here with torch.nn.functional.
"""
from collections import namedtuple

import torch
import torch.nn.functional as F
import torchvision.models as tvm

from random_params import random_param

CLASSES = 10


# ---- torchvision's modules -------------------------------------------------


def _torchvision_module(arch):
    if arch == "googlenet":
        return tvm.googlenet(
            num_classes=CLASSES, aux_logits=False, init_weights=False
        )
    return getattr(tvm, arch)(num_classes=CLASSES)


def _load_random(module):
    state = module.state_dict()
    for name, tensor in state.items():
        if not name.endswith("num_batches_tracked"):
            value = random_param(name, tuple(tensor.shape))
            state[name] = torch.from_numpy(value)
    module.load_state_dict(state)
    return module.double().eval()


def _watch(module, values):
    """Hooks that note what each layer gives. Clones, as ReLUs work in place."""

    def note(name):
        def hook(_, __, output):
            values[name] = output.clone()

        return hook

    def note_input(name):
        def hook(_, inputs):
            values[name] = inputs[0].clone()

        return hook

    def note_block_relu(block):
        """torchvision's BasicBlock calls one ReLU twice, once on the sum."""
        calls = []

        def before(_, inputs):
            calls.append(1)
            if len(calls) % 2 == 0:
                values[block + ".add"] = inputs[0].clone()

        def after(_, __, output):
            number = 2 - len(calls) % 2
            values[f"{block}.relu{number}"] = output.clone()

        return before, after

    for name, layer in module.named_modules():
        kind = type(layer).__name__
        parent, _, last = name.rpartition(".")
        if kind == "BasicConv2d":  # ends in a functional ReLU
            layer.register_forward_hook(note(name + ".relu"))
        elif kind in ("Inception", "Fire"):
            layer.register_forward_hook(note(name))
        elif kind == "InvertedResidual" and layer.use_res_connect:
            layer.register_forward_hook(note(name + ".add"))
        elif parent.startswith("layer") and last == "relu":
            before, after = note_block_relu(parent)
            layer.register_forward_pre_hook(before)
            layer.register_forward_hook(after)
        elif not list(layer.children()):
            layer.register_forward_hook(note(name))
    if isinstance(module, tvm.MobileNetV2):  # its mean is functional
        module.classifier[0].register_forward_pre_hook(note_input("avgpool"))


def torchvision_network(arch):
    module = _load_random(_torchvision_module(arch))
    values = {}
    _watch(module, values)

    def run(x):
        values.clear()
        values["softmax"] = F.softmax(module(x), dim=1)
        return dict(values)

    return run


# ---- Caffe's and Keras's ---------------------------------------------------


def random_double(name, shape):
    return random_param(name, shape).astype("f8")


class _Layers:
    """Functional layers, noting every result. `params(key, shape)` gives their
    params, in the type that they compute in."""

    def __init__(self, params=random_double, classes=CLASSES):
        self.params, self.classes, self.values = params, classes, {}

    def note(self, name, x):
        self.values[name] = x
        return x

    def param(self, name, *shape):
        return torch.from_numpy(self.params(name, shape))

    def conv(self, name, x, out_c, k, stride=1, pad=0, groups=1, bias=True):
        in_c = x.shape[1] // groups
        weight = self.param(name + ".weight", out_c, in_c, k, k)
        b = self.param(name + ".bias", out_c) if bias else None
        y = F.conv2d(x, weight, b, stride, pad, 1, groups)
        return self.note(name, y)

    def batch_norm(self, name, x, eps):
        mean, var, weight, bias = (
            self.param(f"{name}.{part}", x.shape[1])
            for part in ("running_mean", "running_var", "weight", "bias")
        )
        y = F.batch_norm(x, mean, var, weight, bias, False, 0.0, eps)
        return self.note(name, y)

    def head(self, mean, dropout, dense, features):
        x = self.note(mean, features.mean(dim=(2, 3)))
        x = self.note(dropout, x)
        weight = self.param(dense + ".weight", self.classes, x.shape[1])
        bias = self.param(dense + ".bias", self.classes)
        x = self.note(dense, F.linear(x, weight, bias))
        self.note("softmax", F.softmax(x, dim=1))


def _caffe_pool(x, k=3):
    return F.max_pool2d(x, k, 2, ceil_mode=True)


def _fire(net, name, x, squeeze, expand1, expand3):
    def conv(part, y, out_c, k, pad):
        y = net.conv(f"{name}.{part}", y, out_c, k, pad=pad)
        return net.note(f"{name}.{part}_activation", F.relu(y))

    x = conv("squeeze", x, squeeze, 1, 0)
    parts = [conv("expand1x1", x, expand1, 1, 0), conv("expand3x3", x, expand3, 3, 1)]
    return net.note(name, torch.cat(parts, 1))


_FIRES = {
    2: (16, 64, 64), 3: (16, 64, 64), 4: (32, 128, 128), 5: (32, 128, 128),
    6: (48, 192, 192), 7: (48, 192, 192), 8: (64, 256, 256), 9: (64, 256, 256),
}  # fmt: skip


def squeezenet_caffe(version, *source):
    """Caffe's prototxt: pools after conv1, fire3, fire5 (1.1) or after conv1,
    fire4, fire8 (1.0); 1.0 pads conv10 by one. `source`, here and below: what
    _Layers takes."""
    first, pooled_fires, head_pad = {
        "1_1": ((64, 3), (3, 5), 0),
        "1_0": ((96, 7), (4, 8), 1),
    }[version]

    def run(x):
        net = _Layers(*source)
        x = net.conv("features.0", x, *first, stride=2)
        x = net.note("features.1", F.relu(x))
        x = net.note("features.2", _caffe_pool(x))
        index = 3
        for number, widths in _FIRES.items():
            x = _fire(net, f"features.{index}", x, *widths)
            index += 1
            if number in pooled_fires:
                x = net.note(f"features.{index}", _caffe_pool(x))
                index += 1
        x = net.note("classifier.0", x)
        x = net.conv("classifier.1", x, net.classes, 1, pad=head_pad)
        x = net.note("classifier.2", F.relu(x))
        x = net.note("classifier.3", x.mean(dim=(2, 3)))
        net.note("softmax", F.softmax(x, dim=1))
        return net.values

    return run


# 1x1 | 3x3 reduce, 3x3 | 5x5 reduce, 5x5 | pool projection
_INCEPTION = {
    "3a": (64, 96, 128, 16, 32, 32),
    "3b": (128, 128, 192, 32, 96, 64),
    "4a": (192, 96, 208, 16, 48, 64),
    "4b": (160, 112, 224, 24, 64, 64),
    "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64),
    "4e": (256, 160, 320, 32, 128, 128),
    "5a": (256, 160, 320, 32, 128, 128),
    "5b": (384, 192, 384, 48, 128, 128),
}


def googlenet_caffe(*source):
    """BVLC's prototxt: ReLU after every convolution, LRN after pool1 and after
    the stem's 3x3, pool3 after 3b, pool4 after 4e."""
    net = None

    def conv(name, x, out_c, k, stride=1):
        y = net.conv(name + ".conv", x, out_c, k, stride, k // 2)
        return net.note(name + ".relu", F.relu(y))

    def lrn(name, x):
        """Across 5 channels; written out, so as not to lean on one library's
        reading of alpha."""
        padded = F.pad(x * x, (0, 0, 0, 0, 2, 2))
        total = sum(padded[:, i : i + x.shape[1]] for i in range(5))
        return net.note(name, x / (1.0 + 1e-4 / 5 * total) ** 0.75)

    def block(name, x, c1, r3, c3, r5, c5, pool):
        parts = [
            conv(name + ".branch1", x, c1, 1),
            conv(name + ".branch2.1", conv(name + ".branch2.0", x, r3, 1), c3, 3),
            conv(name + ".branch3.1", conv(name + ".branch3.0", x, r5, 1), c5, 5),
        ]
        pooled = net.note(name + ".branch4.0", F.max_pool2d(x, 3, 1, 1))
        parts.append(conv(name + ".branch4.1", pooled, pool, 1))
        return net.note(name, torch.cat(parts, 1))

    def run(x):
        nonlocal net
        net = _Layers(*source)
        x = conv("conv1", x, 64, 7, 2)
        x = net.note("maxpool1", _caffe_pool(x))
        x = lrn("norm1", x)
        x = conv("conv3", conv("conv2", x, 64, 1), 192, 3)
        x = lrn("norm2", x)
        x = net.note("maxpool2", _caffe_pool(x))
        for name, widths in _INCEPTION.items():
            x = block("inception" + name, x, *widths)
            if name in ("3b", "4e"):
                number = {"3b": 3, "4e": 4}[name]
                x = net.note(f"maxpool{number}", _caffe_pool(x))
        net.head("avgpool", "dropout", "fc", x)
        return net.values

    return run


def mobilenet_v1(top, keras=False):
    """The paper's table 1. Activations are cut at `top`. As keras_applications
    has it: the first convolution "same", at stride 2 the depthwise ones after
    ZeroPadding2D(((0, 1), (0, 1))), batch norm with epsilon 1e-3."""
    net = None

    def conv_bn_act(name, x, out_c, k=1, stride=1, groups=1):
        pad = k // 2
        if keras and stride == 2:
            h, w = x.shape[2:] if groups == 1 else (0, 0)
            x, pad = F.pad(x, (w % 2, 1, h % 2, 1)), 0
        x = net.conv(name + ".0", x, out_c, k, stride, pad, groups, bias=False)
        x = net.batch_norm(name + ".1", x, 1e-3 if keras else 1e-5)
        return net.note(name + ".2", x.clamp(0, top))

    def run(x):
        nonlocal net
        net = _Layers()
        x = conv_bn_act("features.0", x, 32, 3, 2)
        blocks = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)]
        blocks += [(512, 1)] * 5 + [(1024, 2), (1024, 1)]
        for number, (out_c, stride) in enumerate(blocks, 1):
            name, in_c = f"features.{number}", x.shape[1]
            x = conv_bn_act(name + ".0", x, in_c, 3, stride, groups=in_c)
            x = conv_bn_act(name + ".1", x, out_c)
        net.head("avgpool", "classifier.0", "classifier.1", x)
        return net.values

    return run


def mobilenet_keras(*source):
    """keras_applications' mobilenet_v2: correct_pad then a "valid" convolution
    at stride 2, "same" otherwise; batch norm with epsilon 1e-3."""
    net = None

    def correct_pad(x):
        """Keras: (k // 2 - (1 - n % 2), k // 2) zeros before and after."""
        h, w = x.shape[2:]
        return F.pad(x, (w % 2, 1, h % 2, 1))

    def conv_bn(conv, norm, x, out_c, k=1, stride=1, groups=1):
        if stride == 2:
            x, pad = correct_pad(x), 0
        else:
            pad = k // 2
        x = net.conv(conv, x, out_c, k, stride, pad, groups, bias=False)
        return net.batch_norm(norm, x, 1e-3)

    def conv_bn_relu6(name, x, *args, **kwargs):
        y = conv_bn(name + ".0", name + ".1", x, *args, **kwargs)
        return net.note(name + ".2", y.clamp(0, 6))

    def block(name, x, expansion, out_c, stride):
        in_c = x.shape[1]
        y, part = x, 0
        if expansion != 1:
            y = conv_bn_relu6(f"{name}.conv.0", y, in_c * expansion)
            part = 1
        y = conv_bn_relu6(
            f"{name}.conv.{part}", y, y.shape[1], 3, stride, groups=y.shape[1]
        )
        y = conv_bn(f"{name}.conv.{part + 1}", f"{name}.conv.{part + 2}", y, out_c)
        if stride == 1 and in_c == out_c:
            y = net.note(name + ".add", x + y)
        return y

    def run(x):
        nonlocal net
        net = _Layers(*source)
        x = conv_bn_relu6("features.0", x, 32, 3, 2)
        number = 1
        for t, c, n, s in (
            (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2),
            (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
        ):  # fmt: skip
            for i in range(n):
                x = block(f"features.{number}", x, t, c, s if i == 0 else 1)
                number += 1
        x = conv_bn_relu6("features.18", x, 1280)
        net.head("avgpool", "classifier.0", "classifier.1", x)
        return net.values

    return run


# ---- All of them -----------------------------------------------------------

# Where the maps come from: the features, the logits, the dense layer's weight
# (None: the features are the maps).
Head = namedtuple("Head", "features logits weight")
# A function that makes run(x); the input's usual side, the smallest one and its
# scale: Caffe's pictures span 0..255, and GoogLeNet's local response norm only
# shows at such a scale.
Variant = namedtuple("Variant", "name make side minimum scale", defaults=[1])
# Variants in the order of the network's record.
Network = namedtuple("Network", "head variants")


def _torchvision(arch, minimum):
    return Variant("torchvision", lambda: torchvision_network(arch), 224, minimum)


def _squeezenet(version, minimum):
    return Network(
        Head("classifier.2", "classifier.3", None),
        [
            _torchvision("squeezenet" + version, minimum),
            Variant("caffe", lambda: squeezenet_caffe(version), 227, minimum),
        ],
    )


NETWORKS = {
    "squeezenet1_0": _squeezenet("1_0", 21),
    "squeezenet1_1": _squeezenet("1_1", 17),
    "googlenet": Network(
        Head("inception5b", "fc", "fc.weight"),
        [_torchvision("googlenet", 15), Variant("caffe", googlenet_caffe, 224, 31, 64)],
    ),
    "resnet18": Network(
        Head("layer4.1.relu2", "fc", "fc.weight"), [_torchvision("resnet18", 1)]
    ),
    "mobilenet_v1": Network(
        Head("features.13.1.2", "classifier.1", "classifier.1.weight"),
        [
            Variant("torchvision", lambda: mobilenet_v1(None), 224, 1),
            Variant("keras", lambda: mobilenet_v1(6, keras=True), 224, 31),
            Variant("timm", lambda: mobilenet_v1(6), 224, 1),
        ],
    ),
    "mobilenet_v2": Network(
        Head("features.18.2", "classifier.1", "classifier.1.weight"),
        [_torchvision("mobilenet_v2", 1), Variant("keras", mobilenet_keras, 224, 1)],
    ),
}
