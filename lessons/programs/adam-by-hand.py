# Two updates by Adam: by hand, then by the optimizer
c  = tensor([1.0, 25.0])         # curvatures of the valley
lr = 0.4                         # learning rate
beta1 = 0.9                      # how slowly m forgets
beta2 = 0.999                    # how slowly v forgets
eps = 1e-8                       # keeps the divisor above 0
w0 = tensor([4.0, 1.0])          # weights at the start
m0 = tensor([0.0, 0.0])
v0 = tensor([0.0, 0.0])

g1 = c * w0                      # gradient at the start
m1 = beta1 * m0 + (1 - beta1) * g1
v1 = beta2 * v0 + (1 - beta2) * g1 ** 2
m1_hat = m1 / (1 - beta1)        # corrected for the start at 0
v1_hat = v1 / (1 - beta2)
w1 = w0 - lr * m1_hat / (sqrt(v1_hat) + eps)

g2 = c * w1                      # gradient after one update
m2 = beta1 * m1 + (1 - beta1) * g2
v2 = beta2 * v1 + (1 - beta2) * g2 ** 2
m2_hat = m2 / (1 - beta1 ** 2)
v2_hat = v2 / (1 - beta2 ** 2)
w2 = w1 - lr * m2_hat / (sqrt(v2_hat) + eps)

w = param([4.0, 1.0])            # the same weights, left to the optimizer
for t in range(3):               # two updates, and a look at where they led
    zero_grad()
    J = 0.5 * sum(c * w ** 2)
    J.backward()
    adam(lr=0.4, betas=(0.9, 0.999), eps=1e-8)
