"""The programs whose numbers PyTorch has made: every op, with broadcasts, views, ties, kinks and edge
values. Written in the program notation, which is Python."""

LEAVES = """a = param([0.7, -1.3, 2.1])
b = param([[0.4, 1.9, -0.6], [-2.2, 0.3, 1.1]])
c = param(1.7)
"""
POSITIVE = """a = param([0.7, 1.3, 2.1])
b = param([[0.4, 1.9, 0.6], [2.2, 0.3, 1.1]])
c = param(1.7)
"""


def after(leaves, *lines):
    return leaves + "\n".join(lines) + "\n"


def reduced(leaves, expression):
    """A loss that weighs each element differently, so that a transposed gradient is seen."""
    return after(leaves, "y = " + expression, "J = sum(y * y * 0.5 + y)", "J.backward()", "sgd(lr=0.1)")


PROGRAMS = {}
for name, expression in {
    "add": "a + b", "sub": "b - a", "mul": "a * b", "div": "a / c", "add_scalar": "b + c", "sub_scalar": "c - b",
    "mul_number": "3 * b", "div_number": "b / 4", "number_div": "2 / b", "neg": "-b", "square": "b ** 2",
    "cube": "b ** 3", "inverse": "b ** -1", "inverse_square": "b ** -2", "power_zero": "b ** 0", "power_one": "b ** 1",
    "exp": "exp(b)", "sigmoid": "sigmoid(b)", "tanh": "tanh(b)", "relu": "relu(b)", "method": "b.tanh()",
    "sum_all": "sum(b) * a", "sum_0": "sum(b, dim=0) * a", "sum_1": "sum(b, dim=1)", "sum_last": "sum(b, dim=-1)",
    "sum_keep": "b * sum(b, dim=1, keepdim=True)", "mean_all": "mean(b) + a", "mean_0": "mean(b, dim=0) * a",
    "mean_keep": "b - mean(b, dim=0, keepdim=True)", "matrix_vector": "b @ a", "matrix_matrix": "b @ b.T",
    "transposed_matrix": "b.T @ b", "vector_matrix": "b[0] @ b.T", "dot": "a @ a + c", "index": "b[1] * a",
    "index_element": "b[1, 2] * a", "index_negative": "b[-1, -3] * a", "slice": "b[:, 1:3]", "slice_vector": "a[1:] * a[:2]",
    "same_twice": "a * a + a", "outer": "a * sum(b, dim=1, keepdim=True)", "chain": "tanh(b @ a) * sigmoid(c)",
}.items():
    PROGRAMS[name] = reduced(LEAVES, expression)
for name, expression in {
    "log": "log(b)", "sqrt": "sqrt(b)", "root": "b ** 0.5", "power_real": "b ** 1.7", "power_tensor": "b ** a",
    "number_power": "2 ** b", "power_scalar": "b ** c", "entropy": "-(b * log(b))",
}.items():
    PROGRAMS[name] = reduced(POSITIVE, expression)

PROGRAMS["kinks_and_zeros"] = """x = param([0.0, -1.0, 2.0, -0.0])
r = relu(x)
p = x ** 2
q = x ** 3
z = x ** 0
J = sum(r + p + q + z)
J.backward()
"""
PROGRAMS["infinite_slopes"] = """x = param([0.0, 4.0])
s = sqrt(x)
d = 1 / x
l = log(x)
J = sum(s + d + l)
J.backward()
"""
PROGRAMS["far_out"] = """x = param([800.0, -800.0, 40.0, -40.0])
s = sigmoid(x)
t = tanh(x)
e = exp(-x)
J = sum(s + t)
J.backward()
"""
PROGRAMS["zero_to_powers"] = """x = param([0.0, 0.0, 2.0])
k = param([0.0, 2.0, 0.0])
y = x ** k
J = sum(y)
J.backward()
"""
PROGRAMS["negative_base"] = """x = param([-2.0, -0.5])
y = x ** 3
z = x ** -2
w = x ** 2.5
J = sum(y + z)
J.backward()
"""
PROGRAMS["two_backwards_add_up"] = """w = param([1.5, -0.5])
x = tensor([2.0, 3.0])
J = sum(w * x)
J.backward()
K = sum(w * w * x)
K.backward()
sgd(lr=0.1)
"""
PROGRAMS["cleared_between"] = """w = param([1.5, -0.5])
x = tensor([2.0, 3.0])
for t in range(4):
    zero_grad()
    J = mean((tanh(w * x) - 0.25) ** 2)
    J.backward()
    sgd(lr=0.3)
"""
PROGRAMS["not_cleared"] = PROGRAMS["cleared_between"].replace("    zero_grad()\n", "")
PROGRAMS["function"] = """def swish(v, k): return v * sigmoid(k * v)
x = param([0.3, -2.0, 1.2])
k = param(1.702)
y = swish(x, k)
J = sum(y * y)
J.backward()
"""
