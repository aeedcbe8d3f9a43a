#include "tests/corpus/malformed.h"

namespace backprop::test {

std::vector<MalformedProgram> malformed_losses() {
  return {
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = cross_entropy(x, [0, 1], tensor([1, 2]))",
       {2, 5},
       "cross_entropy of x [2, 3], [0, 1] [2], tensor([1, 2]) [2]: weight must have one number for "
       "each class, shape [3], not [2]"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = cross_entropy(x, [0, 1], 2)",
       {2, 5},
       "cross_entropy of x [2, 3], [0, 1] [2], 2 []: weight must have one number for each class, "
       "shape [3], not []"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = cross_entropy(x, x, weight=[[1, 2, 3]])",
       {2, 5},
       "cross_entropy of x [2, 3], x [2, 3], [[1, 2, 3]] [1, 3]: weight must have one number for "
       "each class, shape [3], not [1, 3]"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = cross_entropy(x[0], 1, weight=x)",
       {2, 5},
       "cross_entropy of x[0] [3], 1 [], x [2, 3]: weight must have one number for each class, "
       "shape [3], not [2, 3]"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = nll_loss(x, [0, 1], [1, 2, 3, 4])",
       {2, 5},
       "nll_loss of x [2, 3], [0, 1] [2], [1, 2, 3, 4] [4]: weight must have one number for each "
       "class, shape [3], not [4]"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = nll_loss(x, [0, 3])",
       {2, 5},
       "nll_loss of x [2, 3], [0, 3] [2]: class 3 is not a whole number from 0 to 2, nor "
       "ignore_index, -100"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = cross_entropy(x, [0, -1], ignore_index=-2)",
       {2, 5},
       "cross_entropy of x [2, 3], [0, -1] [2]: class -1 is not a whole number from 0 to 2, nor "
       "ignore_index, -2"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = cross_entropy(x, [0, 1.5])",
       {2, 5},
       "cross_entropy of x [2, 3], [0, 1.5] [2]: class 1.500000 is not a whole number from 0 to 2, "
       "nor ignore_index, -100"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = cross_entropy(x, x, ignore_index=1)",
       {2, 5},
       "cross_entropy of x [2, 3], x [2, 3]: ignore_index is for targets that are classes; these, "
       "of the input's shape, are probabilities"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = cross_entropy(x, [0, 1], label_smoothing=1.1)",
       {2, 5},
       "cross_entropy of x [2, 3], [0, 1] [2]: label_smoothing must lie between 0 and 1, which 1.1 "
       "does not"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = cross_entropy(x, x, label_smoothing=-0.1)",
       {2, 5},
       "cross_entropy of x [2, 3], x [2, 3]: label_smoothing must lie between 0 and 1, which -0.1 "
       "does not"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = cross_entropy(x, [0, 1], "
       "label_smoothing=float('nan'))",
       {2, 5},
       "cross_entropy of x [2, 3], [0, 1] [2]: label_smoothing must lie between 0 and 1, which "
       "float('nan') does not"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = cross_entropy(x, [0, 1], 'sum')",
       {2, 30},
       "the string 'sum' cannot be computed with"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = cross_entropy(x, [0, 1], None, 'sum')",
       {2, 5},
       "ignore_index is the string 'sum'"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = nll_loss(x, [0, 1], ignore_index=0.5)",
       {2, 5},
       "ignore_index is the number 0.5"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = cross_entropy(x, [0, 1], label_smoothing=x)",
       {2, 5},
       "label_smoothing is a tensor"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = nll_loss(x, [0, 1], label_smoothing=0.1)",
       {2, 5},
       "'nll_loss' has no argument 'label_smoothing'"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = cross_entropy(x, [0, 1], ignore_index=None)",
       {2, 5},
       "ignore_index is None"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = cross_entropy(x, [0, 1], reduction='max')",
       {2, 5},
       "reduction is the string 'max'"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = nll_loss(x, x)",
       {2, 5},
       "nll_loss of x [2, 3], x [2, 3]: the target must hold one class for each sample, shape [2]"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = cross_entropy(x, [[0, 1, 1, 1]])",
       {2, 5},
       "cross_entropy of x [2, 3], [[0, 1, 1, 1]] [1, 4]: the target must hold one class for each "
       "sample, shape [2], or probabilities, shape [2, 3]"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = cross_entropy(x, [0, 1], None, -100, 'mean', 0.1, "
       "1)",
       {2, 5},
       "'cross_entropy' takes 6 arguments; it was given 7"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = cross_entropy(x, [0, 1], weights=[1, 2, 3])",
       {2, 5},
       "'cross_entropy' has no argument 'weights'"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = binary_cross_entropy_with_logits(x, x[0])",
       {2, 5},
       "binary_cross_entropy_with_logits of x [2, 3], x[0] [3]: target must have the input's "
       "shape, [2, 3], not [3]"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = binary_cross_entropy_with_logits(x, x, [1, 2])",
       {2, 5},
       "binary_cross_entropy_with_logits of x [2, 3], x [2, 3], [1, 2] [2]: weight must have the "
       "input's shape, [2, 3], or broadcast to it, which shape [2] does not"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = binary_cross_entropy_with_logits(x, x, "
       "pos_weight=[[1], [2], [3]])",
       {2, 5},
       "binary_cross_entropy_with_logits of x [2, 3], x [2, 3], [[1], [2], [3]] [3, 1]: pos_weight "
       "must have the input's shape, [2, 3], or broadcast to it, which shape [3, 1] does not"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = binary_cross_entropy_with_logits(x, x, [[[1]]], "
       "pos_weight=2)",
       {2, 5},
       "binary_cross_entropy_with_logits of x [2, 3], x [2, 3], [[[1]]] [1, 1, 1], 2 []: weight "
       "must have the input's shape, [2, 3], or broadcast to it, which shape [1, 1, 1] does not"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = binary_cross_entropy_with_logits(x[0], x[0], "
       "pos_weight=x)",
       {2, 5},
       "binary_cross_entropy_with_logits of x[0] [3], x[0] [3], x [2, 3]: pos_weight must have the "
       "input's shape, [3], or broadcast to it, which shape [2, 3] does not"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = binary_cross_entropy_with_logits(x, x, 'mean')",
       {2, 44},
       "the string 'mean' cannot be computed with"},
      {"x = param([[1, 2, 3], [4, 5, 6]])\ny = binary_cross_entropy_with_logits(x, x, None, "
       "'mean', 'a')",
       {2, 58},
       "the string 'a' cannot be computed with"},
      {"p = param([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]])\ny = binary_cross_entropy(p, p[0])",
       {2, 5},
       "binary_cross_entropy of p [2, 3], p[0] [3]: target must have the input's shape, [2, 3], "
       "not [3]"},
      {"p = param([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]])\ny = binary_cross_entropy(p, p, p.T)",
       {2, 5},
       "binary_cross_entropy of p [2, 3], p [2, 3], p.T [3, 2]: weight must have the input's "
       "shape, [2, 3], or broadcast to it, which shape [3, 2] does not"},
      {"p = param([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]])\ny = binary_cross_entropy(p[0:1], p[0:1], p)",
       {2, 5},
       "binary_cross_entropy of p[0:1] [1, 3], p[0:1] [1, 3], p [2, 3]: weight must have the "
       "input's shape, [1, 3], or broadcast to it, which shape [2, 3] does not"},
      {"p = param([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]])\ny = binary_cross_entropy(p + 1, p)",
       {2, 5},
       "binary_cross_entropy of p + 1 [2, 3], p [2, 3]: the input must lie between 0 and 1: "
       "sigmoid(x) does; for logits there is binary_cross_entropy_with_logits"},
      {"p = param([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]])\ny = binary_cross_entropy(p, p, "
       "pos_weight=p)",
       {2, 5},
       "'binary_cross_entropy' has no argument 'pos_weight'"},
  };
}

}  // namespace backprop::test
