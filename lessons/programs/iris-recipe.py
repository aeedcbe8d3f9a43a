# The recipe of training: three species of iris, two measurements
# Petal length and width in cm; R. A. Fisher (1936), as in scikit-learn
# Of 50 flowers a species: 20 to train, 10 to validate, 10 to test
X_train = tensor([[1.4, 0.2], [1.4, 0.2], [1.3, 0.2], [1.5, 0.2], [1.4, 0.2],      # setosa
                  [1.7, 0.4], [1.4, 0.3], [1.5, 0.2], [1.4, 0.2], [1.5, 0.1],
                  [1.5, 0.2], [1.6, 0.2], [1.4, 0.1], [1.1, 0.1], [1.2, 0.2],
                  [1.5, 0.4], [1.3, 0.4], [1.4, 0.3], [1.7, 0.3], [1.5, 0.3],
                  [4.7, 1.4], [4.5, 1.5], [4.9, 1.5], [4.0, 1.3], [4.6, 1.5],      # versicolor
                  [4.5, 1.3], [4.7, 1.6], [3.3, 1.0], [4.6, 1.3], [3.9, 1.4],
                  [3.5, 1.0], [4.2, 1.5], [4.0, 1.0], [4.7, 1.4], [3.6, 1.3],
                  [4.4, 1.4], [4.5, 1.5], [4.1, 1.0], [4.5, 1.5], [3.9, 1.1],
                  [6.0, 2.5], [5.1, 1.9], [5.9, 2.1], [5.6, 1.8], [5.8, 2.2],      # virginica
                  [6.6, 2.1], [4.5, 1.7], [6.3, 1.8], [5.8, 1.8], [6.1, 2.5],
                  [5.1, 2.0], [5.3, 1.9], [5.5, 2.1], [5.0, 2.0], [5.1, 2.4],
                  [5.3, 2.3], [5.5, 1.8], [6.7, 2.2], [6.9, 2.3], [5.0, 1.5]])
y_train = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
           1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
           2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]
X_val = tensor([[1.7, 0.2], [1.5, 0.4], [1.0, 0.2], [1.7, 0.5], [1.9, 0.2],      # setosa
                [1.6, 0.2], [1.6, 0.4], [1.5, 0.2], [1.4, 0.2], [1.6, 0.2],
                [4.8, 1.8], [4.0, 1.3], [4.9, 1.5], [4.7, 1.2], [4.3, 1.3],      # versicolor
                [4.4, 1.4], [4.8, 1.4], [5.0, 1.7], [4.5, 1.5], [3.5, 1.0],
                [5.7, 2.3], [4.9, 2.0], [6.7, 2.0], [4.9, 1.8], [5.7, 2.1],      # virginica
                [6.0, 1.8], [4.8, 1.8], [4.9, 1.8], [5.6, 2.1], [5.8, 1.6]])
y_val = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
         1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
         2, 2, 2, 2, 2, 2, 2, 2, 2, 2]
X_test = tensor([[1.6, 0.2], [1.5, 0.4], [1.5, 0.1], [1.4, 0.2], [1.5, 0.2],      # setosa
                 [1.2, 0.2], [1.3, 0.2], [1.4, 0.1], [1.3, 0.2], [1.5, 0.2],
                 [3.8, 1.1], [3.7, 1.0], [3.9, 1.2], [5.1, 1.6], [4.5, 1.5],      # versicolor
                 [4.5, 1.6], [4.7, 1.5], [4.4, 1.3], [4.1, 1.3], [4.0, 1.3],
                 [6.1, 1.9], [6.4, 2.0], [5.6, 2.2], [5.1, 1.5], [5.6, 1.4],      # virginica
                 [6.1, 2.3], [5.6, 2.4], [5.5, 1.8], [4.8, 1.8], [5.4, 2.1]])
y_test = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
          1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
          2, 2, 2, 2, 2, 2, 2, 2, 2, 2]

mu    = mean(X_train, dim=0)              # of the training part alone
sigma = std(X_train, dim=0)
A = ((X_train - mu) / sigma).detach()     # data: nothing to learn before this
B = ((X_val - mu) / sigma).detach()
C = ((X_test - mu) / sigma).detach()
species = tensor(y_train)                 # the same as a tensor, for the picture

W1 = param(xavier_uniform(8, 2, seed=1))  # 2 measurements, 8 hidden neurons
b1 = param(zeros(8))
W2 = param(xavier_uniform(3, 8, seed=2))  # 3 species
b2 = param(zeros(3))

epochs = 60
for epoch in range(epochs):
    zero_grad()
    h = tanh(A @ W1.T + b1)               # forward
    o = h @ W2.T + b2                     # three logits for each flower
    J = cross_entropy(o, y_train)         # loss
    J.backward()                          # gradients
    adam(lr=0.05)                         # update

V = cross_entropy(tanh(B @ W1.T + b1) @ W2.T + b2, y_val)    # looked at, not learned from
guess = argmax(tanh(C @ W1.T + b1) @ W2.T + b2, dim=1)       # the test: once, at the end
right = sum(where(guess == tensor(y_test), 1, 0))
