# The stand-in trained: 6 images to learn from, 3 others to watch
# two zeros, two ones, two sevens
pixels = tensor([
    [2, 9, 8, 1,  9, 0, 1, 9,  8, 1, 0, 9,  1, 9, 9, 2],
    [0, 8, 9, 3,  8, 2, 0, 8,  9, 0, 2, 7,  3, 8, 8, 0],
    [0, 9, 1, 0,  1, 9, 0, 0,  0, 9, 2, 0,  0, 8, 1, 0],
    [0, 2, 8, 0,  0, 1, 9, 1,  0, 3, 9, 0,  1, 6, 7, 0],
    [9, 9, 9, 8,  0, 1, 2, 9,  0, 2, 9, 1,  0, 9, 2, 0],
    [8, 9, 8, 9,  1, 0, 7, 4,  0, 1, 8, 0,  1, 7, 3, 0]])
# a zero, a one, a seven
others = tensor([
    [1, 7, 7, 0,  7, 3, 3, 6,  6, 3, 3, 7,  0, 7, 6, 1],
    [0, 0, 7, 3,  0, 2, 8, 1,  0, 6, 6, 0,  2, 8, 2, 0],
    [6, 8, 9, 5,  0, 2, 3, 8,  1, 3, 7, 3,  0, 4, 6, 0]])
W1 = param(kaiming_uniform(6, 16, seed=397))
b1 = param(zeros(6))
W2 = param(kaiming_uniform(4, 6, seed=398))
b2 = param(zeros(4))
W3 = param(kaiming_uniform(3, 4, seed=39))
b3 = param(zeros(3))
def net(images):
    x = (images / 9 - 0.4352) / 0.4236     # mean, std of the training images
    a1 = relu(linear(x, W1, b1))
    a2 = relu(linear(a1, W2, b2))
    return linear(a2, W3, b3)
for t in range(60):
    zero_grad()
    J = cross_entropy(net(pixels), [0, 0, 1, 1, 2, 2])
    Jv = cross_entropy(net(others), [0, 1, 2])   # only looked at
    J.backward()
    adam(lr=0.001)
