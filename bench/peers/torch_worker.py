"""PyTorch: frozen TorchScript, optimised for inference (oneDNN inside). Runs
with Debian's python3-torch and with PyPI's torch."""
import torch

import protocol

args = protocol.arguments()
torch.set_num_threads(args.threads)
torch.set_grad_enabled(False)


def load(net, image):
    model = torch.jit.load(str(args.models / f"{net}.pt")).eval()
    model = torch.jit.optimize_for_inference(torch.jit.freeze(model))
    x = torch.from_numpy(image)
    for _ in range(3):  # it compiles while it meets its first inputs
        model(x)
    return lambda: [output.numpy() for output in model(x)]


version = torch.__version__.split("+")[0]
protocol.serve("torch-" + version, args.models, load)
