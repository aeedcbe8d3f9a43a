# Two updates by plain SGD: first written out, then by the optimizer
c  = tensor([1.0, 25.0])         # curvatures of the valley
lr = 0.07                        # learning rate
w0 = tensor([4.0, 1.0])          # weights at the start
g1 = c * w0                      # gradient there
w1 = w0 - lr * g1                # after one update
g2 = c * w1
w2 = w1 - lr * g2                # after two

w = param([4.0, 1.0])            # the same weights, left to the optimizer
for t in range(3):               # two updates, and a look at where they led
    zero_grad()
    J = 0.5 * sum(c * w ** 2)
    J.backward()
    sgd(lr=0.07)
