# As right and as sure as ten classes allow: softmax twice
z = tensor([[0, 0, 0, 50.0, 0, 0, 0, 0, 0, 0]])
p = softmax(z, dim=1)
q = softmax(p, dim=1)            # what the loss takes for the probabilities
J = cross_entropy(p, [3])
J.backward()
