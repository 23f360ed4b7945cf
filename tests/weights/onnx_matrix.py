#!/usr/bin/env python3
"""ONNX exports of the four networks over opsets and exporters, held against
ONNX Runtime.

    tests/weights/onnx_matrix.py CAMTOOL [--quick] [--network NAME...]

Run it with a Python that has torch, torchvision, onnx, onnxruntime and, for
torch's new exporter, onnxscript:

    python3 -m venv venv
    venv/bin/pip install torch torchvision onnx onnxscript onnxruntime
    venv/bin/python tests/weights/onnx_matrix.py build/release/tools/camtool

Where Debian's torch 1.13 is there too (/usr/bin/python3), its exporter is one
more of the rows. Each export must convert without a flag and give the logits
that ONNX Runtime computes from the same file. With direct convolutions: to 1e-5
of the largest and three times what single precision costs ONNX Runtime itself
against torch in float64, since random weights cancel more than trained ones. As
users run it, Winograd's rounding on top: to what `camtool verify` asks. Files that onnx's version
converter brings to newer opsets are rows too. What can't be made is listed, not
counted. Exits with 77 where a package is missing; --quick takes two opsets of
each exporter.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import warnings

try:
    import numpy as np
    import onnx
    import onnx.version_converter
    import onnxruntime
except ImportError as error:
    print(f'skipped: {error}')
    sys.exit(77)

DEBIAN_PYTHON = '/usr/bin/python3'
NETWORKS = ['squeezenet1_1', 'googlenet', 'resnet18', 'mobilenet_v2']
CONVERTED_OPSETS = range(14, 25)  # upwards alone: onnx can't do much else
SIDE = 160  # enough for every network, and quick
TOLERANCE = 1e-5

# Run by either torch: networks with random weights and statistics of what their
# layers see, exported in every way that this torch knows.
EXPORTER = r'''
import copy, sys, warnings
warnings.simplefilter('ignore')
import numpy as np
import torch, torchvision
name, folder, quick = sys.argv[1], sys.argv[2], sys.argv[3] == 'quick'
side = int(sys.argv[4])


def network(name):
    torch.manual_seed(7)
    more = {'aux_logits': False, 'init_weights': True} if name == 'googlenet' else {}
    net = getattr(torchvision.models, name)(weights=None, num_classes=5, **more)
    with torch.no_grad():
        for module in net.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.weight.uniform_(0.6, 1.4)
                module.bias.normal_(0, 0.1)
                module.momentum = 1.0
            elif getattr(module, 'bias', None) is not None:
                module.bias.normal_(0, 0.05)
        if name.startswith('squeezenet'):
            net.classifier[1].bias.fill_(1)
        else:
            net.train()
            net(torch.randn(4, 3, 96, 96))
    return net.eval()


class ChannelsLast(torch.nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net
        self.eval()

    def forward(self, x):
        return self.net(x.permute(0, 3, 1, 2))


def attempt(what, export):
    path = f'{folder}/{name}-{what}.onnx'
    try:
        export(path)
    except Exception as error:
        first = str(error).strip().split('\n')[0]
        print(f'not made: {name} {what}: {type(error).__name__} {first[:100]}')


net = network(name)
x = torch.from_numpy(np.load(f'{folder}/picture.npy'))[None]
with torch.no_grad():
    exact = copy.deepcopy(net).double()(x.double())
old = int(torch.__version__.split('.')[0]) < 2
legacy = [7, 13] if quick else list(range(7, 17 if old else 21))
version = torch.__version__.split('+')[0].replace('a0', '')
np.save(f'{folder}/torch{version}.npy', exact[0].numpy())
for opset in legacy:
    more = {} if old else {'dynamo': False}
    attempt(f'torch{version}-script-opset{opset}', lambda path: torch.onnx.export(
        net, x, path, opset_version=opset, **more))
if not old:
    for optimize in (True, False):
        for opset in ([18, 24] if quick else range(18, 25)):
            word = 'optimized' if optimize else 'plain'
            attempt(f'torch{version}-dynamo-{word}-opset{opset}',
                    lambda path: torch.onnx.export(
                        net, (x,), path, dynamo=True, optimize=optimize,
                        opset_version=opset, verbose=False))
        attempt(f'torch{version}-dynamo-{word}-nhwc', lambda path: torch.onnx.export(
            ChannelsLast(net), (x.permute(0, 2, 3, 1),), path, dynamo=True,
            optimize=optimize, verbose=False))
    attempt(f'torch{version}-dynamo-dynamic', lambda path: torch.onnx.export(
        net, (x,), path, dynamo=True, verbose=False,
        dynamic_shapes=({0: 'n', 2: torch.export.Dim.AUTO,
                         3: torch.export.Dim.AUTO},)))
'''


def export_all(folder, network, quick):
    """Files by their names; what could not be made is printed by the exporter."""
    pythons = [sys.executable]
    if os.path.exists(DEBIAN_PYTHON):
        pythons.append(DEBIAN_PYTHON)
    for python in pythons:
        done = subprocess.run(
            [python, '-c', EXPORTER, network, folder, 'quick' if quick else 'all',
             str(SIDE)], capture_output=True, text=True, check=False)
        print(''.join(line + '\n' for line in done.stdout.splitlines()
                      if line.startswith('not made')), end='')
        if done.returncode != 0:
            print(f'no exports by {python}: {done.stderr.strip()[-200:]}')


def convert_opsets(folder, network, quick):
    """What the oldest exporter wrote, brought to newer opsets by onnx itself."""
    made = [name for name in sorted(os.listdir(folder))
            if name.startswith(network) and name.endswith('opset13.onnx')]
    if not made:
        return
    model = onnx.load(os.path.join(folder, made[0]))
    for opset in ([22] if quick else CONVERTED_OPSETS):
        try:
            other = onnx.version_converter.convert_version(model, opset)
            onnx.save(other, os.path.join(
                folder, made[0].replace('script-opset13',
                                        f'converted-opset{opset}')))
        except Exception as error:
            print(f'not made: {network} converted to opset {opset}: '
                  f'{str(error).strip().splitlines()[-1][:100]}')


def expected_logits(path, picture):
    session = onnxruntime.InferenceSession(
        path, providers=['CPUExecutionProvider'])
    first = session.get_inputs()[0]
    x = picture[None]
    if first.shape[-1] == 3:
        x = x.transpose(0, 2, 3, 1)
    return session.run(None, {first.name: np.ascontiguousarray(x)})[0].reshape(-1)


def compare(camtool, model, archive, conv):
    """What `camtool verify` finds wrong, or ''; and the error."""
    done = subprocess.run(
        [camtool, 'verify', model, '--against', archive, '--conv', conv],
        capture_output=True, text=True, check=False)
    errors = [float(e) for e in re.findall(r'\(([-+.e0-9]+)\) at', done.stdout)]
    good = done.returncode == 0 and len(errors) == 1
    return ('' if good else (done.stdout + done.stderr).strip(),
            errors[0] if errors else None)


def verdict(camtool, path, picture):
    """What is wrong, or ''; and the error."""
    logits = expected_logits(path, picture)
    torch = re.search(r'torch[0-9.]*[0-9]', os.path.basename(path)).group()
    exact = np.load(os.path.join(os.path.dirname(path), torch + '.npy'))
    rounding = np.abs(logits - exact).max() / np.abs(exact).max()
    if rounding > 1e-3:
        return f'ONNX Runtime itself differs from torch by {rounding:.1e}', None
    np.savez(path + '.npz', input=picture, logits=logits)
    model = path + '.safetensors'
    done = subprocess.run([camtool, 'convert', path, '-o', model, '--force'],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return done.stderr.strip(), None
    wrong, error = compare(camtool, model, path + '.npz', 'auto')
    if wrong:
        return wrong, error
    wrong, error = compare(camtool, model, path + '.npz', 'direct')
    if not wrong and error > TOLERANCE + 3 * rounding:
        wrong = (f'{error:.1e} with direct convolutions, where ONNX Runtime is '
                 f'{rounding:.1e} away from torch')
    return wrong, error


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('camtool')
    parser.add_argument('--quick', action='store_true')
    parser.add_argument('--network', nargs='+', default=NETWORKS)
    arguments = parser.parse_args()
    warnings.simplefilter('ignore')
    camtool = os.path.abspath(arguments.camtool)
    picture = np.random.default_rng(3).standard_normal(
        (3, SIDE, SIDE)).astype(np.float32)
    failed = 0
    passed = 0
    for network in arguments.network:
        with tempfile.TemporaryDirectory() as folder:
            np.save(os.path.join(folder, 'picture.npy'), picture)
            export_all(folder, network, arguments.quick)
            convert_opsets(folder, network, arguments.quick)
            for name in sorted(os.listdir(folder)):
                if not name.endswith('.onnx'):
                    continue
                wrong, error = verdict(camtool, os.path.join(folder, name), picture)
                failed += bool(wrong)
                passed += not wrong
                print(f'FAILED  {name}: {wrong}' if wrong else
                      f'ok      {name}: {error:.1e}', flush=True)
    print(f'{passed} right, {failed} wrong')
    sys.exit(1 if failed or not passed else 0)


if __name__ == '__main__':
    main()
