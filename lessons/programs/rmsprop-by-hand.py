# Two updates by RMSProp: first written out, then by the optimizer
c  = tensor([1.0, 25.0])         # curvatures of the valley
lr = 0.2                         # learning rate
alpha = 0.9                      # how slowly v forgets
eps = 1e-8                       # keeps the divisor above 0
w0 = tensor([4.0, 1.0])          # weights at the start
v0 = tensor([0.0, 0.0])
g1 = c * w0                      # gradient there
v1 = alpha * v0 + (1 - alpha) * g1 ** 2
w1 = w0 - lr * g1 / (sqrt(v1) + eps)
g2 = c * w1
v2 = alpha * v1 + (1 - alpha) * g2 ** 2
w2 = w1 - lr * g2 / (sqrt(v2) + eps)

w = param([4.0, 1.0])            # the same weights, left to the optimizer
for t in range(3):               # two updates, and a look at where they led
    zero_grad()
    J = 0.5 * sum(c * w ** 2)
    J.backward()
    rmsprop(lr=0.2, alpha=0.9)
