# The slope of f(x) = x ** 2: by a small way h, and exactly
def f(x): return x ** 2
x = param(1.5)
h = tensor(0.5)             # the small way; not so small yet
y = f(x)
# ahead against here
one_sided = (f(x + h) - f(x)) / h
# ahead against behind
two_sided = (f(x + h) - f(x - h)) / (2 * h)
y.backward()
