"""OpenVINO (PyPI openvino), its CPU plug-in held to f32."""
import openvino

import protocol

args = protocol.arguments()
core = openvino.Core()
OPTIONS = {
    "PERFORMANCE_HINT": "LATENCY",
    "NUM_STREAMS": 1,
    "INFERENCE_NUM_THREADS": args.threads,
    "INFERENCE_PRECISION_HINT": "f32",
}


def load(net, image):
    model = core.read_model(args.models / f"{net}.onnx")
    compiled = core.compile_model(model, "CPU", OPTIONS)
    request = compiled.create_infer_request()
    request.set_input_tensor(openvino.Tensor(image, shared_memory=True))
    outputs = [request.get_tensor(compiled.output(name))
               for name in ("logits", "features")]

    def run():
        request.infer()
        return [tensor.data for tensor in outputs]

    return run


version = openvino.__version__.split("-")[0]
protocol.serve("openvino-" + version, args.models, load)
