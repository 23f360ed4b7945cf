#!/usr/bin/env python3
"""Writes vectors.inc: small inputs and PyTorch's answers for the reference ops.

    /usr/bin/python3 tests/reference/make_vectors.py > tests/reference/vectors.inc

Needs PyTorch (Debian: python3-torch). Inputs and params are multiples of 1/64
from a fixed linear congruential generator, so they are exact in float32 and the
same on every machine; PyTorch computes in float64 and the answers are printed
with 9 significant digits, which is float32's precision.

Layouts: activations as height x width x channels, weights as PyTorch has them.
"""
import torch
import torch.nn.functional as F

NAN = float("nan")


class Numbers:
    """Multiples of 1/64 in [-2, 2)."""

    def __init__(self, seed):
        self.state = seed

    def draw(self, *shape):
        count = 1
        for n in shape:
            count *= n
        values = []
        for _ in range(count):
            self.state = (self.state * 1664525 + 1013904223) % 2**32
            values.append(((self.state >> 16) % 256 - 128) / 64)
        return torch.tensor(values, dtype=torch.float64).reshape(shape)


def number(value):
    if value != value:
        return "NAN"
    text = "%.9g" % value
    return text + ("f" if "." in text or "e" in text else ".0f")


def numbers(tensor):
    return "{" + ", ".join(number(v) for v in tensor.flatten().tolist()) + "}"


def activation(tensor):
    """A [1, C, H, W] tensor as a C++ Tensor's dims and HWC data."""
    _, c, h, w = tensor.shape
    return "{%d, %d, %d, %s}" % (h, w, c, numbers(tensor[0].permute(1, 2, 0)))


def flag(value):
    return "true" if value else "false"


def same_padding(n, k, stride):
    """TensorFlow's rule: zeros before and after one axis."""
    out = -(-n // stride)
    total = max((out - 1) * stride + k - n, 0)
    return total // 2, total - total // 2


ACTIVATIONS = {
    "kNone": lambda x: x,
    "kRelu": torch.relu,
    "kRelu6": lambda x: torch.clamp(x, 0, 6),
}


def conv_case(seed, name, h, w, in_c, out_c, kh, kw, stride=1,
              pad=(0, 0, 0, 0), groups=1, bias=True, residual=False,
              act="kNone"):
    """pad is (top, left, bottom, right) or "same"."""
    draw = Numbers(seed).draw
    x = draw(1, in_c, h, w)
    weight = draw(out_c, in_c // groups, kh, kw)
    offset = draw(out_c) if bias else None
    if pad == "same":
        top, bottom = same_padding(h, kh, stride)
        left, right = same_padding(w, kw, stride)
    else:
        top, left, bottom, right = pad
    padded = F.pad(x, (left, right, top, bottom))
    y = F.conv2d(padded, weight, offset, stride=stride, groups=groups)
    shortcut = draw(*y.shape) if residual else None
    if residual:
        y = y + shortcut
    y = ACTIVATIONS[act](y)
    rule = "Padding::Same()" if pad == "same" else (
        "{Padding::Rule::kExplicit, %d, %d, %d, %d}" % pad)
    print('    {"%s", {%d, %d, %d, %d, %s, %d, 0, {}, Activation::%s},'
          % (name, out_c, kh, kw, stride, rule, groups, act))
    print("     %s," % activation(x))
    print("     %s," % numbers(weight))
    print("     %s," % (numbers(offset) if bias else "{}"))
    print("     %s," % (activation(shortcut) if residual else "{}"))
    print("     %s}," % activation(y))


def conv_cases():
    print("const std::vector<ConvCase> kConvCases = {")
    conv_case(1, "Pointwise", 3, 4, 5, 6, 1, 1)
    conv_case(2, "PointwiseWithoutBias", 2, 3, 9, 10, 1, 1, bias=False)
    conv_case(3, "PaddedOnAllSides", 4, 5, 3, 4, 3, 3, pad=(1, 1, 1, 1))
    conv_case(4, "Stride2OddInput", 7, 5, 2, 3, 3, 3, 2, (1, 1, 1, 1))
    conv_case(5, "Stride2EvenInput", 6, 8, 2, 3, 3, 3, 2, (1, 1, 1, 1))
    conv_case(6, "SevenBySevenStride2", 9, 10, 3, 2, 7, 7, 2, (3, 3, 3, 3))
    conv_case(7, "Stride3WithoutPadding", 8, 10, 2, 2, 3, 3, 3)
    conv_case(8, "FourDifferentPaddings", 4, 3, 2, 3, 3, 2,
              pad=(0, 1, 2, 3))
    conv_case(9, "OblongKernel", 5, 6, 2, 2, 1, 5, pad=(0, 2, 0, 2))
    conv_case(10, "PaddingWiderThanInput", 1, 2, 2, 2, 5, 5,
              pad=(2, 2, 2, 2))
    conv_case(11, "PointwiseWithPadding", 2, 2, 3, 4, 1, 1,
              pad=(1, 1, 1, 1))
    conv_case(12, "SameStride2EvenAndOdd", 6, 7, 2, 3, 3, 3, 2, "same")
    conv_case(13, "SameStride2OddAndEven", 5, 4, 2, 3, 3, 3, 2, "same")
    conv_case(14, "SameStride3Kernel5", 7, 8, 2, 2, 5, 5, 3, "same")
    conv_case(15, "SameStrideBeyondKernel", 5, 6, 2, 2, 1, 1, 3, "same")
    conv_case(16, "TwoGroups", 4, 4, 4, 6, 3, 3, pad=(1, 1, 1, 1), groups=2)
    conv_case(17, "WideGroups", 2, 3, 6, 18, 1, 1, groups=2)
    conv_case(18, "Depthwise", 4, 5, 5, 5, 3, 3, pad=(1, 1, 1, 1), groups=5)
    conv_case(19, "DepthwiseStride2Same", 6, 5, 4, 4, 3, 3, 2, "same",
              groups=4)
    conv_case(20, "DepthwiseMultiplier2", 4, 4, 3, 6, 3, 3,
              pad=(1, 1, 1, 1), groups=3)
    conv_case(21, "Relu", 3, 3, 3, 4, 3, 3, pad=(1, 1, 1, 1), act="kRelu")
    conv_case(22, "Relu6", 3, 3, 3, 4, 3, 3, pad=(1, 1, 1, 1), act="kRelu6")
    conv_case(23, "Residual", 3, 4, 3, 4, 3, 3, pad=(1, 1, 1, 1),
              residual=True)
    conv_case(24, "ResidualRelu", 5, 5, 3, 4, 3, 3, 2, (1, 1, 1, 1),
              residual=True, act="kRelu")
    conv_case(25, "ResidualRelu6WithoutBias", 3, 3, 2, 9, 1, 1, bias=False,
              residual=True, act="kRelu6")
    print("};\n")


def pool_case(seed, name, h, w, k, stride, pad, ceil, count_pad=None,
              c=2, nan_at=None):
    x = Numbers(seed).draw(1, c, h, w)
    if nan_at is not None:
        x[0, 0, nan_at[0], nan_at[1]] = NAN
    if count_pad is None:
        y = F.max_pool2d(x, k, stride, pad, ceil_mode=ceil)
        spec = "%d, %d, %d, %s" % (k, stride, pad, flag(ceil))
    else:
        y = F.avg_pool2d(x, k, stride, pad, ceil_mode=ceil,
                         count_include_pad=count_pad)
        spec = "%d, %d, %d, %s, %s" % (k, stride, pad, flag(ceil),
                                       flag(count_pad))
    print('    {"%s", {%s},' % (name, spec))
    print("     %s," % activation(x))
    print("     %s}," % activation(y))


def pool_cases():
    print("const std::vector<PoolCase<MaxPool>> kMaxPoolCases = {")
    pool_case(31, "Floor", 6, 7, 3, 2, 0, False)
    pool_case(32, "Ceil", 6, 7, 3, 2, 0, True)
    pool_case(33, "CeilWhereItFits", 7, 9, 3, 2, 0, True)
    pool_case(34, "CeilFirstWindowPartial", 2, 3, 3, 2, 0, True)
    pool_case(35, "PaddedFloor", 5, 6, 3, 2, 1, False)
    pool_case(36, "PaddedCeil", 5, 6, 3, 2, 1, True)
    pool_case(37, "Stride1Padded", 4, 3, 3, 1, 1, True)
    pool_case(38, "TwoByTwoCeil", 5, 4, 2, 2, 0, True)
    pool_case(39, "LastWindowDropped", 5, 3, 2, 3, 1, True)
    pool_case(40, "StrideBeyondWindow", 7, 8, 2, 3, 0, True)
    pool_case(41, "OnePixelPadded", 1, 1, 3, 2, 1, False)
    pool_case(42, "NanWins", 4, 5, 3, 1, 1, False, nan_at=(1, 2))
    print("};\n")
    print("const std::vector<PoolCase<AvgPool>> kAvgPoolCases = {")
    for seed, name, count in ((51, "", False), (61, "CountPad", True)):
        pool_case(seed, "Floor" + name, 6, 7, 3, 2, 0, False, count)
        pool_case(seed + 1, "Ceil" + name, 6, 7, 3, 2, 0, True, count)
        pool_case(seed + 2, "PaddedFloor" + name, 5, 6, 3, 2, 1, False, count)
        pool_case(seed + 3, "PaddedCeil" + name, 6, 7, 3, 2, 1, True, count)
        pool_case(seed + 4, "Stride1Padded" + name, 4, 3, 3, 1, 1, True, count)
        pool_case(seed + 5, "LastWindowDropped" + name, 5, 3, 2, 3, 1, True,
                  count)
        pool_case(seed + 6, "CeilFirstWindowPartial" + name, 2, 3, 3, 2, 0,
                  True, count)
    print("};\n")


def lrn_case(seed, name, c, size, alpha, beta, k):
    x = Numbers(seed).draw(1, c, 2, 2) * 16
    y = F.local_response_norm(x, size, alpha=alpha, beta=beta, k=k)
    print('    {"%s", {%d, %s, %s, %s},'
          % (name, size, number(alpha), number(beta), number(k)))
    print("     %s," % activation(x))
    print("     %s}," % activation(y))


def lrn_cases():
    # alpha and beta are exact in float32 or rounded to it first, so that both
    # sides compute with the same constants.
    to_f32 = lambda v: torch.tensor(v, dtype=torch.float32).item()
    print("const std::vector<LrnCase> kLrnCases = {")
    lrn_case(71, "GoogLeNet", 8, 5, to_f32(1e-4), 0.75, 1.0)
    lrn_case(72, "Strong", 7, 5, 0.5, 0.75, 1.0)
    lrn_case(73, "Size3OtherConstants", 6, 3, 0.25, 0.5, 2.0)
    lrn_case(74, "FewerChannelsThanSize", 3, 5, 0.5, 0.75, 1.0)
    lrn_case(75, "Size1", 4, 1, 0.5, 0.75, 1.0)
    print("};\n")


def norm_cases():
    print("const std::vector<NormCase> kNormCases = {")
    for seed, name, eps in ((81, "SmallEps", 2.0**-17),
                            (82, "LargeEps", 2.0**-10)):
        draw = Numbers(seed).draw
        x = draw(1, 5, 2, 3)
        weight, bias, mean = draw(5), draw(5), draw(5)
        var = draw(5).abs() + 1 / 64
        y = F.batch_norm(x, mean, var, weight, bias, training=False, eps=eps)
        print('    {"%s", %.17g,' % (name, eps))
        print("     %s," % activation(x))
        for params in (weight, bias, mean, var):
            print("     %s," % numbers(params))
        print("     %s}," % activation(y))
    print("};\n")


def unary_cases():
    softmax = lambda x: F.softmax(x, dim=1)
    mean = lambda x: F.adaptive_avg_pool2d(x, 1)
    cases = {
        "kSoftmaxCases": [
            ("Small", Numbers(91).draw(1, 7, 1, 1), softmax),
            ("PerPixel", Numbers(92).draw(1, 3, 2, 2), softmax),
            ("HugeLogits", Numbers(93).draw(1, 5, 1, 1) * 4096, softmax),
            ("AllEqual", torch.full((1, 4, 1, 1), 3.0).double(), softmax),
        ],
        "kGlobalMeanCases": [
            ("Oblong", Numbers(94).draw(1, 4, 3, 5), mean),
            ("OnePixel", Numbers(95).draw(1, 3, 1, 1), mean),
        ],
        "kReluCases": [("Relu", Numbers(96).draw(1, 8, 2, 2), torch.relu)],
        "kRelu6Cases": [("Relu6", Numbers(97).draw(1, 8, 2, 2) * 8,
                         F.relu6)],
    }
    for name, members in cases.items():
        print("const std::vector<UnaryCase> %s = {" % name)
        for case, x, function in members:
            print('    {"%s",' % case)
            print("     %s," % activation(x))
            print("     %s}," % activation(function(x)))
        print("};\n")


def dense_cases():
    print("const std::vector<DenseCase> kDenseCases = {")
    for seed, name, bias in ((101, "Bias", True), (102, "NoBias", False)):
        draw = Numbers(seed).draw
        x, weight = draw(1, 6), draw(4, 6)
        offset = draw(4) if bias else None
        y = F.linear(x, weight, offset)
        print('    {"%s",' % name)
        print("     %s," % activation(x[:, :, None, None]))
        print("     %s," % numbers(weight))
        print("     %s," % (numbers(offset) if bias else "{}"))
        print("     %s}," % activation(y[:, :, None, None]))
    print("};")


def main():
    print("// Written by make_vectors.py with PyTorch; types in ops_test.cc.")
    conv_cases()
    pool_cases()
    lrn_cases()
    norm_cases()
    unary_cases()
    dense_cases()


if __name__ == "__main__":
    main()
