# Three activations at the same z
z = param(0.5)
s = sigmoid(z)
t = tanh(z)
r = relu(z)
J = s + t + r      # a sum: one backward() reaches all
J.backward()
