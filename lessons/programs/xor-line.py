# XOR with a linear model: as good as a line can be
X = tensor([[0, 0], [0, 1], [1, 0], [1, 1]])
y = tensor([[0], [1], [1], [0]])
w = param([[0.9, -0.6]])
b = param([0.1])
for step in range(60):
    zero_grad()
    o = X @ w.T + b            # no activation
    J = mean((o - y) ** 2)
    J.backward()
    sgd(lr=0.5)
