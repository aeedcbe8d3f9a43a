# A ring around a cluster, 2-6-1 network, Adam
X = tensor([[0.3, 0.2], [-0.2, 0.3], [-0.3, -0.2], [0.2, -0.3],
            [1.0, 0.1], [0.6, 0.8], [-0.1, 1.0], [-0.8, 0.7],
            [-1.0, -0.1], [-0.7, -0.8], [0.1, -1.0], [0.8, -0.6]])
y = tensor([[1], [1], [1], [1], [0], [0], [0], [0], [0], [0], [0], [0]])
W1 = param(xavier_uniform(6, 2, seed=3))
b1 = param(zeros(6))
W2 = param(xavier_uniform(1, 6, seed=4))
b2 = param(zeros(1))
for t in range(100):
    zero_grad()
    H = tanh(linear(X, W1, b1))
    z = linear(H, W2, b2)
    J = binary_cross_entropy_with_logits(z, y)
    J.backward()
    adam(lr=0.1)
