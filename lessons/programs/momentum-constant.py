# Momentum under a gradient that never changes: how far each update moves
w = param(0.0)
last = tensor(0.0)
for t in range(41):
    moved = last - w.detach()     # by the last update
    last = w.detach()
    zero_grad()
    J = 1.0 * w                   # its slope is 1 everywhere
    J.backward()
    sgd(lr=0.02, momentum=0.8)
