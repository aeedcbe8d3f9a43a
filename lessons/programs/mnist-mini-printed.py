# The program of section 5.2 in miniature, as printed
# fc1: 16 to 8, fc2: 8 to 3
W1 = param(kaiming_uniform(8, 16, seed=1))
b1 = param(zeros(8))
W2 = param(kaiming_uniform(3, 8, seed=2))
b2 = param(zeros(3))
# 9 images of 4 x 4 pixels, 0 black to 9 white
images = tensor([
    [0, 9, 1, 0,  1, 9, 0, 0,  0, 9, 2, 0,  0, 8, 1, 0],
    [2, 9, 8, 1,  9, 0, 1, 9,  8, 1, 0, 9,  1, 9, 9, 2],
    [9, 9, 9, 8,  0, 1, 2, 9,  0, 2, 9, 1,  0, 9, 2, 0],
    [8, 9, 8, 9,  1, 0, 7, 4,  0, 1, 8, 0,  1, 7, 3, 0],
    [0, 2, 8, 0,  0, 1, 9, 1,  0, 3, 9, 0,  1, 6, 7, 0],
    [0, 8, 9, 3,  8, 2, 0, 8,  9, 0, 2, 7,  3, 8, 8, 0],
    [1, 7, 7, 0,  7, 3, 3, 6,  6, 3, 3, 7,  0, 7, 6, 1],
    [6, 8, 9, 5,  0, 2, 3, 8,  1, 3, 7, 3,  0, 4, 6, 0],
    [0, 0, 7, 3,  0, 2, 8, 1,  0, 6, 6, 0,  2, 8, 2, 0]])
# their classes: 0, 1, and 2 for a seven
targets = tensor([1, 0, 2, 2, 1, 0, 0, 2, 1])
for epoch in range(15):
    for batch_idx in range(3):
        data = images[3 * batch_idx:3 * batch_idx + 3]
        target = targets[3 * batch_idx:3 * batch_idx + 3]
        zero_grad()
        x = (data / 9 - 0.4267) / 0.3939
        z1 = linear(x, W1, b1)
        a1 = relu(z1)
        z2 = linear(a1, W2, b2)
        output = softmax(z2, dim=1)
        J = cross_entropy(output, target)
        J.backward()
        adam(lr=0.01)

# Evaluation, on three images that were not trained on
test_data = tensor([
    [3, 9, 7, 0,  9, 1, 1, 9,  9, 0, 2, 9,  2, 8, 9, 3],
    [0, 0, 9, 0,  0, 1, 9, 0,  0, 0, 9, 1,  0, 0, 8, 0],
    [9, 8, 9, 9,  0, 0, 3, 8,  0, 1, 9, 0,  0, 7, 3, 0]])
test_target = tensor([0, 1, 2])
t1 = relu(linear((test_data / 9 - 0.4267) / 0.3939, W1, b1))
test_output = softmax(linear(t1, W2, b2), dim=1).detach()
test_loss = cross_entropy(test_output, test_target)
# the class of each image, and how many are right
pred = argmax(test_output, dim=1)
correct = sum(where(pred == test_target, 1, 0))
