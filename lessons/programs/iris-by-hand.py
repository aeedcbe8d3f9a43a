# Which iris is it? One neuron, not trained yet
# Ten flowers of R. A. Fisher's iris data (1936): petal length and petal width in cm
X = tensor([[1.3, 0.2], [1.4, 0.2], [1.5, 0.2], [1.7, 0.4], [1.4, 0.3],
            [4.0, 1.3], [3.3, 1.0], [4.5, 1.5], [4.7, 1.4], [4.5, 1.3]])
y = tensor([[0], [0], [0], [0], [0], [1], [1], [1], [1], [1]])   # 0: setosa, 1: versicolor
w = param([[0.0, 0.0]])               # one weight for each measurement
b = param([0.0])                      # bias
p = sigmoid(X @ w.T + b)              # how sure it is of versicolor, one row per flower
J = binary_cross_entropy(p, y)        # loss: the mean over the flowers
J.backward()
