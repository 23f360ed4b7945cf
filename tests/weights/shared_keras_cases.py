#!/usr/bin/env python3
"""Keras models of ../shared/cases, held against Keras's own scores.

    tests/weights/shared_keras_cases.py CAMTOOL

Exits with 77 where they are not here ($CAMGLASS_SHARED names another place).
"""

import json
import os
import subprocess
import sys
import tempfile

CAMTOOL = os.path.abspath(sys.argv[1])
CASES = os.path.join(os.environ.get('CAMGLASS_SHARED', os.path.join(
    os.path.dirname(os.path.abspath(__file__)), '../../../shared')), 'cases/weights')
# Keras 3's scores for pic224.png (the cases' README).
WANTED = {
    'mobilenet_v2_keras3.h5': [0.12623207, 0.32737437, 0.43732604, 0.10906754],
    'mobilenet_v2_keras3_rescaling255.h5': [0.17213456, 0.67337048, 0.15449490],
}
TOLERANCE = 1e-5


def camtool(*arguments):
    done = subprocess.run([CAMTOOL, *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f'FAILED: camtool {arguments[0]}: {done.stderr}')
    return done.stdout


def main():
    if not os.path.isdir(CASES):
        print('skipped:', CASES, 'is not here')
        sys.exit(77)
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        model = os.path.join(folder, 'model.safetensors')
        for name, wanted in WANTED.items():
            camtool('convert', os.path.join(CASES, name), '-o', model, '--force')
            top = json.loads(camtool(
                'run', os.path.join(CASES, 'pic224.png'), '--model', model,
                '--json', '--top', '10'))['top']
            got = [e['score'] for e in sorted(top, key=lambda e: e['index'])]
            worst = max(abs(a - b) for a, b in zip(got, wanted))
            right = len(got) == len(wanted) and worst <= TOLERANCE
            failed += not right
            print('ok ' if right else 'FAILED', name, got, f'{worst:.2g}')
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
