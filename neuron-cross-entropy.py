# The same neuron with binary cross-entropy
x = tensor([0.6, -1.2])      # inputs
y = tensor(1.0)              # target: class 1
w = param([0.8, 0.9])        # weights
b = param(0.1)               # bias
z = w @ x + b                # weighted sum
a = sigmoid(z)               # prediction
J = -(y * log(a) + (1 - y) * log(1 - a))
J.backward()
sgd(lr=0.5)
