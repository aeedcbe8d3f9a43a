# Three classes, a batch of four samples
X = tensor([[0.5, 1.0], [1.5, -0.5],
            [-1.0, 0.5], [-0.5, -1.5]])
# Targets, one-hot: for comparison only
Y = tensor([[1, 0, 0], [0, 1, 0],
            [0, 0, 1], [0, 1, 0]])
# One row for each class
W = param([[0.3, 0.6], [0.5, -0.4], [-0.7, 0.2]])
b = param([0.1, 0.0, -0.1])
Z = X @ W.T + b                    # logits: [4, 3]
P = softmax(Z, dim=1)              # only to look at
J = cross_entropy(Z, [0, 1, 2, 1]) # mean over N
J.backward()
sgd(lr=0.5)
