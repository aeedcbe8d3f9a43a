# What the two transforms of section 5.2 make of a pixel
raw = tensor([0.0, 128.0, 255.0])     # as stored: black, grey, white
p = raw / 255                         # ToTensor: from 0 to 1
x = (p - 0.1307) / 0.3081             # Normalize: mean and standard deviation of MNIST
