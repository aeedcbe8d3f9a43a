# Three layers of one neuron: single numbers only
x  = tensor(0.5)         # input
y  = tensor(1.0)         # target
w1 = param(0.8)
b1 = param(0.2)
w2 = param(-1.5)
b2 = param(0.4)
w3 = param(2.0)
b3 = param(-0.3)
z1 = w1 * x + b1         # layer 1
a1 = sigmoid(z1)
z2 = w2 * a1 + b2        # layer 2
a2 = sigmoid(z2)
z3 = w3 * a2 + b3        # layer 3
a3 = sigmoid(z3)         # the prediction
J  = (a3 - y) ** 2
J.backward()
sgd(lr=0.5)
