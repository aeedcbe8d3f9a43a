# XOR with a 2-2-1 network that finds its weights itself
X  = tensor([[0, 0], [0, 1], [1, 0], [1, 1]])
y  = tensor([[0], [1], [1], [0]])
W1 = param([[0.9, -0.6], [-0.7, 0.8]])
b1 = param([0.1, -0.1])
W2 = param([[1.1, 0.9]])
b2 = param([-0.4])
for step in range(60):
    zero_grad()
    H = tanh(X @ W1.T + b1)
    o = sigmoid(H @ W2.T + b2)
    J = binary_cross_entropy(o, y)
    J.backward()
    sgd(lr=1.0)
