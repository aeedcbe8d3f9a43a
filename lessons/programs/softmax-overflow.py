# Softmax of large logits: by the formula, and with the maximum taken off first
z = tensor([8.0, 6.0, 3.0])      # try larger logits
e = exp(z)
p = e / sum(e)                   # as the formula says
m = max(z)
s = exp(z - m)                   # the largest exponent is 0
q = s / sum(s)                   # the same numbers
naive  = log(sum(e))             # log-sum-exp, as the formula says
stable = m + log(sum(s))         # the same number
