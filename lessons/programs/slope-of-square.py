# The slope of f(x) = x ** 2: by going a small way h, and by the engine
def f(x): return x ** 2
x = param(1.5)
h = tensor(0.5)                               # the small way; not so small yet
y = f(x)
one_sided = (f(x + h) - f(x)) / h             # ahead against here
two_sided = (f(x + h) - f(x - h)) / (2 * h)   # ahead against behind
y.backward()
