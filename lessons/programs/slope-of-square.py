# The slope of y = x ** 2: by a small way h, and exactly
x = param(1.5)
h = tensor(0.5)      # the small way; not so small yet
y = x ** 2
# ahead against here
one_sided = ((x + h) ** 2 - y) / h
# ahead against behind
two_sided = ((x + h) ** 2 - (x - h) ** 2) / (2 * h)
y.backward()
