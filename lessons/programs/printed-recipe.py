# Section 4.1 as printed for L = 2 (y1 to h2), beside layers as they are meant (a1 to a4)
def f_w(u): return sigmoid(w * u + b)   # one function, as section 4.2 defines it
x  = tensor(0.5)                        # input
t  = tensor(1.0)                        # target
w  = param(1.6)                         # the only weight that is printed
b  = param(-0.4)
y1 = f_w(x)                             # as printed
h1 = f_w(y1)
y2 = f_w(h1)                            # "the final output"
h2 = f_w(y2)                            # computed after it
a1 = sigmoid(w * x + b)                 # layers one to four, with the same weight
a2 = sigmoid(w * a1 + b)
a3 = sigmoid(w * a2 + b)
a4 = sigmoid(w * a3 + b)
J  = (y2 - t) ** 2
J.backward()
