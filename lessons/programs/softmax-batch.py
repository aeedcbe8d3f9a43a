# Three classes, a batch of four samples: logits, then cross-entropy
X = tensor([[0.5, 1.0], [1.5, -0.5], [-1.0, 0.5], [-0.5, -1.5]])
Y = tensor([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0]])   # one-hot, for comparison
W = param([[0.3, 0.6], [0.5, -0.4], [-0.7, 0.2]])          # one row for each class
b = param([0.1, 0.0, -0.1])
Z = X @ W.T + b                                            # logits: [4, 3]
P = softmax(Z, dim=1)                                      # to look at; the loss takes Z
J = cross_entropy(Z, [0, 1, 2, 1])                         # class indices; mean over N
J.backward()
sgd(lr=0.5)
