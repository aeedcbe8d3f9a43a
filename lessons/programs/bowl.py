# Gradient descent in a bowl: one parameter, one minimum at w = 3
w = param(0.0)
start = (w - 3) ** 2     # the loss before the first step
for step in range(20):
    zero_grad()
    J = (w - 3) ** 2
    J.backward()
    sgd(lr=0.1)
