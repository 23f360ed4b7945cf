"""LiteRT (PyPI ai-edge-litert) with its XNNPACK delegate, on NHWC models.

The input is set once and the outputs are read where they lie, which is how a
program that cares for time uses it; only a check brings them to NCHW."""
import importlib.metadata

import numpy as np
from ai_edge_litert.interpreter import Interpreter

import protocol

args = protocol.arguments()


class Result:
    """Becomes an array when asked to; holds no view while invoke() runs."""

    def __init__(self, interpreter, index):
        self.interpreter = interpreter
        self.index = index

    def __array__(self, dtype=None, copy=None):
        array = self.interpreter.get_tensor(self.index)
        if array.ndim == 4:
            array = array.transpose(0, 3, 1, 2)
        return np.asarray(array, dtype)


def load(net, image):
    interpreter = Interpreter(str(args.models / f"{net}.tflite"),
                              num_threads=args.threads)
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"],
                           np.ascontiguousarray(image.transpose(0, 2, 3, 1)))
    details = sorted(interpreter.get_output_details(),
                     key=lambda output: len(output["shape"]))
    results = [Result(interpreter, output["index"]) for output in details]

    def run():
        interpreter.invoke()
        return results

    return run


version = importlib.metadata.version("ai-edge-litert")
protocol.serve("litert-" + version, args.models, load)
