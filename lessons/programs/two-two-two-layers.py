# The textbook network, layer by layer
x  = tensor([0.05, 0.10])      # input, a0
y  = tensor([0.01, 0.99])      # targets
# Hidden layer: w1 w2, w3 w4
W1 = param([[0.15, 0.20], [0.25, 0.30]])
b1 = param([0.35, 0.35])
# Output layer: w5 w6, w7 w8
W2 = param([[0.40, 0.45], [0.50, 0.55]])
b2 = param([0.60, 0.60])
z1 = W1 @ x + b1               # weighted sums
a1 = sigmoid(z1)               # activations
z2 = W2 @ a1 + b2
a2 = sigmoid(z2)
J  = 0.5 * sum((a2 - y) ** 2)
J.backward()
sgd(lr=0.5)
