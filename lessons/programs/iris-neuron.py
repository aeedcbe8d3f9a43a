# Which iris is it? One neuron that learns from ten flowers
# Petal length and width in cm, from R. A. Fisher (1936)
X = tensor([[1.3, 0.2], [1.4, 0.2], [1.5, 0.2],
            [1.7, 0.4], [1.4, 0.3],
            [4.0, 1.3], [3.3, 1.0], [4.5, 1.5],
            [4.7, 1.4], [4.5, 1.3]])
y = tensor([[0], [0], [0], [0], [0],     # 0: setosa
            [1], [1], [1], [1], [1]])    # 1: versicolor
w = param([[0.0, 0.0]])          # a weight per measurement
b = param([0.0])                 # bias
for step in range(30):
    zero_grad()
    p = sigmoid(X @ w.T + b)         # how sure of versicolor
    J = binary_cross_entropy(p, y)   # loss
    J.backward()
    sgd(lr=0.5)
