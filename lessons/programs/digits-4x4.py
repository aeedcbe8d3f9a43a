# A small stand-in for section 4.3: 16-6-4-3, a batch of 6
# 4 x 4 pixels a line, 0 black to 9 white:
# two zeros, two ones, two sevens
pixels = tensor([
    [2, 9, 8, 1,  9, 0, 1, 9,  8, 1, 0, 9,  1, 9, 9, 2],
    [0, 8, 9, 3,  8, 2, 0, 8,  9, 0, 2, 7,  3, 8, 8, 0],
    [0, 9, 1, 0,  1, 9, 0, 0,  0, 9, 2, 0,  0, 8, 1, 0],
    [0, 2, 8, 0,  0, 1, 9, 1,  0, 3, 9, 0,  1, 6, 7, 0],
    [9, 9, 9, 8,  0, 1, 2, 9,  0, 2, 9, 1,  0, 9, 2, 0],
    [8, 9, 8, 9,  1, 0, 7, 4,  0, 1, 8, 0,  1, 7, 3, 0]])
# the classes, one-hot
Y = tensor([[1, 0, 0], [1, 0, 0], [0, 1, 0],
            [0, 1, 0], [0, 0, 1], [0, 0, 1]])
p = pixels / 9                   # from 0 to 1
m = mean(p)                      # 0.4352, rounded
s = std(p, unbiased=False)       # 0.4236, rounded
X = (p - 0.4352) / 0.4236        # standardised
W1 = param(kaiming_uniform(6, 16, seed=397))
b1 = param(zeros(6))
W2 = param(kaiming_uniform(4, 6, seed=398))
b2 = param(zeros(4))
W3 = param(kaiming_uniform(3, 4, seed=39))
b3 = param(zeros(3))
z1 = linear(X, W1, b1)           # 6 images, 6 neurons
a1 = relu(z1)
z2 = linear(a1, W2, b2)          # 6 images, 4 neurons
a2 = relu(z2)
z3 = linear(a2, W3, b3)          # 6 images, 3 logits
J = cross_entropy(z3, [0, 0, 1, 1, 2, 2])
J.backward()
adam(lr=0.001)
