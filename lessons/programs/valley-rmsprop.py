# The valley, 31 updates by RMSProp
c = tensor([1.0, 25.0])          # curvatures
w = param([4.0, 1.0])            # start
for t in range(31):              # the last loss is that after 30 updates
    zero_grad()
    J = 0.5 * sum(c * w ** 2)
    J.backward()
    rmsprop(lr=0.2, alpha=0.9)
