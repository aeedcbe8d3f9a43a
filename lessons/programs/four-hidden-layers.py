# Four hidden layers of four neurons: many paths from one weight to the loss
x  = tensor([0.5, -1.0])                   # input
y  = tensor([1.0, 0.0])                    # targets
W1 = param(xavier_uniform(4, 2, seed=1))   # seeded starts
W2 = param(xavier_uniform(4, 4, seed=2))
W3 = param(xavier_uniform(4, 4, seed=3))
W4 = param(xavier_uniform(4, 4, seed=4))
W5 = param(xavier_uniform(2, 4, seed=5))
a1 = tanh(W1 @ x)
a2 = tanh(W2 @ a1)
a3 = tanh(W3 @ a2)
a4 = tanh(W4 @ a3)
a5 = sigmoid(W5 @ a4)
J  = 0.5 * sum((a5 - y) ** 2)
J.backward()
sgd(lr=0.5)
