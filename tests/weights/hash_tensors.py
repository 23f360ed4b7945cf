#!/usr/bin/env python3
"""Reads a weight file with its format's own Python library and prints, a line a
tensor: name, shape, SHA-256 of the values as little-endian float32.

    tests/weights/hash_tensors.py FILE

Names, shapes and axes are the file's own, except that Caffe's blobs are called
LAYER:INDEX. .pth by torch, .h5 by h5py, .safetensors by safetensors,
.caffemodel by protobuf's own parser, told only the field numbers of weights.
"""

import hashlib
import sys

import numpy as np


def torch_tensors(path):
    import torch
    for name, tensor in torch.load(path, map_location='cpu').items():
        yield name, tensor.float().numpy()


def keras_tensors(path):
    import h5py
    found = []
    with h5py.File(path, 'r') as file:
        file.visititems(lambda name, item: found.append((name, item[()]))
                        if isinstance(item, h5py.Dataset) else None)
    yield from found


def safetensors_tensors(path):
    from safetensors import safe_open
    with safe_open(path, 'numpy') as file:
        for name in file.keys():
            yield name, file.get_tensor(name)


def npz_tensors(path):
    with np.load(path, allow_pickle=False) as file:
        yield from file.items()


def caffe_message():
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
    file = descriptor_pb2.FileDescriptorProto(
        name='weights.proto', package='w', syntax='proto2')

    def message(name, *fields):
        proto = file.message_type.add(name=name)
        for number, field, kind, repeated, packed in fields:
            entry = proto.field.add(name=field, number=number,
                                    label=3 if repeated else 1)
            if isinstance(kind, str):
                entry.type, entry.type_name = 11, '.w.' + kind
            else:
                entry.type = kind
            entry.options.packed = packed

    int32, int64, floats, doubles, raw = 5, 3, 2, 1, 12
    message('Shape', (1, 'dim', int64, True, True))
    message('Blob', (1, 'num', int32, False, False),
            (2, 'channels', int32, False, False),
            (3, 'height', int32, False, False),
            (4, 'width', int32, False, False),
            (5, 'data', floats, True, True), (7, 'shape', 'Shape', False, False),
            (8, 'double_data', doubles, True, True))
    message('Layer', (1, 'name', raw, False, False),
            (7, 'blobs', 'Blob', True, False))
    message('V1Layer', (4, 'name', raw, False, False),
            (6, 'blobs', 'Blob', True, False))
    message('Net', (2, 'layers', 'V1Layer', True, False),
            (100, 'layer', 'Layer', True, False))
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.MessageFactory(pool).GetPrototype(
        pool.FindMessageTypeByName('w.Net'))


def caffe_tensors(path):
    net = caffe_message()()
    with open(path, 'rb') as file:
        net.ParseFromString(file.read())
    for layer in list(net.layers) + list(net.layer):
        for i, blob in enumerate(layer.blobs):
            shape = (list(blob.shape.dim) if blob.HasField('shape') else
                     [blob.num, blob.channels, blob.height, blob.width])
            values = list(blob.data) + list(blob.double_data)
            yield (f'{layer.name.decode()}:{i}',
                   np.array(values, np.float32).reshape(shape))


READERS = {'pth': torch_tensors, 'npz': npz_tensors, 'h5': keras_tensors,
           'safetensors': safetensors_tensors, 'caffemodel': caffe_tensors}


def main():
    path = sys.argv[1]
    for name, values in READERS[path.rsplit('.', 1)[-1]](path):
        shape = ','.join(map(str, np.shape(values))) or '-'
        data = np.asarray(values, dtype='<f4').tobytes()  # in C order
        print(name, shape, hashlib.sha256(data).hexdigest(), sep='\t')


if __name__ == '__main__':
    main()
