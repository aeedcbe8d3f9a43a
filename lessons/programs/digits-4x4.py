# A small stand-in for section 4.3: 16-6-4-3 in place of 784-300-100-10, one batch of 6 images
pixels = tensor([                # 4 x 4 pixels a line, 0 is black, 1 is white
    [0.2, 0.9, 0.8, 0.1,  0.9, 0.0, 0.1, 0.9,  0.8, 0.1, 0.0, 0.9,  0.1, 0.9, 0.9, 0.2],  # a zero
    [0.0, 0.8, 0.9, 0.3,  0.8, 0.2, 0.0, 0.8,  0.9, 0.0, 0.2, 0.7,  0.3, 0.8, 0.8, 0.0],  # a zero
    [0.0, 0.9, 0.1, 0.0,  0.1, 1.0, 0.0, 0.0,  0.0, 0.9, 0.2, 0.0,  0.0, 0.8, 0.1, 0.0],  # a one
    [0.0, 0.2, 0.8, 0.0,  0.0, 0.1, 0.9, 0.1,  0.0, 0.3, 0.9, 0.0,  0.1, 0.6, 0.7, 0.0],  # a one
    [0.9, 1.0, 0.9, 0.8,  0.0, 0.1, 0.2, 0.9,  0.0, 0.2, 0.9, 0.1,  0.0, 0.9, 0.2, 0.0],  # a seven
    [0.8, 0.9, 0.8, 0.9,  0.1, 0.0, 0.7, 0.4,  0.0, 0.1, 0.8, 0.0,  0.1, 0.7, 0.3, 0.0]]) # a seven
Y = tensor([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1]])   # one-hot
X = ((pixels - mean(pixels)) / std(pixels, unbiased=False)).detach()   # standardised
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
