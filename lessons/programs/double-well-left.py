# The same descent from the other side
w = param(-2.0)
start = w ** 4 - 3 * w ** 2 + w     # the loss before the first step
for step in range(20):
    zero_grad()
    J = w ** 4 - 3 * w ** 2 + w
    J.backward()
    sgd(lr=0.03)
