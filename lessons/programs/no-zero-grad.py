# A training loop without zero_grad(), and beside it momentum that never fades
c = tensor([1.0, 25.0])          # curvatures of the valley
w = param([4.0, 1.0])            # gets all gradients so far
u = tensor([4.0, 1.0])           # by hand: mu = 1
m = tensor([0.0, 0.0])
for t in range(31):
    J = 0.5 * sum(c * w ** 2)
    J.backward()
    sgd(lr=0.02)
    m = 1.0 * m + c * u
    u = u - 0.02 * m
