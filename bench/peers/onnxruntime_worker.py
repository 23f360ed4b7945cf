"""ONNX Runtime (PyPI onnxruntime), its CPU provider."""
import onnxruntime

import protocol

args = protocol.arguments()


def load(net, image):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = args.threads
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(args.models / f"{net}.onnx"), options,
        providers=["CPUExecutionProvider"])
    feed = {session.get_inputs()[0].name: image}
    return lambda: session.run(["logits", "features"], feed)


protocol.serve("onnxruntime-" + onnxruntime.__version__, args.models, load)
