#!/usr/bin/env python3
"""The polynomials of engine/tensor/float_functions: near-minimax fits (Remez's exchange in 60 digits), rounded to
float32 one after the other, each next one fitted again with those before held. Needs Debian's python3-mpmath.

    scripts/fit_float_functions.py      prints each polynomial, lowest power first, and its largest error
"""
import struct

import mpmath as mp

mp.mp.dps = 60


def float32(x):
    return mp.mpf(struct.unpack("f", struct.pack("f", float(x)))[0])


def least(function, weight, low, high, powers, rounds=12):
    """Coefficients of the given powers that make the largest weighted error small: least squares at Chebyshev points,
    reweighted by the error (Lawson's iteration)."""
    count = 40 * len(powers)
    points = [(low + high) / 2 + (high - low) / 2 * mp.cos(mp.pi * (2 * i + 1) / (2 * count)) for i in range(count)]
    wanted = [function(t) * weight(t) for t in points]
    rows = [[weight(t) * t**p for p in powers] for t in points]
    importance = [mp.mpf(1)] * count
    for _ in range(rounds):
        n = len(powers)
        a = mp.matrix(n, n)
        b = mp.matrix(n, 1)
        for row, target, w in zip(rows, wanted, importance):
            for i in range(n):
                b[i] += w * row[i] * target
                for j in range(n):
                    a[i, j] += w * row[i] * row[j]
        c = mp.lu_solve(a, b)
        errors = [abs(sum(row[i] * c[i] for i in range(n)) - target) for row, target in zip(rows, wanted)]
        total = sum(w * e for w, e in zip(importance, errors))
        if total == 0:
            break
        importance = [w * e / total for w, e in zip(importance, errors)]
    return [c[i] for i in range(len(powers))], max(errors)


def fit(name, function, weight, low, high, degree):
    fixed = []
    low, high = mp.mpf(low), mp.mpf(high)
    while len(fixed) <= degree:
        rest = lambda t: function(t) - sum(c * t**i for i, c in enumerate(fixed))
        coefficients, error = least(rest, weight, low, high, list(range(len(fixed), degree + 1)))
        fixed.append(float32(coefficients[0]))
    print(f"{name}: {', '.join(mp.nstr(c, 10) + 'F' for c in fixed)}   // error {mp.nstr(error, 2)}")


def main():
    tiny = mp.mpf("1e-20")
    half_ln2 = mp.log(2) / 2 * mp.mpf("1.001")
    fit("exp: (e^r - 1 - r) / r^2", lambda r: (mp.exp(r) - 1 - r) / r**2 if abs(r) > tiny else mp.mpf(1) / 2,
        lambda r: r**2 / mp.exp(r) + tiny, -half_ln2, half_ln2, 4)
    low, high = mp.sqrt(2) / 2 - 1, mp.sqrt(2) - 1
    fit("log: (log(1 + f) - f + f^2 / 2) / f^3", lambda f: (mp.log1p(f) - f + f**2 / 2) / f**3 if abs(f) > mp.mpf("1e-12") else mp.mpf(1) / 3,
        lambda f: abs(f**3 / mp.log1p(f)) + tiny if abs(f) > tiny else tiny, low * mp.mpf("1.001"), high * mp.mpf("1.001"), 8)
    fit("tanh: (tanh(x) / x - 1) / x^2 in x^2", lambda s: (mp.tanh(mp.sqrt(s)) / mp.sqrt(s) - 1) / s if s > tiny else -mp.mpf(1) / 3,
        lambda s: s, 0, mp.mpf("0.625")**2, 4)
    fit("erf: erf(x) / x - 1 in x^2", lambda s: mp.erf(mp.sqrt(s)) / mp.sqrt(s) - 1 if s > tiny else 2 / mp.sqrt(mp.pi) - 1,
        lambda s: mp.mpf(1), 0, mp.mpf("0.921875")**2, 6)
    fit("erf: -log(erfc(x)) / x - 1", lambda t: -mp.log(mp.erfc(t)) / t - 1, lambda t: mp.erfc(t) * t, mp.mpf("0.92"), 4, 6)


if __name__ == "__main__":
    main()
