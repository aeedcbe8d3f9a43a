# The stand-in trained: 6 images to learn from, 3 others to watch the progress on
pixels = tensor([
    [0.2, 0.9, 0.8, 0.1,  0.9, 0.0, 0.1, 0.9,  0.8, 0.1, 0.0, 0.9,  0.1, 0.9, 0.9, 0.2],  # a zero
    [0.0, 0.8, 0.9, 0.3,  0.8, 0.2, 0.0, 0.8,  0.9, 0.0, 0.2, 0.7,  0.3, 0.8, 0.8, 0.0],  # a zero
    [0.0, 0.9, 0.1, 0.0,  0.1, 1.0, 0.0, 0.0,  0.0, 0.9, 0.2, 0.0,  0.0, 0.8, 0.1, 0.0],  # a one
    [0.0, 0.2, 0.8, 0.0,  0.0, 0.1, 0.9, 0.1,  0.0, 0.3, 0.9, 0.0,  0.1, 0.6, 0.7, 0.0],  # a one
    [0.9, 1.0, 0.9, 0.8,  0.0, 0.1, 0.2, 0.9,  0.0, 0.2, 0.9, 0.1,  0.0, 0.9, 0.2, 0.0],  # a seven
    [0.8, 0.9, 0.8, 0.9,  0.1, 0.0, 0.7, 0.4,  0.0, 0.1, 0.8, 0.0,  0.1, 0.7, 0.3, 0.0]]) # a seven
others = tensor([
    [0.1, 0.7, 0.7, 0.0,  0.7, 0.3, 0.3, 0.6,  0.6, 0.3, 0.3, 0.7,  0.0, 0.7, 0.6, 0.1],  # a zero
    [0.0, 0.0, 0.7, 0.3,  0.0, 0.2, 0.8, 0.1,  0.0, 0.6, 0.6, 0.0,  0.2, 0.8, 0.2, 0.0],  # a one
    [0.6, 0.8, 0.9, 0.5,  0.0, 0.2, 0.3, 0.8,  0.1, 0.3, 0.7, 0.3,  0.0, 0.4, 0.6, 0.0]]) # a seven
W1 = param(kaiming_uniform(6, 16, seed=37))
b1 = param(zeros(6))
W2 = param(kaiming_uniform(4, 6, seed=38))
b2 = param(zeros(4))
W3 = param(kaiming_uniform(3, 4, seed=39))
b3 = param(zeros(3))
def net(images):
    x = (images - 0.394) / 0.384     # mean and standard deviation of the training images
    a1 = relu(linear(x, W1, b1))
    a2 = relu(linear(a1, W2, b2))
    return linear(a2, W3, b3)
for t in range(60):
    zero_grad()
    J = cross_entropy(net(pixels), [0, 0, 1, 1, 2, 2])
    Jv = cross_entropy(net(others), [0, 1, 2])     # only looked at
    J.backward()
    adam(lr=0.001)
