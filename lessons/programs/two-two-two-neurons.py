# The textbook network, neuron by neuron
x1  = tensor(0.05)           # inputs
x2  = tensor(0.10)
y1  = tensor(0.01)           # targets
y2  = tensor(0.99)
w1  = param(0.15)            # to h1 from x1, x2
w2  = param(0.20)
w3  = param(0.25)            # to h2
w4  = param(0.30)
w5  = param(0.40)            # to o1 from h1, h2
w6  = param(0.45)
w7  = param(0.50)            # to o2
w8  = param(0.55)
b1  = tensor(0.35)           # held fixed
b2  = tensor(0.60)
zh1 = w1 * x1 + w2 * x2 + b1
h1  = sigmoid(zh1)
zh2 = w3 * x1 + w4 * x2 + b1
h2  = sigmoid(zh2)
zo1 = w5 * h1 + w6 * h2 + b2
o1  = sigmoid(zo1)
zo2 = w7 * h1 + w8 * h2 + b2
o2  = sigmoid(zo2)
J   = 0.5 * ((o1 - y1) ** 2 + (o2 - y2) ** 2)
J.backward()
sgd(lr=0.5)
