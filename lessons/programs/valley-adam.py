# The valley, 31 updates by Adam
c = tensor([1.0, 25.0])          # curvatures
w = param([4.0, 1.0])            # start
for t in range(31):              # the last loss is that after 30 updates
    zero_grad()
    J = 0.5 * sum(c * w ** 2)
    J.backward()
    adam(lr=0.4)
