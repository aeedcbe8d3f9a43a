# Three layers: 2 inputs, 3 and 2 hidden neurons, 1 output
x  = tensor([1.0, 0.5])       # input, a0
y  = tensor([1.0])            # target
# Layer 1: [3, 2]
W1 = param([[0.5, -0.4], [0.3, 0.8], [-0.6, 0.2]])
b1 = param([0.1, -0.2, 0.0])
# Layer 2: [2, 3]
W2 = param([[0.7, -0.5, 0.2], [-0.3, 0.6, 0.9]])
b2 = param([0.2, -0.1])
# Layer 3: [1, 2]
W3 = param([[1.2, -0.8]])
b3 = param([0.1])
z1 = W1 @ x + b1              # weighted sums
a1 = sigmoid(z1)              # activations
z2 = W2 @ a1 + b2
a2 = sigmoid(z2)
z3 = W3 @ a2 + b3
a3 = sigmoid(z3)              # the prediction
J  = mean((a3 - y) ** 2)      # ends the forward pass
J.backward()
sgd(lr=0.5)
