# Softmax and cross-entropy: three classes, one sample
z  = param([2.0, 1.0, -1.0])   # logits
y  = tensor([0.0, 1.0, 0.0])   # target: class 1, one-hot
p  = softmax(z, dim=0)         # probabilities
p0 = p[0]                      # each by itself
p1 = p[1]
p2 = p[2]
J  = -sum(y * log(p))          # cross-entropy
J.backward()
sgd(lr=1.0)
