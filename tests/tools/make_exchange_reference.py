#!/usr/bin/env python3
"""The audit's exchanges in NumPy, for exchange_test.

    tests/tools/make_exchange_reference.py > tests/tools/data/exchange_reference.txt

Needs NumPy. Each block: its name and how many values, then the values. Pictures
are [h][w][3] before they are rounded to bytes.
"""

import numpy as np

H, W = 21, 28
S = min(H, W)


def show(name, values, digits=2):
    values = np.asarray(values, dtype='f8').ravel()
    print(name.replace(' ', '_'), len(values))
    print(*(f'{value:.{digits}f}'.rstrip('0').rstrip('.') for value in values))


def luminance(x):
    return x @ np.array([0.299, 0.587, 0.114])


def cells(n, parts):
    """[parts][n]: how each part averages n pixels."""
    edges = np.arange(n + 1) / n * parts
    weight = np.zeros((parts, n))
    for i in range(parts):
        low = np.clip(edges[:-1], i, i + 1)
        high = np.clip(edges[1:], i, i + 1)
        weight[i] = high - low
    return weight / weight.sum(axis=1, keepdims=True)


def bilinear(n, parts):
    """[n][parts]: half-pixel centres, edges repeated."""
    at = np.clip((np.arange(n) + 0.5) * parts / n - 0.5, 0, parts - 1)
    return np.maximum(0, 1 - np.abs(at[:, None] - np.arange(parts)[None, :]))


def colour(x, d):
    plane = np.einsum('ay,bx,yxc->abc', cells(H, 7), cells(W, 7), d)
    e = np.einsum('ya,xb,abc->yxc', bilinear(H, 7), bilinear(W, 7), plane) + 1
    return np.clip(e * (luminance(x) / luminance(e))[..., None], 0, 255)


def texture(x, d):
    fy, fx = np.fft.fftfreq(H), np.fft.fftfreq(W)
    f = np.hypot(fy[:, None], fx[None, :])
    h = np.clip((f - 1 / 24) / (1 / 16 - 1 / 24), 0, 1)[..., None]
    spectrum = np.fft.fft2(x, axes=(0, 1))
    donor = np.abs(np.fft.fft2(d, axes=(0, 1)))
    y = spectrum * (1 - h + h * donor / (np.abs(spectrum) + 1e-3))
    return np.clip(np.fft.ifft2(y, axes=(0, 1)).real, 0, 255)


def blurred(x):
    at = np.arange(-12, 13)
    kernel = np.exp(-at**2 / 18)
    kernel /= kernel.sum()
    for axis in (0, 1):
        pad = [(0, 0)] * 3
        pad[axis] = (12, 12)
        padded = np.pad(x, pad, mode='symmetric')
        x = np.apply_along_axis(np.convolve, axis, padded, kernel, 'valid')
    return x


def masks():
    y, x = np.mgrid[0:H, 0:W] + 0.5
    top, bottom, left, right = y, H - y, x, W - x

    def ramp(u, low, high):
        return np.clip((high - u) / (high - low), 0, 1)

    around = np.minimum(np.minimum(top, bottom), np.minimum(left, right))
    yield 'around', ramp(around, S / 14, 0.2 * S)
    for name, u in (('top', top), ('bottom', bottom), ('left', left),
                    ('right', right)):
        yield name, np.clip((0.22 * S - u) / (0.10 * S), 0, 1)
    for name, a, b in (('top-left', top, left), ('top-right', top, right),
                       ('bottom-left', bottom, left),
                       ('bottom-right', bottom, right)):
        yield name, np.clip((0.30 * S - np.maximum(a, b)) / (0.12 * S), 0, 1)


def regions(z, h, w, scale):
    """Sums of a map over the audit's regions, on a grid `scale` times finer."""
    fine = np.kron(z, np.ones((scale, scale))) / scale**2
    y = (np.arange(fine.shape[0]) + 0.5) * h / fine.shape[0]
    x = (np.arange(fine.shape[1]) + 0.5) * w / fine.shape[1]
    s = min(h, w)
    near = {'top': y < .25 * s, 'bottom': y > h - .25 * s}
    side = {'left': x < .25 * s, 'right': x > w - .25 * s}
    shallow = {'top': y < .14 * s, 'bottom': y > h - .14 * s}
    flat = {'left': x < .14 * s, 'right': x > w - .14 * s}
    middle_y = ~(near['top'] | near['bottom'])
    middle_x = ~(side['left'] | side['right'])

    def total(rows, columns):
        return fine[np.ix_(rows, columns)].sum()

    sums = [total(near[a], side[b]) for a in near for b in side]
    sums += [total(shallow[a], middle_x) for a in near]
    sums += [total(middle_y, flat[b]) for b in side]
    inner_y = ~(shallow['top'] | shallow['bottom'])
    inner_x = ~(flat['left'] | flat['right'])
    return sums + [fine.sum() - total(inner_y, inner_x)]


def main():
    rng = np.random.default_rng(15)
    x = rng.integers(0, 256, (H, W, 3)).astype('f8')
    # A donor with colours of its own: noise on a slope.
    slope = np.linspace(0, 1, W)[None, :, None] * [120., 60., 20.]
    d = np.round(np.clip(slope + rng.integers(0, 100, (H, W, 3)), 0, 255))
    show('picture', x)
    show('donor', d)
    show('colour', colour(x, d))
    show('grey', np.repeat(luminance(x)[..., None], 3, axis=2))
    show('texture', texture(x, d))
    show('blurred', blurred(x))
    for name, mask in masks():
        show(name, mask, 5)
        if name in ('around', 'right', 'top-left'):
            show('blend ' + name, x + mask[..., None] * (d - x))
    depth, corner = round(S / 7), round(0.3 * S)
    middle = x[depth:H - depth, depth:W - depth]
    show('mirrored around',
         np.pad(middle, ((depth, depth), (depth, depth), (0, 0)), 'symmetric'))
    show('mirrored left',
         np.pad(x[:, depth:], ((0, 0), (depth, 0), (0, 0)), 'symmetric'))
    inside = np.pad(x[:H - corner, corner:],
                    ((0, corner), (corner, 0), (0, 0)), 'symmetric')
    mask = dict(masks())['bottom-left'][..., None]
    show('mirrored bottom-left', x + mask * (inside - x))
    # 0.14 and 0.25 of 100 fall on the lines of a grid of 100 x 200 cells.
    z = np.round(rng.normal(size=(5, 10)), 3)
    show('map', z, 5)
    show('regions', regions(z, 100, 200, 20), 5)


main()
