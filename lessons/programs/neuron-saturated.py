# A neuron that is sure, and wrong
x = tensor([0.6, -1.2])      # inputs
y = tensor(1.0)              # target: class 1
w = param([-8.0, 9.0])       # large weights
b = param(0.1)               # bias
z = w @ x + b                # weighted sum
a = sigmoid(z)               # prediction
J = mean((a - y) ** 2)       # squared error, N = 1
J.backward()
sgd(lr=0.5)
