"""Running averages that batch_norm keeps: which it writes, what later calls read, how they mix with optimizers."""

LEAVES = """x = tensor([[0.4, 1.9], [-2.2, 0.3], [1.5, -0.7]])
a = param([0.7, -1.3])
w = param([1.1, 0.6])
b = param([0.2, 0.5])
m = tensor([0.1, -0.2])
v = tensor([0.5, 2.0])
"""
TRAINING = """for t in range(2):
    zero_grad()
    y = CALL
    J = sum(y * y * 0.5 + y * x)
    J.backward()
    sgd(lr=0.1)
"""
EVALUATION = """z = batch_norm(x * a - 0.5, m, v, w, b)
J = sum(z * z) + sum(y * x)
J.backward()
"""


def trained(call):
    return LEAVES + TRAINING.replace("CALL", call)


BUFFERS = {"buffer " + name: trained(call) for name, call in {
    "both": "batch_norm(x * a, m, v, w, b, training=True)",
    "mean": "batch_norm(x * a, m, training=True)",
    "variance": "batch_norm(x * a, running_var=v, weight=w, training=True)",
    "momentum": "batch_norm(x * a, m, v, w, b, True, 0.3, 0.01)",
    "momentum 0": "batch_norm(x * a, m, v, training=True, momentum=0)",
    "momentum 1": "batch_norm(x * a, m, v, training=True, momentum=1)",
    "list": "batch_norm(x * a, [0.1, -0.2], v, training=True)",
    "evaluation": "batch_norm(x * a, m, v, w, b)",
    "two calls": "batch_norm(batch_norm(x * a, m, v, w, b, training=True) * a, m, v, training=True)",
    "without samples": "batch_norm(x * a, m, v, w, training=True) * sum(batch_norm(x[0:0], m, v, training=True) + 1)",
}.items()}
BUFFERS["buffer places"] = """x = param([[[0.4, 1.9], [-2.2, 0.3]]])
m = tensor([0.0, 0.0])
v = tensor([1.0, 1.0])
y = batch_norm(x, m, v, training=True, momentum=0.5)
J = sum(y * x)
J.backward()
"""
BUFFERS["buffer train, then evaluate"] = LEAVES + "y = batch_norm(x * a, m, v, w, b, training=True)\n" + EVALUATION
BUFFERS["buffer rounds, then evaluate"] = trained("batch_norm(x * a, m, v, w, b, training=True)") + \
    "zero_grad()\ny = x * a\n" + EVALUATION
BUFFERS["buffer in the loss"] = LEAVES + """y = batch_norm(x * a, m, v, training=True)
J = sum(y * x) + sum(m * w) + sum(v ** 2)
J.backward()
"""
