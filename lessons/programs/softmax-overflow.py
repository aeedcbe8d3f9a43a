# Softmax of large logits, computed in two ways
z = tensor([8.0, 6.0, 3.0])    # try larger logits
e = exp(z)
p = e / sum(e)                 # as the formula says
m = max(z)
s = exp(z - m)                 # largest exponent: 0
q = s / sum(s)                 # the same numbers
naive  = log(sum(e))           # log-sum-exp
stable = m + log(sum(s))       # the same number
