# Two updates by SGD with momentum: first written out, then by the optimizer
c  = tensor([1.0, 25.0])         # curvatures of the valley
lr = 0.02                        # learning rate
mu = 0.8                         # momentum
w0 = tensor([4.0, 1.0])          # weights at the start
m0 = tensor([0.0, 0.0])         # the buffer starts at 0
g1 = c * w0                      # gradient there
m1 = mu * m0 + g1
w1 = w0 - lr * m1                # after one update
g2 = c * w1
m2 = mu * m1 + g2
w2 = w1 - lr * m2                # after two

w = param([4.0, 1.0])            # the same weights, left to the optimizer
for t in range(3):               # two updates, and a look at where they led
    zero_grad()
    J = 0.5 * sum(c * w ** 2)
    J.backward()
    sgd(lr=0.02, momentum=0.8)
