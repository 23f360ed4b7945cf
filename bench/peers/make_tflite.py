#!/usr/bin/env python3
"""Makes NET.tflite (NHWC, f32) of each NET.onnx with TensorFlow's converter.

  make_tflite.py FOLDER

Needs PyPI's tensorflow-cpu and onnx. Padding becomes SAME where that means the
same zeros, else a pad of its own, which XNNPACK folds into a convolution. Max
pools are padded with zeros, too: what they read comes from a ReLU.
"""
import pathlib
import sys

import onnx
import tensorflow as tf
from onnx import numpy_helper


def padded(x, window, strides, pads, ceil):
    """x, padded where need be, and TensorFlow's word for what is left to do."""
    same, pairs = True, []
    for size, k, s, before, after in zip(x.shape[1:3], window, strides,
                                         pads[:2], pads[2:]):
        if ceil:  # the last window may begin inside the input alone
            after += -(size + before + after - k) % s
        out = -(-size // s)
        total = max(0, (out - 1) * s + k - size)
        used = ((size + before + after - k) // s) * s + k - size - before
        same &= (before, max(0, used)) == (total // 2, total - total // 2)
        pairs.append([before, after])
    if not any(map(any, pairs)):
        return x, "VALID"
    if same:
        return x, "SAME"
    return tf.pad(x, [[0, 0], *pairs, [0, 0]]), "VALID"


def convolution(x, node, weights, attributes):
    kernel, bias = weights[node.input[1]], weights[node.input[2]]
    strides = attributes.get("strides", [1, 1])
    x, padding = padded(x, kernel.shape[2:], strides,
                        attributes.get("pads", [0] * 4), False)
    steps = [1, *strides, 1]
    if attributes.get("group", 1) == 1:
        y = tf.nn.conv2d(x, kernel.transpose(2, 3, 1, 0), steps, padding)
    else:
        y = tf.nn.depthwise_conv2d(x, kernel.transpose(2, 3, 0, 1), steps,
                                   padding)
    return tf.nn.bias_add(y, bias)


def max_pool(x, attributes):
    window = attributes["kernel_shape"]
    strides = attributes.get("strides", [1, 1])
    x, padding = padded(x, window, strides, attributes.get("pads", [0] * 4),
                        attributes.get("ceil_mode", 0))
    return tf.nn.max_pool2d(x, window, strides, padding)


def apply(node, inputs, weights):
    attributes = {a.name: onnx.helper.get_attribute_value(a)
                  for a in node.attribute}
    x = inputs[0]
    if node.op_type == "Conv":
        return convolution(x, node, weights, attributes)
    if node.op_type == "Gemm":
        return tf.nn.bias_add(tf.matmul(x, weights[node.input[1]].T),
                              weights[node.input[2]])
    if node.op_type == "MaxPool":
        return max_pool(x, attributes)
    simple = {
        "Relu": lambda: tf.nn.relu(x),
        "Clip": lambda: tf.nn.relu6(x),
        "Add": lambda: x + inputs[1],
        "Concat": lambda: tf.concat(inputs, 3),
        "GlobalAveragePool": lambda: tf.reduce_mean(x, [1, 2]),
        "Flatten": lambda: x,  # of what is pooled already
        "Identity": lambda: x,
    }
    return simple[node.op_type]()


def network(graph, image):
    weights = {w.name: numpy_helper.to_array(w) for w in graph.initializer}
    made = {graph.input[0].name: image}
    for node in graph.node:
        if node.op_type == "Constant":
            weights[node.output[0]] = numpy_helper.to_array(
                node.attribute[0].t)
            continue
        inputs = [made[name] for name in node.input if name in made]
        made[node.output[0]] = apply(node, inputs, weights)
    return {output.name: made[output.name] for output in graph.output}


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*.onnx")):
        if ".opset" in path.name:
            continue
        graph = onnx.load(path).graph
        shape = [d.dim_value
                 for d in graph.input[0].type.tensor_type.shape.dim]
        spec = tf.TensorSpec([1, *shape[2:], 3], tf.float32, name="image")
        function = tf.function(lambda image: network(graph, image))
        converter = tf.lite.TFLiteConverter.from_concrete_functions(
            [function.get_concrete_function(spec)], tf.Module())
        path.with_suffix(".tflite").write_bytes(converter.convert())
        print(path.with_suffix(".tflite").name, flush=True)


if __name__ == "__main__":
    main()
