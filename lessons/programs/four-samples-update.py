# One neuron, a batch of four samples, and one update
X = tensor([[0.5, 1.0], [1.5, -0.5],
            [-1.0, 0.5], [-0.5, -1.5]])
y = tensor([1.0, 1.0, 0.0, 0.0])   # one for each row
w = param([0.4, -0.2])             # weights
b = param(0.1)                     # bias
for t in range(2):                 # one update, and a look at where it led
    zero_grad()
    z = X @ w + b                  # one sum a row
    a = sigmoid(z)                 # one prediction a row
    J = mean((a - y) ** 2)         # N = 4
    J.backward()
    sgd(lr=0.5)
