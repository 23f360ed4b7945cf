"""OpenCV's own CPU code (Debian python3-opencv)."""
import cv2

import protocol

args = protocol.arguments()
cv2.setNumThreads(args.threads)


def output_names(model):
    """The importer names a layer after its node, not after its output: the
    logits are the last open end, the features what the last pooling reads."""
    layers = list(model.getLayerNames())
    pools = [i for i, name in enumerate(layers)
             if model.getLayer(model.getLayerId(name)).type == "Pooling"]
    return [model.getUnconnectedOutLayersNames()[-1], layers[pools[-1] - 1]]


def load(net, image):
    # OpenCV 4.6 knows Clip only with its bounds as attributes.
    old = args.models / f"{net}.opset10.onnx"
    path = old if old.exists() else args.models / f"{net}.onnx"
    model = cv2.dnn.readNetFromONNX(str(path))
    model.setPreferableBackend(cv2.dnn.DNN_BACKEND_OPENCV)
    names = ["logits", "features"]
    if not set(names) <= set(model.getLayerNames()):
        names = output_names(model)

    def run():
        model.setInput(image)
        return model.forward(names)

    return run


protocol.serve("opencv-" + cv2.__version__, args.models, load)
