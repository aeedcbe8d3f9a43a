# Three activations at the same z, and what each does to a change of z
z = param(0.5)
s = sigmoid(z)
t = tanh(z)
r = relu(z)
J = s + t + r          # a sum, so that one backward() reaches all three
J.backward()
