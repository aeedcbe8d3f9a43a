#include "tests/corpus/malformed.h"

namespace backprop::test {
namespace {

std::string after_leaves(const std::string& lines) {
  return "x = tensor([[1, 2], [3, 5]])\nm = tensor([0, 0])\nv = tensor([1, 1])\n"
         "w = param([1, 2])\n" +
         lines;
}

}  // namespace

std::vector<MalformedProgram> malformed_buffers() {
  return {
      {after_leaves("y = batch_norm(x, w, v, training=True)"),
       {5, 5},
       "running_mean of batch_norm is w [2], a param, which optimizers write"},
      {after_leaves("y = batch_norm(x, running_var=w, training=True)"),
       {5, 5},
       "running_var of batch_norm is w [2], a param, which optimizers write"},
      {after_leaves("h = m * 2\ny = batch_norm(x, h, v, training=True)"),
       {6, 5},
       "running_mean of batch_norm is h [2], which was computed and cannot be written"},
      {after_leaves("y = batch_norm(x, m, x[0], training=True)"),
       {5, 5},
       "running_var of batch_norm is x[0] [2], which was computed and cannot be written"},
      {after_leaves("y = batch_norm(x, m.detach(), v, training=True)"),
       {5, 5},
       "running_mean of batch_norm is m.detach() [2], which was computed and cannot be written"},
      {after_leaves("y = batch_norm(x, m, m, training=True)"),
       {5, 5},
       "running_var of batch_norm is m [2], which it was already given"},
      {after_leaves("y = batch_norm(x[0:1], m, v, training=True)"),
       {5, 5},
       "batch_norm of x[0:1] [1, 2], m [2], v [2]: a channel needs more than one value"},
      {after_leaves("y = batch_norm(x, m, tensor([1, 1, 1]), training=True)"),
       {5, 5},
       "batch_norm of x [2, 2], m [2], tensor([1, 1, 1]) [3]: means, variances"},
      {after_leaves("y = batch_norm(x * w, m, v)\nz = batch_norm(x, m, v, training=True)\n"
                    "J = sum(y)\nJ.backward()"),
       {8, 3},
       "this loss was computed with m as it was before batch_norm changed it"},
      {after_leaves("y = batch_norm(x * w, m, v)\nz = batch_norm(x, None, v, training=True)\n"
                    "J = sum(y)\nJ.backward()"),
       {8, 3},
       "this loss was computed with v as it was before batch_norm changed it"},
      {after_leaves("J = sum(m * w)\ny = batch_norm(x, m, v, training=True)\nJ.backward()"),
       {7, 3},
       "this loss was computed with m as it was before batch_norm changed it"},
      {after_leaves("y = batch_norm(x, m, v, m, training=True)\nJ = sum(y)\nJ.backward()"),
       {7, 3},
       "this loss was computed with m as it was before batch_norm changed it"},
      {after_leaves("J = nll_loss(log_softmax(x, dim=1), [0, 1], w)\nK = sum(w * w)\n"
                    "K.backward()\nsgd(lr=0.1)\nJ.backward()"),
       {9, 3},
       "this loss was computed with w as it was before the optimizer changed it"},
  };
}

}  // namespace backprop::test
