#!/usr/bin/env python3
"""Networks exported by torch.onnx, converted by camtool and held against torch.

    tests/weights/onnx_export_test.py CAMTOOL

Every export must be recognised without a flag and give torch's logits, computed
in float64; unfolded ones must give the checkpoint's very bits. Graphs that are
not a known network must be refused in words. Exits with 77 where torch or
torchvision is missing.

The error allowed is 1e-5 of the largest logit, and for random weights, which
cancel more than trained ones, three times what float32 costs torch itself. With
the trained weights of ../shared, where they are, it is 1e-5.
"""

import copy
import hashlib
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import warnings

try:
    import numpy as np
    import torch
    import torchvision
except ImportError as error:
    print(f'skipped: {error}')
    sys.exit(77)

CAMTOOL = os.path.abspath(sys.argv[1])
SHARED = os.environ.get('CAMGLASS_SHARED', os.path.join(
    os.path.dirname(os.path.abspath(__file__)), '../../../shared'))
TOLERANCE = 1e-5
MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
STD = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)
failures = 0


def check(condition, what):
    global failures
    if not condition:
        failures += 1
        print('FAILED:', what)


def network(name, **options):
    """Random weights; biases and statistics differ from what is usual."""
    torch.manual_seed(7)
    if name == 'googlenet':
        options = {'aux_logits': False, 'init_weights': True, **options}
    options.setdefault('num_classes', 2)
    net = getattr(torchvision.models, name)(weights=None, **options)
    with torch.no_grad():
        for module in net.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.weight.uniform_(0.6, 1.4)
                module.bias.normal_(0, 0.1)
                module.momentum = 1.0
            elif getattr(module, 'bias', None) is not None:
                module.bias.normal_(0, 0.05)
        if name.startswith('squeezenet'):
            net.classifier[1].bias.fill_(1)  # so that the last ReLU lets through
        else:
            # Statistics of what the layers see, so that no activation dies.
            net.train()
            net(torch.randn(4, 3, 96, 96))
    return net.eval()


class Before(torch.nn.Module):
    """Something done to the input first."""

    def __init__(self, step, net):
        super().__init__()
        self.step, self.net = step, net
        self.eval()  # or the export ends with all of it in training mode

    def forward(self, x):
        return self.net(self.step(x))


class TwoOutputs(torch.nn.Module):
    """Features too, as tools that draw maps export them."""

    def __init__(self, net):
        super().__init__()
        self.trunk, self.fc = torch.nn.Sequential(*list(net.children())[:-2]), net.fc
        self.eval()

    def forward(self, x):
        features = self.trunk(x)
        return self.fc(features.mean([2, 3])), features


UNFOLDED = {'training': torch.onnx.TrainingMode.PRESERVE,
            'do_constant_folding': False}
DYNAMIC = {'input_names': ['in'], 'output_names': ['out'],
           'dynamic_axes': {'in': {0: 'n', 2: 'h', 3: 'w'}, 'out': {0: 'n'}}}


def export(net, path, shape=(1, 3, 224, 224), opset=13, **options):
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        torch.onnx.export(net, torch.zeros(shape), path, opset_version=opset,
                          **options)


def camtool(*arguments):
    done = subprocess.run([CAMTOOL, *arguments], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def logits_of(net, x):
    with torch.no_grad():
        result = copy.deepcopy(net).to(x.dtype)(x)
    return result[0] if isinstance(result, tuple) else result


def expect_parity(what, path, net, shape=(224, 224), says=(), flags=()):
    """`net` is torch's network without what comes before the first layer."""
    model = path + '.safetensors'
    status, output = camtool('convert', path, '-o', model, '--force', *flags)
    check(status == 0, f'{what}: {output}')
    if status != 0:
        return
    for text in says:
        check(text in output, f'{what}: expected "{text}" in\n{output}')
    torch.manual_seed(3)
    x = torch.randn(1, 3, *shape)
    single, logits = logits_of(net, x), logits_of(net, x.double())
    rounding = ((single - logits).abs().max() / logits.abs().max()).item()
    blank = logits_of(net, torch.zeros_like(x))
    check((logits - blank).abs().max() > 1000 * TOLERANCE * logits.abs().max(),
          f'{what}: the logits hardly depend on the input: {logits} {blank}')
    np.savez(path + '.npz', input=x[0].numpy(), logits=logits[0].float().numpy())
    status, output = camtool('verify', model, '--against', path + '.npz')
    check(status == 0, f'{what}: {output}')
    errors = [float(e) for e in re.findall(r'\(([-+.e0-9]+)\) at', output)]
    check(len(errors) == 1 and max(errors) <= TOLERANCE + 3 * rounding,
          f'{what}: {output}')
    print(f'ok  {what}: relative error {max(errors, default=-1):.2g}, '
          f'torch in float32 {rounding:.2g}')


def tensors_of(path):
    with open(path, 'rb') as file:
        (length,) = struct.unpack('<Q', file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    header.pop('__metadata__')
    return {name: data[slice(*entry['data_offsets'])]
            for name, entry in header.items()}


def expect_same_bits(what, path, net):
    found = tensors_of(path + '.safetensors')
    wanted = {name: value.numpy().tobytes()
              for name, value in net.state_dict().items()
              if not name.endswith('num_batches_tracked')}
    check(found == wanted, f'{what}: tensors differ from the checkpoint')


def expect_refusal(what, path, *texts, flags=()):
    status, output = camtool('convert', path, '-o', path + '.bad', '--force', *flags)
    check(status != 0, f'{what} was accepted:\n{output}')
    check(output.count('\n') == 1, f'{what}: not one sentence: {output}')
    for text in texts:
        check(text in output, f'{what}: expected "{text}" in {output}')
    check(not os.path.exists(path + '.bad'), f'{what}: a file was left')
    print(f'ok  refused: {output.strip()[-150:]}')


def rename(path, names, producer=None):
    """Other names of the same lengths, so that the messages stay whole."""
    with open(path, 'rb') as file:
        data = file.read()
    for name in sorted(names, key=len, reverse=True):
        other = hashlib.sha256(name.encode()).hexdigest() * 2
        data = data.replace(name.encode(), other[:len(name)].encode())
    if producer:
        data = data.replace(b'pytorch', producer)
    with open(path, 'wb') as file:
        file.write(data)


def test_architectures(at):
    for name in ('squeezenet1_0', 'squeezenet1_1', 'googlenet', 'resnet18',
                 'mobilenet_v2'):
        net = network(name)
        export(net, at('folded.onnx'))
        expect_parity(f'{name} folded', at('folded.onnx'), net, says=[
            f'{name}, variant torchvision, 2 classes'])
        export(net, at('dynamic.onnx'), **DYNAMIC)
        expect_parity(f'{name} dynamic axes', at('dynamic.onnx'), net, (215, 283))
        export(net, at('unfolded.onnx'), **UNFOLDED)
        rename(at('unfolded.onnx'), net.state_dict())
        expect_parity(f'{name} unfolded, renamed', at('unfolded.onnx'), net)
        expect_same_bits(f'{name} unfolded', at('unfolded.onnx'), net)


def test_opsets(at):
    for opset in (7, 10, 17):
        for name in ('googlenet', 'mobilenet_v2'):
            net = network(name)
            export(net, at('opset.onnx'), opset=opset)
            expect_parity(f'{name} opset {opset}', at('opset.onnx'), net)


def test_preprocessing(at):
    net = network('resnet18')
    zscore = Before(lambda x: (x - MEAN * 255) / (STD * 255), net)
    export(zscore, at('zscore.onnx'))
    rename(at('zscore.onnx'), net.state_dict(), b'MATLAB!')
    expect_parity('MATLAB-like zscore', at('zscore.onnx'), net, says=[
        'variant matlab', "which is torchvision's", 'expects pixels of 0 to 255',
        '[0.485 0.456 0.406]) / [0.229 0.224 0.225]'])
    expect_parity('--preprocess', at('zscore.onnx'), net, flags=(
        '--preprocess', 'keras'), says=["the file's own normalisation is left out"])
    export(Before(lambda x: (x - MEAN) / STD, net), at('unit.onnx'))
    expect_parity('normalised from 0..1', at('unit.onnx'), net, says=[
        "which is torchvision's", 'expects pixels of 0 to 1 '])
    caffe = torch.tensor([104., 117., 123.]).view(1, 3, 1, 1)
    export(Before(lambda x: x[:, [2, 1, 0]] - caffe, network('squeezenet1_1')),
           at('caffe.onnx'))
    expect_parity('channels swapped', at('caffe.onnx'), network('squeezenet1_1'),
                  says=["which is caffe's", 'takes blue first'])
    odd = torch.tensor([1., 2., 3.]).view(1, 3, 1, 1)
    export(Before(lambda x: x * (odd / 300) + (-0.5), net), at('own.onnx'))
    expect_parity('a normalisation of its own', at('own.onnx'), net,
                  says=['x = (rgb * 1 - [150 75 50]) / [300 150 100]'])
    picture = torch.arange(3 * 224 * 224.).view(1, 3, 224, 224) / 1e5 + 100
    export(Before(lambda x: x - picture, net), at('picture.onnx'))
    expect_parity('a mean picture', at('picture.onnx'), net,
                  says=['is replaced by the means of its channels'])
    rising = torch.tensor([0.3, 0.4, 0.5]).view(1, 3, 1, 1)
    export(Before(lambda x: (x - rising) / 0.25, net), at('rising.onnx'))
    expect_parity('means that rise', at('rising.onnx'), net, says=[
        'takes red first', 'x = (rgb * 0.0156863 - [1.2 1.6 2])'])
    expect_parity('means that rise, blue first', at('rising.onnx'), net, flags=(
        '--preprocess', 'order=bgr'), says=['x = (bgr * 0.0156863 - [1.2 1.6 2])'])
    export(Before(lambda x: (x + 1) / 2, net), at('other.onnx'))
    expect_refusal('pixels of -1 to 1', at('other.onnx'),
                   'x * [0.5 0.5 0.5] + [0.5 0.5 0.5]', '--preprocess order=')
    numbers = 'order=rgb,scale=1/255,mean=0.5;0.5;0.5,std=0.25;0.25;0.25'
    expect_parity('the same with numbers', at('other.onnx'), net, flags=(
        '--preprocess', numbers), says=['normalisation is left out'])
    export(Before(lambda x: x.flip(1), net), at('flip.onnx'))
    expect_parity('a flip alone', at('flip.onnx'), net, says=[
        'x = (bgr * 0.00392157 - [0.406 0.456 0.485]) / [0.225 0.224 0.229]'])
    mean = Before(lambda x: x - x.flip(1), net)
    export(mean, at('mixed.onnx'))
    expect_refusal('mixed channels', at('mixed.onnx'), "Sub '/Sub' before")
    googlenet = network('googlenet', transform_input=True)
    export(googlenet, at('transform.onnx'))
    googlenet.transform_input = False
    expect_parity('transform_input', at('transform.onnx'), googlenet,
                  says=["has torchvision's transform_input"])


def with_same_padding(net):
    """Keras's way, as its exports write it: a node of zeros, then no padding."""
    for module in list(net.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, torch.nn.Conv2d) and child.stride == (2, 2):
                child.padding = (0, 0)
                setattr(module, name, torch.nn.Sequential(
                    torch.nn.ZeroPad2d((0, 1, 0, 1)), child))
    return net


def with_plain_relu(net):
    """As networks are changed for quantisation."""
    for module in list(net.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, torch.nn.ReLU6):
                setattr(module, name, torch.nn.ReLU())
    return net


def test_variants(at):
    keras = with_same_padding(network('mobilenet_v2'))
    export(keras, at('keras.onnx'))  # zeros computed by nodes from opset 11 on
    expect_parity('MobileNet-v2 with padding same', at('keras.onnx'), keras, says=[
        'variant keras', 'padding same'])
    expect_refusal('wrong variant', at('keras.onnx'), 'mobilenet_v2 (keras)',
                   'not of torchvision', flags=('--variant', 'torchvision'))
    expect_refusal('wrong arch', at('keras.onnx'), 'mobilenet_v2 (keras)',
                   'not of resnet18', flags=('--arch', 'resnet18'))
    plain = with_plain_relu(network('mobilenet_v2'))
    export(plain, at('plain.onnx'))
    expect_parity('MobileNet-v2 with ReLU', at('plain.onnx'), plain, says=[
        'variant torchvision', "unlike torchvision's, it has ReLU, not ReLU6"])
    bare = network('squeezenet1_1')
    bare.classifier = torch.nn.Sequential(
        *[m for m in bare.classifier if not isinstance(m, torch.nn.ReLU)])
    export(bare, at('bare.onnx'))
    expect_parity('SqueezeNet without the last ReLU', at('bare.onnx'), bare,
                  says=['no ReLU follows the class convolution'])
    net = network('resnet18')
    export(TwoOutputs(net), at('two.onnx'))
    expect_parity('two outputs', at('two.onnx'), net)
    net.fc = torch.nn.Sequential(torch.nn.Dropout(), torch.nn.Linear(512, 5), torch.nn.Softmax(1))
    export(net, at('softmax.onnx'))
    net.fc[2] = torch.nn.Identity()
    expect_parity('a softmax at the end', at('softmax.onnx'), net, says=[
        '5 classes', 'ends with a softmax'])
    for outputs in (1, 3):
        net = network('resnet18', num_classes=outputs)
        net.fc = torch.nn.Sequential(net.fc, torch.nn.Sigmoid())
        export(net, at('sigmoid.onnx'))
        net.fc = net.fc[0]
        expect_parity(f'a sigmoid over {outputs}', at('sigmoid.onnx'), net, says=[
            f'{outputs} class', 'ends with a sigmoid'])


def test_refusals(at):
    def refused(what, net, *texts):
        export(net, at('other.onnx'))
        expect_refusal(what, at('other.onnx'), *texts)
    net = network('resnet18')
    net.fc = torch.nn.Sequential(torch.nn.Linear(512, 64), torch.nn.ReLU(),
                                 torch.nn.Linear(64, 2))
    refused('a head of two layers', net, 'more than one layer', '[64, 512]')
    refused('ResNet-34', network('resnet34'), 'another depth (16 residual blocks')
    refused('ResNet-50', network('resnet50'), 'bottleneck')
    refused('MobileNet-v2 of half width',
            network('mobilenet_v2', width_mult=0.5), 'another width (16')
    net = network('resnet18')
    net.relu = torch.nn.LeakyReLU()
    refused('another activation', net, 'looks like resnet18', 'where the network has')
    net = network('resnet18')
    net.layer3[1].relu = torch.nn.GELU()
    refused('another activation inside', net, 'looks like resnet18', "layer3.1")
    net = network('resnet18')
    net.layer3[0].conv1.stride = net.layer3[0].downsample[0].stride = (1, 1)
    refused('another stride', net, 'stride 1', 'stride 2')
    net = network('resnet18')
    net.maxpool.padding = 0
    refused('another padding', net, 'pad 0', 'pad 1')
    net = network('resnet18')
    net.layer2[0].bn1.eps = 1e-2
    export(net, at('eps.onnx'), **UNFOLDED)
    expect_refusal('another eps', at('eps.onnx'), 'eps')
    training = network('mobilenet_v2').train()
    export(training, at('training.onnx'), training=torch.onnx.TrainingMode.TRAINING)
    expect_refusal('training mode', at('training.onnx'), 'Dropout', 'model.eval()')

    class Rounding(torch.nn.Module):
        def forward(self, x):
            return torch.relu(x).to(torch.int64).float()
    net = network('resnet18')
    net.layer3[1].relu = Rounding()
    refused('a cast to integers inside', net, 'looks like resnet18', 'Cast')
    refused('AlexNet', network('alexnet'), 'not a known network')
    refused('MNASNet', network('mnasnet0_5'), 'known network')


def test_trained_weights(at):
    """The checkpoints of ../shared through ONNX, on photographs."""
    for name in ('resnet18', 'mobilenet_v2'):
        weights = os.path.join(SHARED, 'weights', name + '.pth')
        if not os.path.exists(weights):
            print('not tried:', weights, 'is not here')
            continue
        net = getattr(torchvision.models, name)(weights=None).eval()
        net.load_state_dict(torch.load(weights))
        for what, options in (('folded', {}), ('dynamic axes', DYNAMIC),
                              ('unfolded', UNFOLDED)):
            model = at('trained.onnx.safetensors')
            export(net, at('trained.onnx'), **options)
            camtool('convert', at('trained.onnx'), '-o', model, '--force')
            status, output = camtool('verify', model, '--against', os.path.join(
                SHARED, 'weights/expected', name + '.pth'))
            errors = [float(e) for e in re.findall(
                r'logits .*\(([-+.e0-9]+)\) at', output)]
            check(status == 0 and len(errors) == 7 and max(errors) <= TOLERANCE,
                  f'{name} trained, {what}: {output}')
            if options is UNFOLDED:
                expect_same_bits(f'{name} trained', at('trained.onnx'), net)
            print(f'ok  {name} trained, {what}: {max(errors, default=-1):.2g}')


def main():
    with tempfile.TemporaryDirectory() as folder:
        def at(name):
            return os.path.join(folder, name)
        for test in (test_architectures, test_opsets, test_preprocessing,
                     test_variants, test_refusals, test_trained_weights):
            test(at)
    print(f'{failures} failed')
    sys.exit(1 if failures else 0)


if __name__ == '__main__':
    main()
