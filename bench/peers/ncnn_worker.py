"""ncnn (PyPI ncnn) in f32, on models that PyPI's pnnx made from the ONNX."""
import ncnn
import numpy as np

import protocol

args = protocol.arguments()
keep = []  # ncnn does not own what it is given


def load(net, image):
    model = ncnn.Net()
    model.opt.num_threads = args.threads
    model.opt.use_vulkan_compute = False
    for half in ("fp16_packed", "fp16_storage", "fp16_arithmetic",
                 "bf16_storage"):
        setattr(model.opt, "use_" + half, False)
    base = str(args.models / f"{net}.ncnn")
    if model.load_param(base + ".param") or model.load_model(base + ".bin"):
        raise RuntimeError("ncnn can't read " + base)
    plane = np.ascontiguousarray(image[0])
    source = ncnn.Mat(plane)
    keep.extend([model, plane, source])

    def run():
        extractor = model.create_extractor()
        extractor.input("in0", source)
        features = extractor.extract("out1")[1]
        return np.array(extractor.extract("out0")[1]), np.array(features)

    return run


protocol.serve("ncnn-" + ncnn.__version__, args.models, load)
