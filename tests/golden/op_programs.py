"""A program or several for every op of the op table: broadcasts, views in odd order, ties, kinks, infinities, NaN,
and tensors without elements or of one. tests/engine/golden_test.cpp checks that no op is missing."""

LEAVES = """a = param([0.7, -1.3, 2.1])
b = param([[0.4, 1.9, -0.6], [-2.2, 0.3, 1.1]])
c = param(1.7)
"""
UNIT = """a = param([0.7, 0.2, 0.95])
b = param([[0.4, 0.9, 0.6], [0.15, 0.3, 0.55]])
c = param(0.25)
"""
IMAGE = """a = param([[[[0.3, -1.2, 2.0, 0.5], [1.5, 0.7, -0.4, -2.1], [0.9, -0.8, 1.3, 0.6]]],
           [[[-0.7, 1.1, 0.2, -1.6], [2.3, -0.9, 0.4, 1.8], [-1.4, 0.1, 1.7, -0.3]]]])
k = param([[[[0.5, -1.0], [0.25, 2.0]]], [[[1.5, 0.3], [-0.8, 0.1]]]])
d = param([0.2, -0.6])
"""
SIGNAL = """a = param([[[0.3, -1.2, 2.0, 0.5, 1.5], [0.7, -0.4, -2.1, 0.9, -0.8]]])
k = param([[[0.5, -1.0], [0.25, 2.0]], [[1.5, 0.3], [-0.8, 0.1]], [[0.6, -0.2], [1.2, 0.9]]])
d = param([0.2, -0.6, 0.4])
"""
CELL = """x = param([[0.5, -1.2], [0.3, 0.8]])
h = param([[0.1, -0.4, 0.7], [-0.2, 0.6, 0.9]])
s = param([[-0.3, 0.2, 0.5], [1.1, -0.7, 0.4]])
"""
EDGES = "x = param([-float('inf'), -1000.0, -38.0, -9.0, -6.0, -3.0, -1.0, -0.5, -1e-9, 0.0, -0.0, 1e-300, 0.5, 1.0, 3.0, 6.0, 19.0, 21.0, 50.0, 1000.0, float('inf'), float('nan')])\n"


def after(leaves, *lines):
    return leaves + "\n".join(lines) + "\n"


def weighed(leaves, expression):
    """A loss whose gradient differs from element to element, so that a transposed gradient is seen."""
    return after(leaves, "y = " + expression, "J = sum(y * y * 0.5 + y)", "J.backward()", "sgd(lr=0.1)")


def at_edges(call):
    return after(EDGES, "y = " + call, "J = sum(y)", "J.backward()")


OPS = {}

SMOOTH = ["abs", "sin", "cos", "erf", "erfc", "expm1", "sign", "relu6", "elu", "selu", "gelu", "silu", "softplus", "softsign",
          "mish", "hardtanh", "hardsigmoid", "hardswish", "leaky_relu", "sigmoid", "tanh", "relu", "exp"]
for name in SMOOTH:
    OPS[name] = weighed(LEAVES, f"{name}(b.T) * c")
    OPS[name + "_scalar"] = weighed(LEAVES, f"{name}(c)")
    OPS[name + "_edges"] = at_edges(f"{name}(x)")
    OPS[name + "_empty"] = weighed(LEAVES, f"{name}(b[:, 1:1])")
for name in ["log", "log1p", "sqrt"]:
    OPS[name] = weighed(UNIT, f"{name}(b.T) * c")
    OPS[name + "_edges"] = at_edges(f"{name}(x)")
for name, call in {
    "clamp": "clamp(b, min=-0.5, max=1.1)", "clamp_min": "clamp(b, -0.6)", "clamp_max": "b.clamp(max=0.3)",
    "clamp_crossed": "clamp(b, 1.0, -1.0)", "leaky_relu_slope": "leaky_relu(b, negative_slope=0.2)",
    "elu_alpha": "elu(b, alpha=1.6)", "softplus_beta": "softplus(b, beta=2.0, threshold=3.0)",
    "gelu_tanh": "gelu(b, approximate='tanh')", "hardtanh_limits": "hardtanh(b, -0.6, 1.1)",
    "maximum": "maximum(a, b)", "minimum": "minimum(b, c)", "maximum_column": "maximum(b[:, 0:1], a)",
    "gt": "(b > a) * b", "ge": "(b >= 0.3) * b", "lt": "(b < c) * b", "le": "(a <= b) * b", "eq": "(b == 0.3) * b",
    "ne": "(b != 0.3) * b", "where": "where(b > 0, b * a, c * b)", "where_broadcast": "where(a > 0, c, b)",
    "where_number": "where(b > 0, b, 0.5)", "detach": "detach(b) * b", "dropout_off": "dropout(b, 0.5, training=False) * c",
    "pow_call": "pow(b, 2) + b.pow(3)", "neg_call": "neg(b)", "clone": "clone(b) * a", "add_call": "add(b, a)",
    "sub_call": "sub(b, a)", "mul_call": "b.mul(a)", "div_call": "div(b, c)",
}.items():
    OPS[name] = weighed(LEAVES, call)
OPS["hardtanh_edges_at"] = after("x = param([-1.0, 1.0, 0.0, 2.0])\n", "y = hardtanh(x)", "J = sum(y)", "J.backward()")
OPS["clamp_edges"] = at_edges("clamp(x, min=-3.0, max=3.0)")
OPS["gelu_tanh_edges"] = at_edges("gelu(x, approximate='tanh')")
OPS["ties"] = after("x = param([1.0, 2.0, -1.0, 0.0])\nz = param([1.0, -2.0, -1.0, -0.0])\n", "y = maximum(x, z)",
                    "u = minimum(x, z)", "v = maximum(x, x)", "J = sum(y + 3 * u + v)", "J.backward()")
OPS["nan_maximum"] = after("x = param([float('nan'), 1.0, 2.0])\nz = param([1.0, float('nan'), 3.0])\n",
                           "y = maximum(x, z)", "u = minimum(x, z)", "J = sum(y) + sum(u)", "J.backward()")
OPS["where_of_nan"] = after("x = param([-1.0, 4.0])\n", "y = where(x > 0, sqrt(x), 0.0)", "J = sum(y)", "J.backward()")

for name in ["sum", "mean", "prod", "var", "std", "norm"]:
    OPS[name + "_all"] = weighed(LEAVES, f"{name}(b) * a")
    OPS[name + "_of_view"] = weighed(LEAVES, f"{name}(b.T[1:]) * a")
    OPS[name + "_dim"] = weighed(LEAVES, f"{name}(b, dim=0) * a")
    OPS[name + "_keep"] = weighed(LEAVES, f"{name}(b.T, dim=-1, keepdim=True) * b.T")
    OPS[name + "_empty"] = weighed(LEAVES, f"{name}(b[:, 1:1]) + c")
    OPS[name + "_empty_dim"] = weighed(LEAVES, f"{name}(b[:, 1:1], dim=1) + c")
    OPS[name + "_scalar"] = weighed(LEAVES, f"{name}(c) * a")
for name in ["sum", "mean", "var", "std", "norm"]:
    OPS[name + "_dims"] = weighed(LEAVES, f"{name}(reshape(b, (2, 1, 3)), dim=(0, 2)) * a")
for name, call in {
    "var_biased": "var(b, dim=1, unbiased=False)", "std_biased": "std(b, unbiased=False) * a",
    "norm_1": "norm(b, p=1, dim=1)", "norm_3": "norm(b, p=3) * a", "norm_half": "norm(b, p=0.5, dim=0)",
    "norm_inf": "norm(b, p=float('inf'), dim=1)", "norm_0": "norm(b, p=0) + c", "logsumexp": "logsumexp(b, dim=1)",
    "logsumexp_dims": "logsumexp(b, dim=(0, 1)) * a", "logsumexp_keep": "b - logsumexp(b.T, dim=1, keepdim=True).T",
    "max": "max(b) * a", "max_dim": "max(b, dim=1)", "max_keep": "max(b.T, dim=0, keepdim=True) * b.T", "min": "min(b) * a",
    "min_dim": "b.min(dim=0)", "argmax": "argmax(b, dim=1) + c", "argmax_all": "argmax(b) * a", "argmin": "argmin(b, dim=0) * a",
    "argmin_keep": "argmin(b, dim=1, keepdim=True) * b", "softmax": "softmax(b, dim=1)", "softmax_0": "softmax(b, 0) * a",
    "log_softmax": "log_softmax(b, dim=1)", "log_softmax_0": "b.T.log_softmax(dim=0)",
    "softmax_empty": "softmax(b[:, 1:1], dim=1)", "softmax_scalar": "softmax(reshape(c, (1, 1)), dim=1) * a",
}.items():
    OPS[name] = weighed(LEAVES, call)
OPS["prod_zero"] = after("x = param([[2.0, 0.0, 3.0], [0.0, 4.0, 0.0]])\n", "y = prod(x, dim=1)", "u = prod(x[0])",
                         "J = sum(y) + u", "J.backward()")
OPS["norm_zero"] = after("x = param([[0.0, 0.0], [3.0, -4.0]])\n", "y = norm(x, dim=1)", "u = norm(x, p=1, dim=1)",
                         "v = norm(x, p=3, dim=1)", "J = sum(y + u + v)", "J.backward()")
OPS["std_constant"] = after("x = param([[2.0, 2.0], [3.0, -4.0]])\n", "y = std(x, dim=1)", "J = sum(y)", "J.backward()")
OPS["tied_extremes"] = after("x = param([[2.0, 2.0, -1.0], [-1.0, 2.0, -1.0]])\n", "y = max(x)", "u = min(x)",
                             "v = max(x, dim=1)", "w = min(x, dim=1)", "i = argmax(x, dim=1)", "n = norm(x, p=float('inf'))",
                             "J = y + 2 * u + sum(3 * v + 5 * w) + 7 * n", "J.backward()")
OPS["nan_extremes"] = after("x = param([[2.0, float('nan'), -1.0], [-1.0, 2.0, float('inf')]])\n", "y = max(x)", "u = min(x)",
                            "v = max(x, dim=1)", "w = min(x, dim=1)", "i = argmax(x, dim=1)",
                            "J = y + 2 * u + sum(3 * v + 5 * w)", "J.backward()")
OPS["one_element_variance"] = after("x = param([2.0])\n", "y = var(x)", "u = std(x)", "J = y + u", "J.backward()")
OPS["far_logits"] = after("x = param([[1000.0, -1000.0, 998.0], [-800.0, -800.0, -801.0]])\n", "y = softmax(x, dim=1)",
                          "u = log_softmax(x, dim=1)", "v = logsumexp(x, dim=1)", "w = cross_entropy(x, [2, 0])",
                          "J = sum(y) + sum(y * u) * 0.001 + sum(v) + w", "J.backward()")
OPS["infinite_logits"] = after("x = param([[1.0, -float('inf'), 2.0], [float('inf'), 0.0, 1.0]])\n", "y = softmax(x, dim=1)",
                               "u = logsumexp(x, dim=1)", "J = sum(y) + sum(u)", "J.backward()")

for name, call in {
    "mse_loss": "mse_loss(a, b[0]) * c", "mse_loss_sum": "mse_loss(b, b.T.T * 2, reduction='sum') * c",
    "mse_loss_none": "mse_loss(a, b[1], reduction='none')", "l1_loss": "l1_loss(a, b[0]) * c",
    "l1_loss_sum": "l1_loss(b * 2, b, reduction='sum')", "l1_loss_none": "l1_loss(a, b[1], reduction='none')",
    "huber_loss": "huber_loss(a, b[0]) * c", "huber_loss_delta": "huber_loss(a, b[1], reduction='none', delta=0.7)",
    "huber_loss_sum": "huber_loss(a, b[1], 'sum', 2.0)", "bce_with_logits": "binary_cross_entropy_with_logits(a, b[0]) * c",
    "bce_with_logits_none": "binary_cross_entropy_with_logits(b.T, b.T * 0.5, reduction='none')",
    "cross_entropy": "cross_entropy(b, [2, 0]) * c", "cross_entropy_sum": "cross_entropy(b.T, [1, 0, 1], reduction='sum')",
    "cross_entropy_none": "cross_entropy(b, [1, 1], reduction='none')", "cross_entropy_one": "cross_entropy(a, 1) * c",
    "cross_entropy_soft": "cross_entropy(b, softmax(b.T.reshape(2, 3), dim=1)) * c",
    "cross_entropy_soft_none": "cross_entropy(b, b * 2, reduction='none')",
    "cross_entropy_places": "cross_entropy(reshape(b.T, (1, 2, 3)), [[0, 1, 1]], reduction='none')",
    "nll_loss": "nll_loss(log_softmax(b, dim=1), [2, 0]) * c", "nll_loss_sum": "nll_loss(b.T, [0, 1, 1], reduction='sum')",
    "nll_loss_none": "nll_loss(b, [0, 2], reduction='none')",
}.items():
    OPS[name] = weighed(LEAVES, call)
CLASSES = """a = param([0.7, -1.3, 2.1])
b = param([[0.4, 1.9, -0.6], [-2.2, 0.3, 1.1], [0.8, -0.5, 1.4], [1.3, 0.2, -0.9]])
p = param([[0.2, 0.7, 0.1], [0.5, 0.25, 0.25], [0.0, 1.0, 0.0], [0.9, 0.6, 1.2]])
w = param([0.5, 1.5, 2.5])
v = tensor([0.0, 0.8])
"""
for name, call in {
    "weight": "cross_entropy(b, [2, 0, 1, 1], w)", "weight_sum": "cross_entropy(b, [2, 0, 1, 1], weight=w * 2, reduction='sum')",
    "weight_none": "cross_entropy(b, [2, 0, 1, 1], w, reduction='none')", "weight_list": "cross_entropy(b, [0, 0, 1, 2], [0.3, 0.0, 1.1])",
    "weight_one": "cross_entropy(a, 1, w) * a", "weight_of_view": "cross_entropy(b.T, [3, 1, 1], weight=b[:, 1])",
    "weight_places": "cross_entropy(reshape(b, (2, 2, 3)), [[0, 1, 1], [1, 0, 1]], v, reduction='none')",
    "ignore": "cross_entropy(b, [2, -100, 1, -100])", "ignore_class": "cross_entropy(b, [2, 0, 1, 0], ignore_index=0)",
    "ignore_sum": "cross_entropy(b, [-1, 0, 1, -1], None, -1, 'sum')", "ignore_weight": "cross_entropy(b, [2, 0, 1, 0], w, 2)",
    "ignore_none": "cross_entropy(b, [2, 0, 1, 0], w, 2, 'none')", "ignore_tensor": "cross_entropy(b, tensor([1.0, 2.0, -100.0, 0.0]))",
    "ignore_places": "cross_entropy(reshape(b, (1, 2, 2, 3)), [[[0, 1, 9], [9, 0, 1]]], v + 1, 9)",
    "smoothing": "cross_entropy(b, [2, 0, 1, 1], label_smoothing=0.1)", "smoothing_one": "cross_entropy(a, 2, label_smoothing=0.3)",
    "smoothing_off": "cross_entropy(b, [2, 0, 1, 1], label_smoothing=0.0)",
    "smoothing_full": "cross_entropy(b, [2, 0, 1, 1], label_smoothing=1)",
    "smoothing_weight": "cross_entropy(b, [2, 0, 1, 1], w, label_smoothing=0.2)",
    "smoothing_full_weight": "cross_entropy(b, [2, 0, 1, 1], w, label_smoothing=1.0)",
    "smoothing_none": "cross_entropy(b, [2, 0, 1, 0], w, 0, 'none', 0.2)",
    "smoothing_sum": "cross_entropy(b.T, [3, 0, 3], ignore_index=3, reduction='sum', label_smoothing=0.4)",
    "smoothing_places": "cross_entropy(reshape(b, (2, 2, 3)), [[0, 1, 1], [-7, 0, 1]], v, -7, label_smoothing=0.25)",
    "soft_weight": "cross_entropy(b, p, w)", "soft_weight_none": "cross_entropy(b, p, w * w, reduction='none')",
    "soft_weight_sum": "cross_entropy(b.T, p.T, weight=b[:, 0], reduction='sum')", "soft_one": "cross_entropy(a, p[0], w)",
    "soft_smoothing": "cross_entropy(b, p, label_smoothing=0.1)", "soft_smoothing_full": "cross_entropy(b, p, label_smoothing=1.0)",
    "soft_everything": "cross_entropy(b, p, w, -1, 'mean', 0.3)",
    "soft_places": "cross_entropy(reshape(b, (2, 2, 3)), reshape(p, (2, 2, 3)), v, label_smoothing=0.2)",
}.items():
    OPS["cross_entropy_" + name] = weighed(CLASSES, call)
for name, call in {
    "weight": "nll_loss(b, [2, 0, 1, 1], w)", "weight_sum": "nll_loss(b.T, [2, 0, 1], weight=b[:, 0], reduction='sum')",
    "weight_none": "nll_loss(b, [2, 0, 1, 1], w, reduction='none')", "weight_one": "nll_loss(a, 2, w, reduction='sum')",
    "ignore": "nll_loss(b, [2, -100, 1, -100])", "ignore_class": "nll_loss(b, [2, 0, 1, 0], w, 2)",
    "ignore_none": "nll_loss(b, [2, 0, 1, 0], None, 0, 'none')",
    "places": "nll_loss(reshape(b, (2, 2, 3)), [[0, 1, 1], [-1, 0, 1]], v, -1)",
}.items():
    OPS["nll_loss_" + name] = weighed(CLASSES, call)
for name, arguments in {"": "", "_weight": "weight=w, ", "_smoothing": "label_smoothing=0.1, ", "_both": "weight=w, label_smoothing=1.0, "}.items():
    for reduction in ["mean", "sum", "none"]:
        OPS[f"all_ignored{name}_{reduction}"] = after(
            CLASSES, f"y = cross_entropy(b, [1, 1, 1, 1], {arguments}ignore_index=1, reduction='{reduction}')", "J = sum(y)", "J.backward()")
OPS["nll_loss_all_ignored"] = after(CLASSES, "y = nll_loss(b, [-100, -100, -100, -100])", "J = y + a[0]", "J.backward()")
OPS["weights_of_zero"] = after(CLASSES, "x = reshape(b, (3, 4))[:, 0:2] * 1", "y = cross_entropy(x, [0, 0, 0], v)",
                               "u = cross_entropy(x, [0, 0, 0], v, label_smoothing=0.1)", "s = nll_loss(b[:, 0:2], [0, 0, 0, 0], v)",
                               "r = cross_entropy(b[:, 1:], [0, 1, 0, 0], v)", "J = y + u + s + r", "J.backward()")
OPS["weights_of_zero_smoothed"] = after(CLASSES, "J = cross_entropy(b, [0, 0, 0, 0], [0.0, 0.5, 2.0], label_smoothing=0.1)",
                                        "J.backward()")
FAR = "x = param([[1000.0, -float('inf'), 998.0], [-800.0, float('inf'), -801.0], [0.0, float('nan'), 1.0], [0.5, -1.0, 2.0]])\n"
OPS["far_logits_smoothed"] = after(FAR, "y = cross_entropy(x, [0, 1, 2, 0], reduction='none', label_smoothing=0.1)",
                                   "u = cross_entropy(x, [1, 1, 0, 2], reduction='none', label_smoothing=1.0)", "J = sum(y) + sum(u)",
                                   "J.backward()")
OPS["far_logits_ignored"] = after(FAR, "y = cross_entropy(x, [0, -100, -100, 2])", "u = nll_loss(x, [1, -100, -100, 2], [1.0, 0.0, 0.5])",
                                  "J = y + u", "J.backward()")
for name, call in {
    "bce": "binary_cross_entropy(a, b[0]) * c", "bce_sum": "binary_cross_entropy(b.T, b.T * 0.5, reduction='sum')",
    "bce_none": "binary_cross_entropy(b, b * b, reduction='none')",
}.items():
    OPS[name] = weighed(UNIT, call)
BINARY = """a = param([[0.7, -1.3, 2.1], [0.4, 1.9, -0.6]])
p = param([[0.7, 0.2, 0.95], [0.4, 0.9, 0.6]])
t = param([[0.3, 0.0, 1.0], [0.8, 0.5, 0.1]])
w = param([0.5, 1.5, 0.0])
v = tensor([[3.0], [0.0]])
"""
for name, call in {
    "bce_weight": "binary_cross_entropy(p, t, w)", "bce_weight_list": "binary_cross_entropy(p, t, [[0.3, 1.1, 0.7], [2.0, 0.0, 1.0]])",
    "bce_weight_sum": "binary_cross_entropy(p.T, t.T, weight=v.T, reduction='sum')", "bce_weight_none": "binary_cross_entropy(p, t, v, 'none')",
    "bce_weight_number": "binary_cross_entropy(p, t, 0.5) * w", "bce_weight_of_view": "binary_cross_entropy(p[:, 1], t[0, 1:], p[1, :2])",
    "bce_with_logits_weight": "binary_cross_entropy_with_logits(a, t, w)",
    "bce_with_logits_weight_none": "binary_cross_entropy_with_logits(a.T, t.T, weight=v.T, reduction='none')",
    "bce_with_logits_pos_weight": "binary_cross_entropy_with_logits(a, t, pos_weight=v)",
    "bce_with_logits_pos_weight_none": "binary_cross_entropy_with_logits(a, t, None, 'none', w)",
    "bce_with_logits_pos_weight_one": "binary_cross_entropy_with_logits(a, t, pos_weight=1.0)",
    "bce_with_logits_both": "binary_cross_entropy_with_logits(a, t, v, 'mean', w)",
    "bce_with_logits_both_sum": "binary_cross_entropy_with_logits(a[:, 1], t[0, 1:], w[1:], reduction='sum', pos_weight=w[0])",
    "bce_with_logits_both_scalars": "binary_cross_entropy_with_logits(a[0, 0], t[0, 0], w[0], pos_weight=v[0, 0]) * a",
}.items():
    OPS[name] = weighed(BINARY, call)
OPS["bce_weights_of_zero"] = after(BINARY, "y = binary_cross_entropy(p, t, 0.0)", "u = binary_cross_entropy_with_logits(a, t, v * 0)",
                                   "s = binary_cross_entropy_with_logits(a, t, pos_weight=0.0)", "J = y + u + s", "J.backward()")
OPS["bce_clamped"] = after("x = param([0.0, 1.0, 0.0, 1.0, 0.5])\nt = tensor([0.0, 1.0, 1.0, 0.0, 0.25])\n",
                           "y = binary_cross_entropy(x, t, reduction='none')", "J = sum(y)", "J.backward()")
OPS["bce_logits_far"] = after("x = param([-800.0, 800.0, 40.0, -40.0])\nt = tensor([1.0, 1.0, 0.0, 0.5])\n",
                              "y = binary_cross_entropy_with_logits(x, t, reduction='none')", "J = sum(y)", "J.backward()")
OPS["bce_logits_far_pos_weight"] = after(
    "x = param([-800.0, 800.0, 40.0, -40.0, 800.0, float('inf'), -float('inf')])\nt = tensor([1.0, 1.0, 0.0, 0.5, 0.25, 1.0, 0.5])\n",
    "y = binary_cross_entropy_with_logits(x, t, pos_weight=3.0, reduction='none')",
    "u = binary_cross_entropy_with_logits(x, t, 0.0, 'none', 0.5)", "J = sum(y) + sum(u)", "J.backward()")
OPS["loss_kinks"] = after("x = param([1.0, 2.0, 0.5, 3.0])\nt = tensor([1.0, 1.0, 1.5, 0.0])\n", "y = l1_loss(x, t, reduction='none')",
                          "u = huber_loss(x, t, reduction='none')", "J = sum(y + 2 * u)", "J.backward()")
OPS["loss_of_nothing"] = after("x = param([1.0, 2.0])\n", "y = mse_loss(x[0:0], x[2:2])", "J = sum(x) + y", "J.backward()")

for name, call in {
    "matmul_call": "matmul(b, a)", "matmul_empty": "b[:, 0:0] @ b.T[0:0]", "matmul_no_rows": "b[0:0] @ a",
    "matmul_batch": "reshape(b, (2, 1, 3)) @ reshape(b.T, (1, 3, 2))", "matmul_batch_vector": "reshape(b, (2, 1, 3)) @ a",
    "matmul_vector_batch": "a @ reshape(b, (2, 3, 1))", "matmul_permuted": "permute(reshape(b, (1, 2, 3)), (0, 2, 1)) @ b",
    "linear": "linear(b, b, b[:, 0])", "linear_vector": "linear(a, b)", "linear_batch": "linear(reshape(b, (2, 1, 3)), b.T.T, bias=b[:, 1])",
    "linear_one": "linear(reshape(a, (3, 1)), reshape(a, (3, 1)), a)",
    "transpose": "transpose(b, 0, 1) * c", "transpose_3": "reshape(b, (1, 2, 3)).transpose(-1, 0) * c",
    "permute": "permute(reshape(b, (1, 2, 3)), (2, 0, 1)) * c", "permute_method": "b.permute(1, 0)[2] * c",
    "reshape": "reshape(b.T, (2, 3)) * a", "reshape_minus_one": "b.reshape(-1) * c", "reshape_scalar": "reshape(c, (1, 1)) * b",
    "flatten": "flatten(reshape(b, (2, 3, 1)), 1) * a", "unsqueeze": "unsqueeze(a, 0) * unsqueeze(a, -1)",
    "cat": "cat([b, b.T.reshape(2, 3), b[0:0]], dim=0)", "cat_1": "cat((b, b[:, 1:2]), dim=-1)",
    "stack": "stack([a, b[0], a * 2])", "stack_1": "stack([a, b[1]], dim=-1)", "t": "b.T * c", "slices": "b[:, 1:][1] * c",
    "embedding": "embedding([1, 0, 1, 1], b) * a", "embedding_matrix": "embedding([[1], [0]], b.T)",
    "layer_norm": "layer_norm(b, (3,), a, b[0])", "layer_norm_plain": "layer_norm(b.T, 2)",
    "layer_norm_two": "layer_norm(b, (2, 3), b * 2, bias=b)", "layer_norm_eps": "layer_norm(b, 3, eps=0.1)",
    "batch_norm": "batch_norm(b.T, None, None, b[:, 0], b[:, 1], training=True)",
    "batch_norm_plain": "batch_norm(b, None, None, training=True)",
    "batch_norm_places": "batch_norm(reshape(b, (1, 2, 3)), None, None, b[:, 0], training=True, eps=0.01)",
    "batch_norm_running": "batch_norm(b, [0.1, -0.2, 0.3], [0.5, 2.0, 1.5], a, a)",
}.items():
    OPS[name] = weighed(LEAVES, call)
for name, call in {
    "conv2d": "conv2d(a, k, d)", "conv2d_stride": "conv2d(a, k, stride=2)", "conv2d_padding": "conv2d(a, k, d, 1, (1, 0))",
    "conv2d_both": "conv2d(a, k, bias=d, stride=(2, 3), padding=(2, 1))", "conv2d_one": "conv2d(a[0], k, d)",
    "conv2d_view": "conv2d(permute(a, (0, 1, 3, 2)), permute(k, (0, 1, 3, 2)))",
    "max_pool2d": "max_pool2d(a, 2)", "max_pool2d_stride": "max_pool2d(a, (2, 3), stride=1, padding=(1, 0))",
    "max_pool2d_one": "max_pool2d(a[0], 2, 1)", "avg_pool2d": "avg_pool2d(a, 2)",
    "avg_pool2d_padding": "avg_pool2d(a, 3, stride=2, padding=1)",
    "avg_pool2d_inside": "avg_pool2d(a, 3, 2, 1, count_include_pad=False)",
    "batch_norm_image": "batch_norm(permute(a, (1, 0, 2, 3)), None, None, d, d * 2, training=True)",
}.items():
    OPS[name] = weighed(IMAGE, call)
OPS["max_pool2d_ties"] = after("x = param([[[1.0, 1.0, 0.0], [1.0, 0.0, 2.0], [0.0, 2.0, 2.0]]])\n", "y = max_pool2d(x, 2, 1)",
                               "J = sum(y)", "J.backward()")
OPS["max_pool2d_nan"] = after("x = param([[[1.0, float('nan'), 0.0], [1.0, 0.0, 2.0], [0.0, 2.0, 2.0]]])\n",
                              "y = max_pool2d(x, 2, 1)", "J = sum(y)", "J.backward()")
for name, call in {
    "conv1d": "conv1d(a, k, d)", "conv1d_stride": "conv1d(a, k, stride=2, padding=1)", "conv1d_one": "conv1d(a[0], k, d)",
}.items():
    OPS[name] = weighed(SIGNAL, call)
OPS["batch_norm_zero_gradient"] = after("x = param([[1.0, 5.0], [2.5, -3.0], [-0.5, 4.0]])\n",
                                        "y = batch_norm(x, None, None, training=True)", "J = sum(y)", "J.backward()")

RNN_WEIGHTS = """U = param([[0.5, -0.3], [0.2, 0.8], [-0.6, 0.4]])
V = param([[0.1, 0.7, -0.2], [-0.5, 0.3, 0.6], [0.9, -0.1, 0.2]])
p = param([0.1, -0.2, 0.3])
q = param([-0.4, 0.2, 0.05])
"""
for name, call in {
    "rnn_cell": "rnn_cell(x, h, U, V, p, q)", "rnn_cell_plain": "rnn_cell(x, h, U, V)",
    "rnn_cell_relu": "rnn_cell(x[0], h[0], U, V, p, q, nonlinearity='relu')",
    "gru_cell": "gru_cell(x, h, cat([U, U * 2, -U]), cat([V, -V, V * 0.5]), cat([p, q, p]), cat([q, q, p]))",
    "gru_cell_plain": "gru_cell(x, h, cat([U, U * 2, -U]), cat([V, -V, V * 0.5]))",
}.items():
    OPS[name] = weighed(CELL + RNN_WEIGHTS, call)
OPS["lstm_cell"] = after(CELL + RNN_WEIGHTS, "U4 = cat([U, U * 2, -U, U * 0.5])", "V4 = cat([V, -V, V * 0.5, V])",
                         "b = cat([p, q, p, q])", "y, z = lstm_cell(x, (h, s), U4, V4, b, b)", "J = sum(y * y) + sum(z * y)",
                         "J.backward()", "sgd(lr=0.1)")
OPS["rnn_over_time"] = after(CELL + RNN_WEIGHTS, "g = h", "for t in range(3):", "    g = rnn_cell(x * (t + 1), g, U, V, p, q)",
                             "J = sum(g * g)", "J.backward()", "sgd(lr=0.1)")
ATTENTION = """a = param([[0.7, -1.3, 2.1], [0.2, 0.5, -0.9]])
b = param([[0.4, 1.9, -0.6], [-2.2, 0.3, 1.1], [0.8, -0.5, 1.4]])
c = param([[1.2, -0.7], [0.3, 2.0], [-1.5, 0.6]])
"""
for name, call in {
    "attention": "scaled_dot_product_attention(a, b, c)", "attention_causal": "scaled_dot_product_attention(b, b, c, is_causal=True)",
    "attention_batch": "scaled_dot_product_attention(stack([b, -b]), stack([b, b * 2]), stack([c, c]), is_causal=True)",
}.items():
    OPS[name] = weighed(ATTENTION, call)
