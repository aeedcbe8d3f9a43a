# A straight line through four points: two parameters
x = tensor([1.0, 2.0, 3.0, 4.0])
y = tensor([2.0, 2.5, 4.0, 4.5])
w = param(-1.0)                          # slope of the line
b = param(3.0)                           # height at x = 0
start = mean((w * x + b - y) ** 2)       # the loss before the first step
for step in range(60):
    zero_grad()
    p = w * x + b
    J = mean((p - y) ** 2)
    J.backward()
    sgd(lr=0.05)
