# Two linear layers, and the one that does the same
x  = tensor([1.0, -2.0])
# 2 inputs, 3 neurons
W1 = param([[2.0, 0.0], [1.0, -1.0], [0.0, 3.0]])
b1 = param([1.0, 0.5, -1.0])
# 3 neurons, 2 outputs
W2 = param([[1.0, 2.0, -1.0], [0.5, 0.0, 1.0]])
b2 = param([0.5, -0.5])
h  = W1 @ x + b1         # first layer, nothing bent
o  = W2 @ h + b2         # second layer
W  = W2 @ W1             # both in one matrix
b  = W2 @ b1 + b2        # and in one bias
one = W @ x + b          # one linear layer
J  = sum((o - one) ** 2) # how far they are apart
J.backward()
