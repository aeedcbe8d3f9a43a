# A function of a function: x makes u, and u makes y
x = param(3.0)
u = 3 * x - 4
y = u ** 2
y.backward()
