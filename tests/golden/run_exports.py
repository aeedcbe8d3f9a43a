#!/usr/bin/env python3
"""Runs exported PyTorch scripts, all in one process, each with names of its own: prints one line for each, what the
script printed or {"error": ...}.

    tests/golden/run_exports.py SCRIPT...
"""
import contextlib
import io
import json
import sys
import warnings

import torch

warnings.simplefilter("ignore")
OWN = {name: getattr(torch.Tensor, name) for name in dir(torch.Tensor) if callable(getattr(torch.Tensor, name))
       and not name.startswith("__")}


def run(path):
    printed = io.StringIO()
    try:
        with open(path) as file, contextlib.redirect_stdout(printed):
            exec(compile(file.read(), path, "exec"), {"__name__": "__main__"})
        return printed.getvalue().strip()
    except Exception as error:
        return json.dumps({"error": f"{type(error).__name__}: {error}"})
    finally:
        for name in list(vars(torch.Tensor)):  # methods that the script added or replaced
            if not name.startswith("__") and name not in OWN:
                delattr(torch.Tensor, name)
        for name, method in OWN.items():
            if getattr(torch.Tensor, name) is not method:
                setattr(torch.Tensor, name, method)


if __name__ == "__main__":
    for script in sys.argv[1:]:
        print(run(script), flush=True)
