# One step of gradient descent, and the loss after it
w = param(0.0)
J = (w - 3) ** 2         # the loss: smallest, 0, at w = 3
J.backward()
start = w.detach()       # where w stood
sgd(lr=0.1)
zero_grad()
after = (w - 3) ** 2     # the loss at the new w
after.backward()
