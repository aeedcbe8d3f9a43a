# Two inputs, one result: a partial derivative for each
x = param(3.0)
y = param(2.0)
f = x ** 2 * y
f.backward()
