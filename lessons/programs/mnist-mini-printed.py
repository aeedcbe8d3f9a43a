# The program of section 5.2 in miniature, as printed: 16-8-3, batches of 3
# fc1, fc2
W1 = param(kaiming_uniform(8, 16, seed=1))
b1 = param(zeros(8))
W2 = param(kaiming_uniform(3, 8, seed=2))
b2 = param(zeros(3))
# The data: 9 images of 4 x 4 pixels, already in an order drawn by lot
images = tensor([
    [0.0, 0.9, 0.1, 0.0,  0.1, 1.0, 0.0, 0.0,  0.0, 0.9, 0.2, 0.0,  0.0, 0.8, 0.1, 0.0],  # 1
    [0.2, 0.9, 0.8, 0.1,  0.9, 0.0, 0.1, 0.9,  0.8, 0.1, 0.0, 0.9,  0.1, 0.9, 0.9, 0.2],  # 0
    [0.9, 1.0, 0.9, 0.8,  0.0, 0.1, 0.2, 0.9,  0.0, 0.2, 0.9, 0.1,  0.0, 0.9, 0.2, 0.0],  # 7
    [0.8, 0.9, 0.8, 0.9,  0.1, 0.0, 0.7, 0.4,  0.0, 0.1, 0.8, 0.0,  0.1, 0.7, 0.3, 0.0],  # 7
    [0.0, 0.2, 0.8, 0.0,  0.0, 0.1, 0.9, 0.1,  0.0, 0.3, 0.9, 0.0,  0.1, 0.6, 0.7, 0.0],  # 1
    [0.0, 0.8, 0.9, 0.3,  0.8, 0.2, 0.0, 0.8,  0.9, 0.0, 0.2, 0.7,  0.3, 0.8, 0.8, 0.0],  # 0
    [0.1, 0.7, 0.7, 0.0,  0.7, 0.3, 0.3, 0.6,  0.6, 0.3, 0.3, 0.7,  0.0, 0.7, 0.6, 0.1],  # 0
    [0.6, 0.8, 0.9, 0.5,  0.0, 0.2, 0.3, 0.8,  0.1, 0.3, 0.7, 0.3,  0.0, 0.4, 0.6, 0.0],  # 7
    [0.0, 0.0, 0.7, 0.3,  0.0, 0.2, 0.8, 0.1,  0.0, 0.6, 0.6, 0.0,  0.2, 0.8, 0.2, 0.0]]) # 1
targets = tensor([1, 0, 2, 2, 1, 0, 0, 2, 1])     # the class of each image: 0, 1, or 2 for a seven
for epoch in range(15):
    for batch_idx in range(3):
        data = images[3 * batch_idx:3 * batch_idx + 3]
        target = targets[3 * batch_idx:3 * batch_idx + 3]
        zero_grad()
        x = (data - 0.394) / 0.384
        z1 = linear(x, W1, b1)
        a1 = relu(z1)
        z2 = linear(a1, W2, b2)
        output = softmax(z2, dim=1)
        J = cross_entropy(output, target)
        J.backward()
        adam(lr=0.01)
