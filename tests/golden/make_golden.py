#!/usr/bin/env python3
"""Runs the programs of programs.py, op_programs.py, optimizer_programs.py and buffer_programs.py, and those that ship,
under PyTorch in float64 and writes golden.json: for each its text and what `grad --json` has to print. Where PyTorch
itself loses digits, judge.py's numbers, of high precision, take the place of its own. Needs Debian's python3-torch and
python3-mpmath.

    tests/golden/make_golden.py
"""
import json
import math
import pathlib
import sys

import torch
import torch.nn.functional as F
from buffer_programs import BUFFERS
from judge import judged
from op_programs import OPS
from optimizer_programs import OPTIMIZERS
from programs import PROGRAMS

HERE = pathlib.Path(__file__).resolve().parent
torch.set_default_dtype(torch.float64)


def exact(value):
    """Nested lists; what JSON has no number for, by name."""
    if isinstance(value, list):
        return [exact(item) for item in value]
    value = float(value)
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return value


def numbers(tensor):
    return exact(tensor.detach().tolist())


def real(value):
    return value if isinstance(value, torch.Tensor) else torch.tensor(float(value))


def indices(value):
    return torch.as_tensor(value).detach().long()


def buffer(values):
    """PyTorch writes no leaf that asks for a gradient: detach() shares its numbers."""
    return None if values is None else torch.as_tensor(values).detach()


def weights(values):
    """PyTorch refuses a weight that asks for a gradient where it has none for it."""
    return None if values is None else torch.as_tensor(values).detach()


def cross_entropy(a, target, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0):
    options = {"ignore_index": ignore_index, "reduction": reduction, "label_smoothing": label_smoothing}
    if torch.as_tensor(target).shape == a.shape:
        return F.cross_entropy(a, torch.as_tensor(target), weight, **options)
    return F.cross_entropy(a, indices(target), weights(weight), **options)


def nll_loss(a, target, weight=None, ignore_index=-100, reduction="mean"):
    return F.nll_loss(a, indices(target), weights(weight), ignore_index=ignore_index, reduction=reduction)


def binary_cross_entropy(a, b, weight=None, reduction="mean"):
    return F.binary_cross_entropy(a, b, weights(weight), reduction=reduction)


def binary_cross_entropy_with_logits(a, b, weight=None, reduction="mean", pos_weight=None):
    return F.binary_cross_entropy_with_logits(a, b, weights(weight), reduction=reduction, pos_weight=weights(pos_weight))


def first_of(function):
    """max and min along a dimension give the values here, not the places too."""
    def call(*arguments, **named):
        result = function(*arguments, **named)
        return result if isinstance(result, torch.Tensor) else result.values
    return call


def with_all_dims(function):
    """var and std over everything where no dim is given, by one signature."""
    def call(x, dim=None, unbiased=True, keepdim=False):
        dims = tuple(range(x.dim())) if dim is None else dim
        return function(x, dim=dims, unbiased=unbiased, keepdim=keepdim)
    return call


def norm(x, p=2.0, dim=None, keepdim=False):
    return torch.norm(x, p=p, dim=dim, keepdim=keepdim) if dim is not None else torch.norm(x, p=p)


def hardsigmoid(x):
    """By its definition: the backward of PyTorch 1.13 multiplies by 1/6 rounded to float32."""
    return F.relu6(x + 3) / 6 if torch.isfinite(x).all() else F.hardsigmoid(x)


def layer_norm(x, shape, weight=None, bias=None, eps=1e-5):
    return F.layer_norm(x, (shape,) if isinstance(shape, int) else shape, weight, bias, eps)


def batch_norm(x, running_mean=None, running_var=None, *rest, **options):
    return F.batch_norm(x, buffer(running_mean), buffer(running_var), *rest, **options)


def rnn_cell(x, h, w_ih, w_hh, b_ih=None, b_hh=None, nonlinearity="tanh"):
    return getattr(torch, f"rnn_{nonlinearity}_cell")(*batched(x, h), w_ih, w_hh, b_ih, b_hh).reshape(h.shape)


def batched(*tensors):
    return [tensor.reshape(-1, tensor.shape[-1]) for tensor in tensors]


def attention(query, key, value, is_causal=False):
    scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])
    if is_causal:
        scores = scores.masked_fill(~torch.ones(scores.shape[-2:], dtype=torch.bool).tril(), -math.inf)
    return torch.softmax(scores, -1) @ value


FUNCTIONS = {name: getattr(torch, name) for name in (
    "exp log sqrt sigmoid tanh relu sum mean abs sin cos erf erfc expm1 log1p sign clamp pow neg clone add sub mul div "
    "prod logsumexp argmax argmin softmax log_softmax matmul transpose permute reshape flatten unsqueeze cat stack detach "
    "batch_norm").split() if hasattr(torch, name)}
FUNCTIONS.update({name: getattr(F, name) for name in (
    "relu6 elu selu gelu silu softplus softsign mish hardtanh hardswish leaky_relu dropout mse_loss l1_loss "
    "linear conv1d conv2d max_pool2d avg_pool2d "
    "batch_norm").split()})
FUNCTIONS.update({
    "maximum": lambda a, b: torch.maximum(real(a), real(b)), "minimum": lambda a, b: torch.minimum(real(a), real(b)),
    "where": lambda condition, a, b: torch.where(condition, real(a), real(b)),
    "max": first_of(torch.max), "min": first_of(torch.min), "var": with_all_dims(torch.var), "std": with_all_dims(torch.std),
    "norm": norm, "hardsigmoid": hardsigmoid, "layer_norm": layer_norm, "detach": lambda x: x.detach(),
    "huber_loss": lambda a, b, reduction="mean", delta=1.0: F.huber_loss(a, b, reduction, delta),
    "cross_entropy": cross_entropy, "nll_loss": nll_loss, "binary_cross_entropy": binary_cross_entropy,
    "binary_cross_entropy_with_logits": binary_cross_entropy_with_logits,
    "batch_norm": batch_norm,
    "rnn_cell": rnn_cell, "lstm_cell": torch.lstm_cell, "gru_cell": torch.gru_cell,
    "scaled_dot_product_attention": attention,
    "embedding": lambda i, weight: F.embedding(indices(i), weight),
})


def scheduled(kind):
    """The rate that a scheduler of torch.optim has after t steps."""
    def rate(lr, t, *arguments, **settings):
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=lr)
        scheduler = kind(optimizer, *arguments, **settings)
        for _ in range(t):
            optimizer.step()
            scheduler.step()
        return scheduler.get_last_lr()[0]
    return rate


OPTIMIZER_KINDS = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW,
                   "rmsprop": torch.optim.RMSprop, "adagrad": torch.optim.Adagrad}
SCHEDULES = {"step_lr": scheduled(torch.optim.lr_scheduler.StepLR),
             "exponential_lr": scheduled(torch.optim.lr_scheduler.ExponentialLR),
             "cosine_annealing_lr": scheduled(torch.optim.lr_scheduler.CosineAnnealingLR)}


class Run:
    """One program's names, and what is seen of them at its last backward()."""

    def __init__(self, text):
        self.parameters = []
        self.loss = None
        self.at_backward = {}
        self.optimizers = {}
        self.names = {"tensor": self.data, "param": self.parameter, "zero_grad": self.zero_grad, **FUNCTIONS, **SCHEDULES,
                      **{name: self.optimizer(kind) for name, kind in OPTIMIZER_KINDS.items()}}
        self.builtin = set(self.names)
        own = {"backward": torch.Tensor.backward, "min": torch.Tensor.min, "max": torch.Tensor.max}
        torch.Tensor.backward = lambda loss: self.backward(loss, own["backward"])
        torch.Tensor.min = first_of(own["min"])
        torch.Tensor.max = first_of(own["max"])
        try:
            exec(text, self.names)
        finally:
            for name, method in own.items():
                setattr(torch.Tensor, name, method)

    def tensors(self):
        return {name: value for name, value in self.names.items()
                if name not in self.builtin and isinstance(value, torch.Tensor)}

    @staticmethod
    def data(values):
        return torch.tensor(values, dtype=torch.float64, requires_grad=True)

    def parameter(self, values):
        self.parameters.append(self.data(values))
        return self.parameters[-1]

    def backward(self, loss, own_backward):
        for value in self.tensors().values():
            if value.requires_grad and not value.is_leaf:
                value.retain_grad()
        own_backward(loss)
        self.loss = loss.item()
        for name, value in self.tensors().items():
            gradient = value.grad if value.grad is not None else torch.zeros_like(value)
            self.at_backward[name] = (numbers(value), numbers(gradient))

    def optimizer(self, kind):
        """Each line of the program keeps an optimizer of its own."""
        def step(*arguments, **settings):
            line = sys._getframe(1).f_lineno
            if line not in self.optimizers:
                self.optimizers[line] = kind(self.parameters, *arguments, **settings)
            group = self.optimizers[line].param_groups[0]
            group["lr"] = arguments[0] if arguments else settings.get("lr", group["lr"])
            self.optimizers[line].step()
        return step

    def zero_grad(self):
        for value in self.tensors().values():
            value.grad = None

    def result(self):
        is_parameter = {name for name, value in self.tensors().items() if any(value is p for p in self.parameters)}
        return {
            "loss": exact(self.loss),
            "values": {name: pair[0] for name, pair in self.at_backward.items()},
            "grads": {name: pair[1] for name, pair in self.at_backward.items()},
            "params": {name: numbers(value) for name, value in self.tensors().items() if name in is_parameter},
        }


def main():
    programs = {**PROGRAMS, **{"op " + name: text for name, text in OPS.items()}, **OPTIMIZERS, **BUFFERS}
    for path in sorted((HERE.parent.parent / "lessons" / "programs").glob("*.py")):
        programs["shipped " + path.stem] = path.read_text()
    golden = [judged({"name": name, "program": text, **Run(text).result()}) for name, text in programs.items()]
    document = {"made_by": "PyTorch " + torch.__version__, "programs": golden}
    lines = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in golden)
    head = json.dumps({"made_by": document["made_by"]})[:-1]
    (HERE / "golden.json").write_text(head + ', "programs": [\n' + lines + "\n]}\n")
    print(len(golden), "programs")


if __name__ == "__main__":
    main()
