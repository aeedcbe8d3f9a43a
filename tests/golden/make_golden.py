#!/usr/bin/env python3
"""Runs the programs of programs.py, and those that ship, under PyTorch in float64 and writes golden.json:
for each its text and what `grad --json` has to print. Needs Debian's python3-torch.

    tests/golden/make_golden.py
"""
import json
import math
import pathlib

import torch
from programs import PROGRAMS

HERE = pathlib.Path(__file__).resolve().parent
torch.set_default_dtype(torch.float64)


def exact(value):
    """Nested lists; what JSON has no number for, by name."""
    if isinstance(value, list):
        return [exact(item) for item in value]
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return value


def numbers(tensor):
    return exact(tensor.detach().tolist())


class Run:
    """One program's names, and what is seen of them at its last backward()."""

    def __init__(self, text):
        self.parameters = []
        self.loss = None
        self.at_backward = {}
        self.names = {
            "tensor": self.data, "param": self.parameter, "sgd": self.sgd, "zero_grad": self.zero_grad,
            "exp": torch.exp, "log": torch.log, "sqrt": torch.sqrt, "sigmoid": torch.sigmoid, "tanh": torch.tanh,
            "relu": torch.relu, "sum": torch.sum, "mean": torch.mean,
        }
        self.builtin = set(self.names)
        own_backward = torch.Tensor.backward
        torch.Tensor.backward = lambda loss: self.backward(loss, own_backward)
        try:
            exec(text, self.names)
        finally:
            torch.Tensor.backward = own_backward

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

    def sgd(self, lr):
        with torch.no_grad():
            for parameter in self.parameters:
                if parameter.grad is not None:
                    parameter -= lr * parameter.grad

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
    programs = dict(PROGRAMS)
    for path in sorted((HERE.parent.parent / "lessons" / "programs").glob("*.py")):
        programs["shipped " + path.stem] = path.read_text()
    golden = [{"name": name, "program": text, **Run(text).result()} for name, text in programs.items()]
    document = {"made_by": "PyTorch " + torch.__version__, "programs": golden}
    (HERE / "golden.json").write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    print(len(golden), "programs")


if __name__ == "__main__":
    main()
