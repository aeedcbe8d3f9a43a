# x reaches y along two paths: through u, and through v
x = param(2.0)
u = x ** 2
v = 3 * x
y = u * v
y.backward()
