# The textbook network: 2 inputs, 2 hidden neurons, 2 outputs
x  = tensor([0.05, 0.11])                  # data: not updated
y  = tensor([0.01, 0.99])                  # targets
W1 = param([[0.15, 0.20], [0.25, 0.30]])   # w1 w2, w3 w4
b1 = tensor([0.35, 0.35])                  # held fixed
W2 = param([[0.40, 0.45], [0.50, 0.55]])   # w5 w6, w7 w8
b2 = tensor([0.60, 0.60])                  # held fixed
h  = sigmoid(W1 @ x + b1)
o  = sigmoid(W2 @ h + b2)
J  = 0.5 * sum((o - y) ** 2)
J.backward()
sgd(lr=0.5)
