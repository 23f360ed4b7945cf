#!/usr/bin/env python3
"""Models that Keras saves, converted by camtool and held against Keras.

    tests/weights/keras_checks.py CAMTOOL

Keras 3 and, where it is installed, Keras 2 (tf_keras): whole networks of
keras.applications; MobileNet-v2 with preprocessing layers, heads and file kinds
as people have them. The scores that
`camtool run` gives for a picture of the network's own size must be those of
model.predict. Heads that have no class activation map are refused. Exits with
77 where Keras is missing (python3 -m pip install keras tensorflow-cpu
tf_keras).
"""

import json
import os
import subprocess
import sys
import tempfile

os.environ.setdefault('TF_CPP_MIN_LOG_LEVEL', '3')
try:
    import numpy as np
    from PIL import Image
    import keras

    import libraries
except ImportError as error:
    print(f'skipped: {error}')
    sys.exit(77)
try:
    import tf_keras
except ImportError:
    tf_keras = None
    print('not tried: Keras 2 (tf_keras is not installed)')

CAMTOOL = os.path.abspath(sys.argv[1])
# Of scores: what float32 costs in fifty layers of random weights.
TOLERANCE = 2e-4
CLASSES = 4
failures = 0


def check(condition, what):
    global failures
    if not condition:
        failures += 1
        print('FAILED:', what)


def camtool(*arguments):
    done = subprocess.run([CAMTOOL, *arguments], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr, done.stdout


def shaken(k, net):
    """The network with statistics that are not the trivial ones."""
    rng = np.random.default_rng(5)
    for layer in net.layers:
        if isinstance(layer, k.layers.BatchNormalization):
            gamma, beta, mean, variance = layer.get_weights()
            layer.set_weights([rng.uniform(0.6, 1.4, gamma.shape),
                               rng.normal(0, 0.2, beta.shape),
                               rng.normal(0, 0.1, mean.shape),
                               rng.uniform(0.5, 1.5, variance.shape)])
    return net


def trunk(k):
    return shaken(k, k.applications.MobileNetV2(weights=None, include_top=False,
                                                input_shape=(224, 224, 3)))


def application(k, kind, width):
    """As keras.applications has it, with its own head, in front of a softmax."""
    net = shaken(k, getattr(k.applications, kind)(
        weights=None, classes=CLASSES, input_shape=(224, width, 3)))
    head = [layer for layer in net.layers if layer.get_weights()][-1]
    kernel, bias = head.get_weights()
    # Large weights, so that the classes' scores are far apart.
    head.set_weights([np.random.default_rng(3).normal(0, 0.5, kernel.shape),
                      np.linspace(-1, 1, len(bias))])
    return net


def model(k, before=(), outputs=CLASSES, activation='softmax',
          pool='GlobalAveragePooling2D'):
    x = inputs = k.Input((224, 224, 3))
    for step in before:
        x = step(x)
    x = trunk(k)(x)
    x = getattr(k.layers, pool)()(x)
    x = k.layers.Dropout(0.2)(x)
    # Large weights, so that the classes' scores are far apart.
    x = k.layers.Dense(outputs, activation=activation,
                       kernel_initializer=k.initializers.RandomNormal(0, 0.5, 3))(x)
    return k.Model(inputs, x)


def picture(path, width=224):
    pixels = np.kron(np.random.default_rng(1).integers(0, 256, (28, 38, 3)),
                     np.ones((8, 8, 1))).astype(np.uint8)[:, :width]
    Image.fromarray(pixels).save(path)
    return pixels.astype(np.float32)[None]


def expect_scores(what, path, wanted, image, says=(), flags=()):
    converted = path + '.safetensors'
    status, output, _ = camtool('convert', path, '-o', converted, '--force', *flags)
    check(status == 0, f'{what}: {output}')
    if status != 0:
        return
    for text in says:
        check(text in output, f'{what}: expected "{text}" in\n{output}')
    status, output, lines = camtool('run', image, '--model', converted, '--json',
                                    '--top', '100')
    check(status == 0, f'{what}: {output}')
    got = {entry['index']: entry['score'] for entry in json.loads(lines)['top']}
    worst = max(abs(got[i] - value) for i, value in enumerate(wanted))
    check(len(got) == len(wanted) and worst <= TOLERANCE,
          f'{what}: {got} where Keras has {wanted}')
    check(len(wanted) == 1 or max(wanted) - min(wanted) > 100 * TOLERANCE,
          f'{what}: the scores tell nothing: {wanted}')
    print(f'ok  {what}: largest difference of a score {worst:.2g}')


def expect_refusal(what, path, *texts):
    status, output, _ = camtool('convert', path, '-o', path + '.bad', '--force')
    check(status != 0, f'{what} was accepted:\n{output}')
    for text in texts:
        check(text in output, f'{what}: expected "{text}" in {output}')
    check(not os.path.exists(path + '.bad'), f'{what}: a file was left')
    print(f'ok  refused: {output.strip()[-150:]}')


def kinds(k):
    return ('.h5', '.weights.h5', '.keras') if k is keras else ('.h5', '.weights.h5')


def save(net, path):
    if path.endswith('.weights.h5'):
        net.save_weights(path)
    else:
        net.save(path)


def check_generation(k, name, at):
    image = at('picture.png')
    pixels = picture(image)
    to_unit = lambda: k.layers.Rescaling(1 / 127.5, offset=-1)
    inside = model(k, [to_unit()])
    bare = model(k)
    for kind in kinds(k):
        save(inside, at('inside' + kind))
        if kind != '.weights.h5':
            expect_scores(f'{name} {kind}, Rescaling inside', at('inside' + kind),
                          inside.predict(pixels, verbose=0)[0], image,
                          says=['preprocessing inside', 'ends with a softmax'])
        save(bare, at('bare' + kind))
        expect_scores(f'{name} {kind}', at('bare' + kind),
                      bare.predict(pixels / 127.5 - 1, verbose=0)[0], image,
                      flags=('--preprocess', 'keras'))
    rescaled = model(k, [k.layers.RandomFlip(), k.layers.Rescaling(1 / 255)])
    save(rescaled, at('rescaled.h5'))
    expect_scores(f'{name}, Rescaling(1/255)', at('rescaled.h5'),
                  rescaled.predict(pixels, verbose=0)[0], image)
    normal = model(k, [k.layers.Normalization(mean=[120., 110., 100.],
                                              variance=[3000., 3500., 4000.])])
    save(normal, at('normal.h5'))
    expect_scores(f'{name}, Normalization', at('normal.h5'),
                  normal.predict(pixels, verbose=0)[0], image)
    steps = model(k, [lambda x: x / 127.5, lambda x: x - 1.0])
    save(steps, at('steps.h5'))
    expect_scores(f'{name}, operators', at('steps.h5'),
                  steps.predict(pixels, verbose=0)[0], image)
    for outputs in (1, 3):
        sigmoid = model(k, [to_unit()], outputs, 'sigmoid')
        save(sigmoid, at('sigmoid.h5'))
        expect_scores(f'{name}, {outputs} sigmoids', at('sigmoid.h5'),
                      sigmoid.predict(pixels, verbose=0)[0], image,
                      says=['ends with a sigmoid'])
    save(model(k, pool='GlobalMaxPooling2D'), at('max.h5'))
    expect_refusal(f'{name}, GlobalMaxPooling2D', at('max.h5'), 'pools by maximum')
    save(model(k, [k.layers.Lambda(lambda x: x / 7)]), at('lambda.h5'))
    expect_refusal(f'{name}, Lambda', at('lambda.h5'), 'Lambda', '--preprocess')
    save(model(k, activation='tanh'), at('tanh.h5'))
    expect_refusal(f'{name}, tanh', at('tanh.h5'), "the activation 'tanh'")


def check_applications(k, name, at):
    """Whole networks, on a width that is odd in several layers."""
    width = 299
    image = at('wide.png')
    pixels = picture(image, width)
    for arch, kind in libraries.KERAS.items():
        net = application(k, kind, width)
        wanted = net.predict(pixels / 127.5 - 1, verbose=0)[0]
        for ending in kinds(k):
            save(net, at(arch + ending))
            expect_scores(f'{name} {kind} {ending}', at(arch + ending), wanted,
                          image, says=[f'{arch}, variant keras'])


def main():
    with tempfile.TemporaryDirectory() as folder:
        at = lambda name: os.path.join(folder, name)
        check_generation(keras, f'Keras {keras.__version__}', at)
        check_applications(keras, f'Keras {keras.__version__}', at)
        if tf_keras is not None:
            check_generation(tf_keras, f'Keras {tf_keras.__version__}', at)
            check_applications(tf_keras, f'Keras {tf_keras.__version__}', at)
    print(f'{failures} failed')
    sys.exit(1 if failures else 0)


if __name__ == '__main__':
    main()
