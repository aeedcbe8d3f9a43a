# The same bowl with steps that are too large
w = param(0.0)
start = (w - 3) ** 2     # the loss before the first step
for step in range(20):
    zero_grad()
    J = (w - 3) ** 2
    J.backward()
    sgd(lr=1.05)
