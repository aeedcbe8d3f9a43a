# Three functions in a row: x makes u, u makes v, v makes y
x = param(1.0)
u = x ** 2
v = 7 - 3 * u
y = sqrt(v)
y.backward()
