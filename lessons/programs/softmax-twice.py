# One image, ten classes: the loss on what softmax has made of the logits
z = tensor([[0.5, -1.0, 0.2, 1.5, -0.3, 0.8, -0.6, 0.1, 1.0, -0.2]])
Y = tensor([[0, 0, 0, 1, 0, 0, 0, 0, 0, 0]])     # it is a three
p = softmax(z, dim=1)
J = cross_entropy(p, [3])        # takes softmax of p once more
J.backward()
