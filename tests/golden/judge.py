"""Numbers of high precision for the programs in which PyTorch cancels. A row says so: "judge"."""
import mpmath

mpmath.mp.dps = 60


def gelu(x):
    return x * mpmath.erfc(-x / mpmath.sqrt(2)) / 2


def gelu_tanh(x):
    u = mpmath.sqrt(2 / mpmath.pi) * (x + mpmath.mpf("0.044715") * x**3)
    return x * (1 + mpmath.tanh(u)) / 2


def mish(x):
    return x * mpmath.tanh(mpmath.log1p(mpmath.exp(x)))


def finite(number):
    return not isinstance(number, str) and abs(number) < 100


def at_edges(function):
    """Value and slope at every finite edge; infinities and NaN stay PyTorch's."""
    def judge(row):
        xs = row["values"]["x"]
        for i, x in enumerate(xs):
            if not finite(x):
                continue
            row["values"]["y"][i] = float(function(mpmath.mpf(x)))
            row["grads"]["x"][i] = float(mpmath.diff(function, mpmath.mpf(x)))
    return judge


def hardsigmoid_edges(row):
    """PyTorch 1.13 multiplies by 1/6 rounded to float32."""
    for i, x in enumerate(row["values"]["x"]):
        if finite(x):
            row["grads"]["x"][i] = 1 / 6 if -3 < x < 3 else 0.0


def bce_clamped(row):
    """PyTorch 1.13 divides by 1e-12 rounded to float32."""
    row["grads"]["x"] = [1e12 * round(g / 1e12) if abs(g) > 1e11 else g for g in row["grads"]["x"]]


def batch_norm_zero(row):
    """The sum of normalised numbers does not depend on them: all gradients are 0, and so is the sum."""
    row["grads"]["x"] = [[0.0 for _ in sample] for sample in row["grads"]["x"]]
    row["loss"] = 0.0
    row["values"]["J"] = 0.0


JUDGES = {
    "op gelu_edges": at_edges(gelu),
    "op gelu_tanh_edges": at_edges(gelu_tanh),
    "op mish_edges": at_edges(mish),
    "op bce_clamped": bce_clamped,
    "op hardsigmoid_edges": hardsigmoid_edges,
    "op batch_norm_zero_gradient": batch_norm_zero,
}


def judged(row):
    judge = JUDGES.get(row["name"])
    if judge is not None:
        judge(row)
        row["judge"] = "mpmath"
    return row
