"""Optimizers, their settings and the learning-rate schedules, over several rounds."""

TRAINING = """w = param([1.5, -0.5])
v = param([[0.3], [2.0]])
x = tensor([2.0, 3.0])
for t in range(6):
    zero_grad()
    J = mean((tanh(w * x) - 0.25) ** 2) + 0.1 * sum(v * v * w)
    J.backward()
    CALL
"""

CALLS = {
    "sgd": "sgd(lr=0.3)", "sgd momentum": "sgd(lr=0.3, momentum=0.9)", "sgd by position": "sgd(0.3, 0.5)",
    "sgd nesterov": "sgd(lr=0.1, momentum=0.9, nesterov=True)", "sgd decay": "sgd(lr=0.1, weight_decay=0.05)",
    "sgd dampening": "sgd(lr=0.1, momentum=0.8, dampening=0.3, weight_decay=0.01)",
    "adam": "adam()", "adam settings": "adam(lr=0.1, betas=(0.8, 0.95), eps=0.001, weight_decay=0.02)",
    "adamw": "adamw(lr=0.05)", "adamw settings": "adamw(lr=0.1, betas=(0.8, 0.95), weight_decay=0.3)",
    "rmsprop": "rmsprop()", "rmsprop centered": "rmsprop(lr=0.05, alpha=0.9, centered=True)",
    "rmsprop momentum": "rmsprop(lr=0.02, momentum=0.7, weight_decay=0.1)",
    "rmsprop both": "rmsprop(lr=0.02, alpha=0.8, momentum=0.7, centered=True, eps=0.01)",
    "adagrad": "adagrad(lr=0.5)", "adagrad settings": "adagrad(lr=0.5, lr_decay=0.1, weight_decay=0.05, initial_accumulator_value=0.2)",
    "step_lr": "sgd(lr=step_lr(0.3, t, step_size=2, gamma=0.5))", "step_lr default": "sgd(lr=step_lr(0.3, t, 2))",
    "exponential_lr": "sgd(lr=exponential_lr(0.3, t, gamma=0.9))",
    "cosine_annealing_lr": "sgd(lr=cosine_annealing_lr(0.3, t, T_max=6, eta_min=0.01), momentum=0.9)",
}

OPTIMIZERS = {"optimizer " + name: TRAINING.replace("CALL", call) for name, call in CALLS.items()}
OPTIMIZERS["optimizer two calls"] = """w = param([1.5, -0.5])
for t in range(3):
    J = sum(w ** 4)
    J.backward()
    adam(lr=0.1)
    zero_grad()
    J = sum(w ** 2)
    J.backward()
    adam(lr=0.05)
"""
