# One update with weight decay: L2 under Adam
c = tensor([1.0, 25.0])          # curvatures of the valley
w0 = tensor([4.0, 1.0])          # weights at the start
g1 = c * w0                      # gradient of the loss there

w = param([4.0, 1.0])
for t in range(2):               # one update, and a look at where it led
    zero_grad()
    J = 0.5 * sum(c * w ** 2)
    J.backward()
    adam(lr=0.4, weight_decay=0.1)
