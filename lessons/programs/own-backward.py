# Backpropagation written out for a 2-2-1 network; one line is not right yet
x  = tensor([0.5, -1.0])           # inputs
y  = tensor([1.0])                 # target: class 1
W1 = param([[0.4, -0.3], [0.7, 0.2]])
b1 = param([0.1, -0.1])
W2 = param([[0.6, -0.5]])
b2 = param([0.2])
z1 = W1 @ x + b1                   # forward
a1 = sigmoid(z1)
z2 = W2 @ a1 + b2
a2 = sigmoid(z2)                   # the prediction
J  = sum((a2 - y) ** 2)
d2 = 2 * (a2 - y) * a2 * (1 - a2)  # backward, by hand: delta of the output
d1 = W2.T @ d2                     # delta of the hidden layer
own_W2 = d2.reshape(1, 1) @ a1.reshape(1, 2)
own_W1 = d1.reshape(2, 1) @ x.reshape(1, 2)
J.backward()                       # the engine's, to compare with
