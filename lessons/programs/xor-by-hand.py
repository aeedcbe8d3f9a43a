# XOR with two relu neurons, weights set by hand; one of them is not right yet
X  = tensor([[0, 0], [0, 1], [1, 0], [1, 1]])
y  = tensor([[0], [1], [1], [0]])
W1 = param([[1.0, 1.0], [1.0, 1.0]])   # both neurons add the inputs
b1 = param([0.0, -1.0])                # the second fires only where both are 1
W2 = param([[1.0, 0.0]])               # the output ignores the second neuron
H  = relu(X @ W1.T + b1)
o  = H @ W2.T
J  = mean((o - y) ** 2)
J.backward()
