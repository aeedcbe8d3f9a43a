# Section 4.1 as printed for L = 2: y1 to h2.
# Beside it layers as they are meant: a1 to a4.
x  = tensor(0.5)             # input
t  = tensor(1.0)             # target
w  = param(1.6)              # the one weight printed
b  = param(-0.4)
y1 = sigmoid(w * x + b)      # y1 = f_w(x)
h1 = sigmoid(w * y1 + b)     # h1 = f_w(y1)
y2 = sigmoid(w * h1 + b)     # y2, "the final output"
h2 = sigmoid(w * y2 + b)     # computed after it
a1 = sigmoid(w * x + b)      # one layer after another
a2 = sigmoid(w * a1 + b)
a3 = sigmoid(w * a2 + b)
a4 = sigmoid(w * a3 + b)
J  = (y2 - t) ** 2
J.backward()
