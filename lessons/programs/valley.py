# A valley: flat along the first weight, 25 times steeper along the second
c = tensor([1.0, 25.0])          # curvatures
w = param([4.0, 1.0])            # where every optimizer starts
J = 0.5 * sum(c * w ** 2)        # loss, 0 at the bottom
J.backward()
