# Softmax of large logits, computed in two ways
z = param([8.0, 6.0, 3.0])     # try larger logits
e = exp(z)
p = e / sum(e)                 # as the formula says
m = max(z)
s = exp(z - m)                 # largest exponent: 0
q = s / sum(s)                 # the same numbers
naive  = log(sum(e))           # log-sum-exp
stable = m + log(sum(s))       # the same number
J = stable - z[1]              # cross-entropy, class 1
J.backward()
