# The loss of 10 test images, in batches of 4, 4 and 2
l = tensor([0.1, 0.3, 0.2, 0.2, 0.1, 0.1, 0.4, 0.2, 0.9, 1.1])
m1 = mean(l[0:4])
m2 = mean(l[4:8])
m3 = mean(l[8:10])
printed = (m1 + m2 + m3) / 3              # the mean of the batch means
right = (4 * m1 + 4 * m2 + 2 * m3) / 10   # each weighed by its size
