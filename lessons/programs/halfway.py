# Two linear layers, and what they make halfway between two inputs
W1 = param([[2.0, 0.0], [1.0, -1.0], [0.0, 3.0]])
b1 = param([1.0, 0.5, -1.0])
W2 = param([[1.0, 2.0, -1.0], [0.5, 0.0, 1.0]])
b2 = param([0.5, -0.5])
def bend(s): return s                    # nothing bent
def net(x): return W2 @ bend(W1 @ x + b1) + b2
p  = tensor([1.0, -2.0])
q  = tensor([-3.0, 2.0])
o_p = net(p)
o_q = net(q)
o_halfway = net((p + q) / 2)
# of a linear map this is 0
J  = sum((o_halfway - (o_p + o_q) / 2) ** 2)
J.backward()
