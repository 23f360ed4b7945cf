#!/usr/bin/env python3
"""Makes tests/weights/data: tiny weight files and the values in them.

The files come from the formats' own libraries (torch, h5py, safetensors), so
that our readers are held against an independent writer. Each NAME has
NAME.values beside it, a line a tensor: name, type, shape, values as hexadecimal
bits of float32.

Needs torch, h5py, numpy and (from PyPI) safetensors; run only to change the
fixtures:  tests/weights/make_fixtures.py
"""

import argparse
import collections
import datetime
import enum
import functools
import os
import pathlib
import struct
from collections import Counter, OrderedDict, defaultdict

import h5py
import numpy as np
import torch

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'data')


def ramp(*shape, start=-1.5, step=0.25):
    count = int(np.prod(shape)) if shape else 1
    return (np.arange(count, dtype=np.float32) * step + start).reshape(shape)


def write_values(name, tensors):
    with open(os.path.join(HERE, name + '.values'), 'w') as out:
        for key, (kind, array) in tensors.items():
            array = np.asarray(array, dtype=np.float32)
            shape = ','.join(str(n) for n in array.shape) or '-'
            bits = np.ascontiguousarray(array).view(np.uint32).ravel()
            hexes = ' '.join(f'{b:08x}' for b in bits)
            out.write(f'{key}\t{kind}\t{shape}\t{hexes}\n')


KINDS = {torch.float32: 'f32', torch.float16: 'f16', torch.bfloat16: 'bf16',
         torch.float64: 'f64', torch.int64: 'i64', torch.uint8: 'u8'}


def torch_tensors():
    base = torch.from_numpy(ramp(4, 6))
    return OrderedDict([
        ('conv.weight', torch.from_numpy(ramp(2, 3, 1, 2))),
        ('shared.whole', base),
        ('shared.rows', base[1:3]),           # offset into the same storage
        ('shared.columns', base[:, 2:4]),     # offset and strided
        ('shared.transposed', base.t()),
        ('half', torch.tensor([1.0, -2.5, 65504.0, 6e-8]).half()),
        ('bfloat', torch.tensor([1.0, -2.5, 3.3e38]).bfloat16()),
        ('double', torch.tensor([0.1, -1e-40], dtype=torch.float64)),
        ('steps', torch.tensor(7, dtype=torch.int64)),
        ('bytes', torch.tensor([0, 255], dtype=torch.uint8)),
        ('parameter', torch.nn.Parameter(torch.from_numpy(ramp(3)))),
        ('expanded', torch.from_numpy(ramp(1, 2)).expand(3, 2)),
        ('empty', torch.zeros(0, 4)),
    ])


def flat(tensors, prefix=''):
    return {prefix + k: (KINDS[v.dtype], v.detach().float().numpy())
            for k, v in tensors.items()}


def make_torch():
    tensors = torch_tensors()
    torch.save(tensors, os.path.join(HERE, 'tiny.pth'))
    write_values('tiny.pth', flat(tensors))
    wrapped = {'epoch': 3, 'best': 0.5, 'name': 'tiny', 'flags': [True, None],
               'big': 1 << 40, 'negative': -5,
               'state_dict': OrderedDict(
                   ('module.' + k, v) for k, v in tensors.items()),
               'optimizer': {'state': {0: {'exp_avg': torch.ones(2)}},
                             'param_groups': [{'lr': 0.1, 'params': [0]}]}}
    torch.save(wrapped, os.path.join(HERE, 'wrapped.pth'), pickle_protocol=4)
    values = flat(tensors, 'state_dict.module.')
    values['optimizer.state.0.exp_avg'] = ('f32', np.ones(2))
    write_values('wrapped.pth', values)
    torch.save(torch.nn.Linear(2, 2), os.path.join(HERE, 'whole_module.pth'))
    torch.save(tensors, os.path.join(HERE, 'legacy.pth'),
               _use_new_zipfile_serialization=False)


def make_training():
    """What training scripts save: the weights among much else."""
    model = torch.nn.Sequential(OrderedDict(
        conv=torch.nn.Conv2d(2, 3, 1), bn=torch.nn.BatchNorm2d(3)))
    with torch.no_grad():
        for i, value in enumerate(model.state_dict().values()):
            value.copy_(torch.from_numpy(np.asarray(
                ramp(*value.shape, start=i))))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    model(torch.ones(1, 2, 2, 2)).sum().backward()
    for parameter in model.parameters():
        parameter.grad.fill_(0.5)
    optimizer.step()
    history = defaultdict(list)
    history['loss'] += [np.float64(0.5), np.float32(2)]
    checkpoint = {
        'args': argparse.Namespace(lr=0.1, out=pathlib.PurePosixPath('a/b')),
        'best': np.float64(0.75), 'steps': np.int64(9),
        'when': datetime.datetime(2024, 2, 29, 12, 30),
        'took': datetime.timedelta(seconds=5),
        'history': history, 'recent': collections.deque([1, 2], maxlen=4),
        'tags': {'a', 'b'}, 'frozen': frozenset([1]), 'raw': b'bytes',
        'size': torch.Size([1, 2]), 'device': torch.device('cpu'),
        'dtype': torch.float32, 'array': np.arange(3.0),
        'kinds': (int, dict), 'complex': 1 + 2j, 'counts': Counter('aab'),
        'model_state_dict': OrderedDict(
            ('_orig_mod.module.' + k, v) for k, v in model.state_dict().items()),
        'optimizer': optimizer.state_dict(),
    }
    values = flat(model.state_dict(), 'model_state_dict._orig_mod.module.')
    for i, state in optimizer.state_dict()['state'].items():
        values[f'optimizer.state.{i}.momentum_buffer'] = (
            'f32', state['momentum_buffer'].numpy())
    for name, options in (
            ('training.pth', {}), ('training_p4.pth', {'pickle_protocol': 4}),
            ('training_legacy.pth', {'_use_new_zipfile_serialization': False}),
            ('training_legacy_p4.pth', {'_use_new_zipfile_serialization': False,
                                        'pickle_protocol': 4})):
        torch.save(checkpoint, os.path.join(HERE, name), **options)
    write_values('training.pth', values)
    script = torch.jit.script(torch.nn.Linear(2, 2))
    torch.jit.save(script, os.path.join(HERE, 'torchscript.pt'))


def h5(name):
    return h5py.File(os.path.join(HERE, name), 'w', track_order=False)


class Attributes(dict):
    """A dict of a class of its own, as training frameworks keep settings."""
    __getattr__ = dict.__getitem__


class Trainer:
    class Mode(enum.Enum):
        EAGER = 1

    def __init__(self):
        self.best = {'weights': torch.zeros(2)}


def make_objects():
    """Objects of other people's classes beside the weights."""
    model = torch.nn.Linear(2, 1)
    with torch.no_grad():
        model.weight.copy_(torch.from_numpy(ramp(1, 2)))
        model.bias.fill_(0.5)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    checkpoint = {
        'state_dict': model.state_dict(),
        'hyper_parameters': Attributes(lr=0.1, layers=[1, 2]),
        'schedule': functools.partial(print, 'step', end=''),
        'loss': torch.nn.CrossEntropyLoss(), 'optimizer': optimizer,
        'trainer': Trainer(), 'mode': Trainer.Mode.EAGER,
        'rng': np.random.default_rng(3), 'rest': Ellipsis,
        'seed': 1 << 100, 'negative': -(1 << 70),
        'scaled': torch.quantize_per_tensor(torch.ones(2), 0.5, 0, torch.qint8),
        'wave': torch.zeros(2, dtype=torch.complex64),
        'edges': torch.eye(2).to_sparse(),
    }
    torch.save(checkpoint, os.path.join(HERE, 'objects.pth'))
    torch.save(checkpoint, os.path.join(HERE, 'objects_p4.pth'),
               pickle_protocol=4)
    write_values('objects.pth', flat(model.state_dict(), 'state_dict.'))


def make_keras():
    kernel, bias = ramp(1, 2, 3, 2), ramp(2)
    with h5('tiny.h5') as f:
        f.attrs['layer_names'] = ['Conv1', 'dense']
        f['Conv1/Conv1/kernel:0'] = kernel
        f['Conv1/Conv1/bias:0'] = bias
        f['dense/dense/kernel:0'] = ramp(2, 3).astype(np.float64)
        f['half/half/gamma:0'] = ramp(4).astype(np.float16)
        f['iterations'] = np.int64(5)
    write_values('tiny.h5', OrderedDict([
        ('Conv1/Conv1/bias:0', ('f32', bias)),
        ('Conv1/Conv1/kernel:0', ('f32', kernel)),
        ('dense/dense/kernel:0', ('f32', ramp(2, 3))),
        ('half/half/gamma:0', ('f32', ramp(4)))]))
    with h5('whole_model.h5') as f:
        f.attrs['model_config'] = '{"class_name": "Lambda"}'
        f['model_weights/Conv1/Conv1/kernel:0'] = kernel
        f['optimizer_weights/momentum:0'] = bias
    write_values('whole_model.h5',
                 {'Conv1/Conv1/kernel:0': ('f32', kernel)})
    make_packed_keras()
    make_small_keras()
    make_hostile_keras(kernel)


def make_packed_keras():
    """Chunked and compressed, by every filter that Keras users meet."""
    values = np.random.default_rng(7).standard_normal((3, 3, 4, 5))
    with h5('packed.h5') as f:
        f.create_dataset('a/kernel:0', data=values.astype(np.float32),
                         chunks=(3, 3, 2, 5), compression='gzip', shuffle=True,
                         fletcher32=True)
        f.create_dataset('b/kernel:0', data=values.astype(np.float16),
                         chunks=(2, 2, 3, 4))
        f.create_dataset('c/kernel:0', data=values[0], chunks=True,
                         maxshape=(None, 4, 5), compression='gzip')
    write_values('packed.h5', {
        'a/kernel:0': ('f32', values),
        'b/kernel:0': ('f32', values.astype(np.float16)),
        'c/kernel:0': ('f32', values[0])})
    with h5('keras3.weights.h5') as f:
        f['layers/conv2d/vars/0'] = ramp(1, 2, 3, 2)
        f['layers/conv2d/vars/1'] = ramp(2)


def make_small_keras():
    """As few bytes as each generation of the format allows, and what the child
    that reads them sends (weights/keras/hdf5_records.h)."""
    kernel, half = ramp(2, 2), ramp(3).astype(np.float16)
    for name, version in (('small.h5', 'earliest'), ('small_new.h5', 'latest')):
        with h5py.File(os.path.join(HERE, name), 'w', libver=version) as f:
            f['a/kernel:0'] = kernel
            f['b'] = half
        write_values(name, OrderedDict([
            ('a/kernel:0', ('f32', kernel)), ('b', ('f32', half))]))
    records = b''
    for name, values in (('a/kernel:0', kernel), ('b', half)):
        records += struct.pack('<II', len(name), values.ndim)
        records += struct.pack(f'<{values.ndim}Q', *values.shape)
        records += name.encode() + values.astype('<f4').tobytes()
    why = b'its structure is damaged; get it again'
    for name, content in (
            ('hdf5.records', records + struct.pack('<II', 0, 0)),
            ('hdf5_refusal.records',
             struct.pack('<II', 0xffffffff, len(why)) + why)):
        with open(os.path.join(HERE, name), 'wb') as out:
            out.write(content)


def make_many_objects():
    """Our reader's limit of objects and one above, by hard links: of 15 groups
    in each other every one stands twice in the one before, so that 2^16 - 2
    are met on the way, and some links to a number."""
    for more in (2, 3):
        with h5py.File(os.path.join(HERE, f'objects_{65534 + more}.h5'), 'w',
                       libver='latest') as f:
            group = f
            for _ in range(15):
                inner = group.create_group('a')
                group['b'] = inner
                group = inner
            f['n0'] = np.int64(5)
            for i in range(1, more):
                f[f'n{i}'] = f['n0']


def make_hostile_keras(kernel):
    with h5('hostile_gzip.h5') as f:
        f.create_dataset('kernel:0', data=np.zeros((1 << 16,), np.float32),
                         compression='gzip')
    with h5('hostile_lzf.h5') as f:
        f.create_dataset('kernel:0', data=np.zeros((64,), np.float32),
                         compression='lzf')
    with h5('hostile_chunk.h5') as f:  # 4 GB to unpack one value
        f.create_dataset('kernel:0', shape=(1,), maxshape=(None,), dtype='f4',
                         chunks=(1 << 29,))
    with h5('hostile_unwritten.h5') as f:  # 4 TB that take no space
        f.create_dataset('kernel:0', shape=(1 << 40,), dtype='f4',
                         chunks=(1 << 16,))
    with h5('hostile_external_link.h5') as f:
        f['elsewhere'] = h5py.ExternalLink('/etc/passwd', '/')
    with h5('hostile_soft_link.h5') as f:
        f['kernel:0'] = kernel
        f['again'] = h5py.SoftLink('/kernel:0')
    with h5('hostile_external_data.h5') as f:
        f.create_dataset('kernel:0', shape=(4,), dtype='f4',
                         external=[('/etc/passwd', 0, 16)])
    with h5('hostile_cycle.h5') as f:
        f.create_group('a')['b'] = f['/']
    for depth in (16, 17):  # at the limit of our reader and one above
        with h5(f'nested_{depth}.h5') as f:
            f['/'.join(['g'] * depth) + '/kernel:0'] = ramp(1)
    make_many_objects()
    with h5('hostile_deep.h5') as f:
        f['/'.join(['g'] * 20) + '/kernel:0'] = ramp(1)


def varint(n):
    out = b''
    n &= (1 << 64) - 1
    while n > 127:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])


def field(number, payload):
    return varint(number << 3 | 2) + varint(len(payload)) + payload


def scalar(number, value):
    return varint(number << 3) + varint(value)


def floats(array):
    return np.asarray(array, np.float32).tobytes()


def make_caffe():
    """By hand from the field numbers: Caffe itself is not packaged any more."""
    shape = lambda *dims: field(7, field(1, b''.join(map(varint, dims))))
    weight, bias, fc = ramp(2, 3, 1, 2), ramp(2), ramp(2, 3)
    unpacked = b''.join(b'\x2d' + floats(v) for v in bias)
    doubles = b''.join(struct.pack('<d', v) for v in fc.ravel())
    relu = field(1, b'relu') + field(2, b'ReLU')
    v2 = (field(1, b'tiny') +
          field(100, field(1, b'conv') + field(2, b'Convolution') +
                field(7, shape(2, 3, 1, 2) + field(5, floats(weight))) +
                field(7, shape(2) + unpacked)) +
          field(100, relu) +
          field(100, field(1, b'fc') +
                field(7, shape(2, 3) + field(8, doubles))))
    with open(os.path.join(HERE, 'tiny_v2.caffemodel'), 'wb') as out:
        out.write(v2)
    legacy = lambda *dims: b''.join(
        scalar(i + 1, d) for i, d in enumerate(dims))
    v1 = (field(1, b'tiny') +
          field(2, field(2, b'data') + field(3, b'conv') + field(4, b'conv') +
                scalar(5, 4) +
                field(6, legacy(2, 3, 1, 2) + field(5, floats(weight))) +
                field(6, legacy(1, 1, 1, 2) + field(5, floats(bias)))) +
          field(2, field(4, b'fc') + scalar(5, 14) +
                field(6, legacy(1, 1, 2, 3) + field(5, floats(fc)))))
    with open(os.path.join(HERE, 'tiny_v1.caffemodel'), 'wb') as out:
        out.write(v1)
    write_values('tiny_v2.caffemodel', OrderedDict([
        ('conv:0', ('f32', weight)), ('conv:1', ('f32', bias)),
        ('fc:0', ('f64', fc))]))
    write_values('tiny_v1.caffemodel', OrderedDict([
        ('conv:0', ('f32', weight)),
        ('conv:1', ('f32', bias.reshape(1, 1, 1, 2))),
        ('fc:0', ('f32', fc.reshape(1, 1, 2, 3)))]))


# ONNX, by hand from the public field numbers (onnx/onnx, onnx.proto): its own
# Python package is not in Debian 12.
def onnx_tensor(name, array, how='raw'):
    array = np.asarray(array)
    codes = {np.float32: 1, np.int64: 7, np.float16: 10, np.float64: 11}
    out = b''.join(scalar(1, n) for n in array.shape)
    if how == 'bf16':  # the upper halves of the floats
        halves = np.ascontiguousarray(array, '<f4').view('<u4') >> 16
        return (out + scalar(2, 16) + field(8, name.encode()) +
                field(9, halves.astype('<u2').tobytes()))
    out += scalar(2, codes[array.dtype.type]) + field(8, name.encode())
    if how == 'raw':
        return out + field(9, array.tobytes())
    if how == 'int32':  # f16 as its bits
        bits = b''.join(varint(int(b)) for b in array.view('<u2').ravel())
        return out + field(5, bits)
    if how == 'int64':
        return out + field(7, b''.join(varint(int(i)) for i in array.ravel()))
    return out + field({'float': 4, 'double': 10}[how], array.tobytes())


def onnx_attribute(name, value):
    out = field(1, name.encode())
    if isinstance(value, bytes):
        return out + field(5, value) + scalar(20, 4)
    if isinstance(value, float):
        return out + b'\x15' + struct.pack('<f', value) + scalar(20, 1)
    if isinstance(value, int):
        return out + scalar(3, value) + scalar(20, 2)
    if isinstance(value, str):
        return out + field(4, value.encode()) + scalar(20, 3)
    return out + b''.join(scalar(8, i) for i in value) + scalar(20, 7)


def onnx_node(op, inputs, outputs, **attributes):
    return (b''.join(field(1, i.encode()) for i in inputs.split()) +
            b''.join(field(2, o.encode()) for o in outputs.split()) +
            field(3, ('node_' + outputs.split()[0]).encode()) +
            field(4, op.encode()) +
            b''.join(field(5, onnx_attribute(k, v))
                     for k, v in attributes.items()))


def onnx_value(name, *shape):
    dims = b''.join(field(1, scalar(1, n)) for n in shape)
    return field(1, name.encode()) + field(
        2, field(1, scalar(1, 1) + field(2, dims)))


def onnx_model(name, nodes, initializers, inputs, outputs, opset=13):
    graph = (b''.join(field(1, n) for n in nodes) + field(2, b'tiny') +
             b''.join(field(5, t) for t in initializers) +
             b''.join(field(11, v) for v in inputs) +
             b''.join(field(12, v) for v in outputs))
    with open(os.path.join(HERE, name), 'wb') as out:
        out.write(scalar(1, 7) + field(2, b'make_fixtures') +
                  field(7, graph) + field(8, scalar(2, opset)))


def make_external_onnx():
    """A model whose one tensor lies in a file beside it."""
    where = b''.join(
        field(13, field(1, key) + field(2, value))
        for key, value in ((b'location', b'external.bin'), (b'length', b'16')))
    tensor = (scalar(1, 4) + scalar(2, 1) + field(8, b'w') + where +
              scalar(14, 1))
    onnx_model('external.onnx', [onnx_node('Relu', 'in', 'out')], [tensor],
               [onnx_value('in', 1, 3, 4, 4)], [onnx_value('out', 1, 3, 4, 4)])
    with open(os.path.join(HERE, 'external.bin'), 'wb') as out:
        out.write(ramp(4).tobytes())


def make_onnx():
    weight, half = ramp(2, 3, 1, 2), np.array([1, -2.5, 6e-8], np.float16)
    tensors = OrderedDict([
        ('raw', ('f32', weight)), ('floats', ('f32', ramp(2))),
        ('half', ('f16', half)), ('half_bits', ('f16', half)),
        ('bfloat', ('bf16', np.array([1.0, -2.5, 0.0]))),
        ('double', ('f64', np.array([0.1, -1e-40]))),
        ('shape', ('i64', np.array([1, -1]))),
        ('constant', ('f32', ramp(1)))])
    onnx_model('tiny.onnx', [
        onnx_node('Constant', '', 'constant',
                  value=onnx_tensor('', ramp(1), 'float')),
        onnx_node('Relu', 'in', 'out')], [
            onnx_tensor('raw', weight), onnx_tensor('floats', ramp(2), 'float'),
            onnx_tensor('half', half), onnx_tensor('half_bits', half, 'int32'),
            onnx_tensor('bfloat', tensors['bfloat'][1].astype(np.float32), 'bf16'),
            onnx_tensor('double', tensors['double'][1], 'double'),
            onnx_tensor('shape', np.array([1, -1], np.int64), 'int64')],
        [onnx_value('in', 1, 3, 4, 4)], [onnx_value('out', 1, 3, 4, 4)])
    write_values('tiny.onnx', tensors)
    make_external_onnx()
    onnx_model('layers.onnx', [
        onnx_node('Conv', 'in w b', 'c1', kernel_shape=[3, 3], strides=[2, 2],
                  pads=[1, 1, 1, 1], group=1),
        onnx_node('BatchNormalization', 'c1 g g g g', 'n1', epsilon=0.001),
        onnx_node('Clip', 'n1 zero six', 'r1'),
        onnx_node('MaxPool', 'r1', 'p1', kernel_shape=[2, 2], strides=[2, 2],
                  ceil_mode=1),
        onnx_node('LRN', 'p1', 'l1', size=5, alpha=1e-4, beta=0.75, bias=1.0),
        onnx_node('Add', 'p1 l1', 's1'),
        onnx_node('Concat', 's1 p1', 'k1', axis=1),
        onnx_node('GlobalAveragePool', 'k1', 'm1'),
        onnx_node('Flatten', 'm1', 'f1', axis=1),
        onnx_node('MatMul', 'f1 fc', 'd0'), onnx_node('Add', 'd0 fb', 'd1'),
        onnx_node('Softmax', 'd1', 'prob', axis=1)], [
            onnx_tensor('w', ramp(2, 3, 3, 3)), onnx_tensor('b', ramp(2)),
            onnx_tensor('g', ramp(2, start=1)), onnx_tensor('fc', ramp(4, 3)),
            onnx_tensor('fb', ramp(3)),
            onnx_tensor('zero', np.float32(0)), onnx_tensor('six', np.float32(6))],
        [onnx_value('in', 1, 3, 8, 8)], [onnx_value('prob', 1, 3)])
    index = lambda i: onnx_tensor(f'i{i}', np.int64(i))
    channels = [onnx_node('Gather', f'in i{i}', f'g{i}', axis=1)
                for i in range(3)]
    channels += [onnx_node('Unsqueeze', f'g{i} axis', f'u{i}')
                 for i in range(3)]
    onnx_model('steps.onnx', channels + [
        onnx_node('Concat', 'u2 u1 u0', 'bgr', axis=1),
        onnx_node('Sub', 'bgr mean', 'x0'), onnx_node('Div', 'x0 std', 'x1'),
        onnx_node('Pad', 'x1 pads', 'x2', mode='constant'),
        onnx_node('Conv', 'x2 w', 'c1', kernel_shape=[3, 3], strides=[2, 2]),
        onnx_node('Shape', 'c1', 's0'), onnx_node('Gather', 's0 i0', 's1'),
        onnx_node('ReduceMean', 'c1', 'm1', axes=[2, 3], keepdims=0)],
        [index(0), index(1), index(2),
         onnx_tensor('axis', np.array([1], np.int64)),
         onnx_tensor('mean', np.array([1, 2, 3], np.float32).reshape(1, 3, 1, 1)),
         onnx_tensor('std', np.array([2, 4, 8], np.float32).reshape(3, 1, 1)),
         onnx_tensor('pads', np.array([0, 0, 0, 0, 0, 0, 1, 1], np.int64)),
         onnx_tensor('w', ramp(2, 3, 3, 3))],
        [onnx_value('in', 1, 3, 8, 8)], [onnx_value('m1', 1, 2)])


def make_shared_gemm():
    """Dense layers on weights that are shared, and too dear to be turned twice:
    each of six batch norms on one input is paid for as well."""
    norms = [onnx_node('BatchNormalization', f'c{i} g g g g', f'n{i}')
             for i in range(20)]
    convs = [onnx_node('Conv', 'in k b', f'c{i}', kernel_shape=[1, 1])
             for i in range(20)]
    ones = np.ones(300, np.float32)
    onnx_model('shared_gemm.onnx', convs + norms + [
        onnx_node('GlobalAveragePool', 'n0', 'm'),
        onnx_node('Gemm', 'm w', 'd0'), onnx_node('Gemm', 'd0 w', 'd1'),
        onnx_node('Gemm', 'd1 v', 'd2')], [
            onnx_tensor('k', np.zeros((300, 3, 1, 1), np.float32)),
            onnx_tensor('b', ones), onnx_tensor('g', ones),
            onnx_tensor('w', np.zeros((32, 32), np.float32)),
            onnx_tensor('v', np.zeros((32, 8), np.float32))],
        [onnx_value('in', 1, 3, 8, 8)], [onnx_value('d2', 1, 8)])


def make_computed():
    """Constants left to be computed: a bias, a mean and the axes of a mean."""
    real = lambda name, *values: onnx_tensor(name, np.array(values, np.float32))
    whole = lambda name, *values: onnx_tensor(name, np.array(values, np.int64))
    onnx_model('computed.onnx', [
        onnx_node('Reshape', 'mean sides', 'm0'),
        onnx_node('Mul', 'm0 scale', 'm1'),
        onnx_node('Unsqueeze', 'std both', 's0'),
        onnx_node('Sub', 'in m1', 'x0'), onnx_node('Div', 'x0 s0', 'x1'),
        onnx_node('CastLike', 'half in', 'b0'),
        onnx_node('Shape', 'w', 'shape'),
        onnx_node('Gather', 'shape first', 'rows'),
        onnx_node('Expand', 'rows one', 'r0'),
        onnx_node('Expand', 'b0 r0', 'b'),
        onnx_node('Conv', 'x1 w b', 'c', kernel_shape=[3, 3]),
        onnx_node('Sub', 'axes four', 'a0'), onnx_node('Cast', 'a0', 'a1', to=7),
        onnx_node('Squeeze', 'a1 first', 'a2'),
        onnx_node('ReduceMean', 'c a2', 'm')], [
            real('mean', 1, 2, 3), real('scale', 100), real('std', 2, 4, 8),
            onnx_tensor('half', np.float32(0.5)), onnx_tensor('w', ramp(2, 3, 3, 3)),
            whole('sides', 1, -1, 1, 1), whole('both', 1, 2), whole('first', 0),
            whole('one', 1), whole('four', 4),
            onnx_tensor('axes', np.array([[2, 3]], np.int64))],
        [onnx_value('in', 1, 3, 8, 8)], [onnx_value('m', 1, 2)], opset=20)


def make_safetensors():
    from safetensors.torch import save_file
    tensors = {k: v.detach().clone().contiguous()
               for k, v in torch_tensors().items()}
    save_file(tensors, os.path.join(HERE, 'tiny.safetensors'),
              metadata={'made_by': 'safetensors', 'unicode': 'Grüße'})
    write_values('tiny.safetensors', flat(tensors))


def make_npz():
    np.savez(os.path.join(HERE, 'tiny.npz'), stored=ramp(2, 3),
             picture=np.arange(12, dtype=np.uint8).reshape(2, 2, 3))
    np.savez_compressed(os.path.join(HERE, 'deflated.npz'), zeros=np.zeros(
        (64, 64), np.float32), scalar=np.float32(2.5))
    np.savez(os.path.join(HERE, 'fortran.npz'),
             bad=np.asfortranarray(ramp(2, 3)))
    np.savez(os.path.join(HERE, 'objects.npz'),
             bad=np.array([{'a': 1}], dtype=object))


def make_npz_weights():
    """The tensors of tiny.pth that NumPy can hold, under their keys."""
    tensors = OrderedDict((k, v.detach()) for k, v in torch_tensors().items()
                          if v.dtype != torch.bfloat16)
    arrays = {k: np.ascontiguousarray(v.numpy()) if v.ndim else v.numpy()
              for k, v in tensors.items()}
    np.savez(os.path.join(HERE, 'weights.npz'), **arrays)
    np.savez_compressed(os.path.join(HERE, 'weights_deflated.npz'), **arrays)
    write_values('weights.npz', flat(tensors))
    np.savez_compressed(os.path.join(HERE, 'bomb.npz'),
                        zeros=np.zeros(1 << 16, np.float32))


def make_seeds():
    """What the fuzz targets start from besides the fixtures."""
    import json
    import zipfile
    from safetensors.numpy import save_file
    for name in ('tiny', 'wrapped', 'training', 'objects'):
        with zipfile.ZipFile(os.path.join(HERE, name + '.pth')) as archive:
            with open(os.path.join(HERE, name + '.pkl'), 'wb') as out:
                out.write(archive.read(name + '/data.pkl'))
    save_file({'conv1.weight': ramp(2, 3)},
              os.path.join(HERE, 'header_only.safetensors'), metadata={
                  'camglass.format': '1', 'camglass.arch': 'googlenet',
                  'camglass.variant': 'torchvision',
                  'camglass.classes': json.dumps(['cat', 'dog']),
                  'camglass.preprocess': json.dumps({
                      'order': 'rgb', 'scale': 1 / 255, 'size': 224,
                      'resize': 256, 'mean': [0.5, 0.5, 0.5],
                      'std': [0.5, 0.25, 0.5]}),
                  'camglass.options': json.dumps({
                      'batch_norm': True, 'bn_eps': 1e-3, 'lrn': False,
                      'pool4_k': 2, 'real_5x5': False,
                      'transform_input': True}),
                  'camglass.source': '{}'})
    with open(os.path.join(HERE, 'names.txt'), 'wb') as out:
        out.write(b'\xef\xbb\xbfcat\r\ncrane\ncrane\nGr\xc3\xbc\xc3\x9fe\n\n')


def main():
    os.makedirs(HERE, exist_ok=True)
    make_torch()
    make_training()
    make_objects()
    make_keras()
    make_caffe()
    make_onnx()
    make_shared_gemm()
    make_computed()
    make_safetensors()
    make_npz()
    make_npz_weights()
    make_seeds()


if __name__ == '__main__':
    main()
