# The parameters of the two MNIST networks, as ones to be counted
A1 = tensor(ones(300, 784))      # section 4.3, with hidden sizes of our choice
a1 = tensor(ones(300))
A2 = tensor(ones(100, 300))
a2 = tensor(ones(100))
A3 = tensor(ones(10, 100))
a3 = tensor(ones(10))
B1 = tensor(ones(500, 784))      # section 5.2
b1 = tensor(ones(500))
B2 = tensor(ones(10, 500))
b2 = tensor(ones(10))
deep = sum(A1) + sum(a1) + sum(A2) + sum(a2) + sum(A3) + sum(a3)
wide = sum(B1) + sum(b1) + sum(B2) + sum(b2)
