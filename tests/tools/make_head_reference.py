#!/usr/bin/env python3
"""Coefficients of scikit-learn's LogisticRegression for softmax_regression_test.

    tests/tools/make_head_reference.py > tests/tools/data/head_reference.txt

Needs scikit-learn (PyPI) and NumPy. Each block: classes, channels, rows and
l2, then a row per line (label, features), then per class its bias (of sum 0)
and weights.
"""

import numpy as np
from sklearn.linear_model import LogisticRegression


def block(rng, classes, channels, rows, l2):
    centres = rng.normal(size=(classes, channels))
    labels = np.arange(rows) % classes
    # ReLU's values, as a network's features are.
    features = np.maximum(
        0, centres[labels] + rng.normal(size=(rows, channels))).astype('f4')
    fit = LogisticRegression(C=1 / l2, tol=1e-12, max_iter=100000)
    fit.fit(features.astype('f8'), labels)
    print(classes, channels, rows, l2)
    for label, row in zip(labels, features):
        print(label, *(f'{value:.9g}' for value in row))
    bias = fit.intercept_ - fit.intercept_.mean()
    for b, weights in zip(bias, fit.coef_):
        print(f'{b:.9g}', *(f'{value:.9g}' for value in weights))


def main():
    rng = np.random.default_rng(7)
    block(rng, 3, 5, 45, 1.0)
    block(rng, 4, 12, 40, 0.1)
    block(rng, 3, 20, 30, 0.01)
    block(rng, 5, 8, 200, 100.0)


main()
