#include "tests/corpus/malformed.h"

namespace backprop::test {

std::vector<MalformedProgram> malformed_names() {
  return {
      {"y = x", {1, 5}, "unknown name 'x'"},
      {"y = sigmod(1)", {1, 5}, "unknown function 'sigmod'"},
      {"x = tensor([1, 2])\ny = sigmoid(xx)", {2, 13}, "unknown name 'xx'"},
      {"x = tensor([1, 2])\ny = tensr([1])", {2, 5}, "unknown function 'tensr'"},
      {"x = tensor([1, 2])\ny = x.foo", {2, 7}, "'.foo' is not known here"},
      {"x = tensor([1, 2])\ny = x.sum.mean", {2, 7}, "'.sum' is not known here"},
      {"x = tensor([1, 2])\ny = x.sigmoidd()", {2, 7}, "unknown method 'sigmoidd'"},
      {"x = tensor([1, 2])\nJ = loss\nJ.backward()", {2, 5}, "unknown name 'loss'"},
      {"J.backward()", {1, 1}, "unknown name 'J'"},
      {"x.backward()", {1, 1}, "unknown name 'x'"},
      {"x = tensor([1, 2])\ny = X", {2, 5}, "unknown name 'X'"},
      {"x = tensor([1, 2])\ny = x@3",
       {2, 6},
       "x [2] @ 3 []: '@' takes vectors and matrices; for single"},
      {"y = h@2", {1, 5}, "unknown name 'h'"},
      {"x = tensor([1, 2])\ny = torch.sigmoid(x)", {2, 5}, "there is no 'torch' here"},
      {"x = tensor([1, 2])\ny = F.relu(x)", {2, 5}, "there is no 'F' here"},
      {"def f(a): return a + b\ny = f(1)", {1, 22}, "unknown name 'b'"},
      {"def f(a): return a\ny = g(1)", {2, 5}, "unknown function 'g'"},
      {"y = f(1)\ndef f(a): return a", {1, 5}, "unknown function 'f'"},
      {"for t in range(n):\n    x = 1", {1, 16}, "unknown name 'n'"},
      {"sgd(lr=rate)", {1, 8}, "unknown name 'rate'"},
      {"adma()", {1, 1}, "unknown function 'adma'"},
      {"y = Tensor([1])", {1, 5}, "unknown function 'Tensor'"},
      {"y = TENSOR([1])", {1, 5}, "unknown function 'TENSOR'"},
      {"x = tensor([1, 2])\ny = softmx(x)", {2, 5}, "unknown function 'softmx'"},
      {"x = tensor([1, 2])\ny = x.T.U", {2, 9}, "'.U' is not known here"},
      {"zero_grads()", {1, 1}, "unknown function 'zero_grads'"},
      {"optimizer.step()", {1, 1}, "there is no 'optimizer' here"},
      {"import", {1, 1}, "nothing has to be imported here"},
      {"y = true", {1, 5}, "unknown name 'true'"},
      {"y = nan", {1, 5}, "unknown name 'nan'"},
      {"y = inf", {1, 5}, "unknown name 'inf'"},
      {"y = pi", {1, 5}, "unknown name 'pi'"},
      {"y = range", {1, 5}, "unknown name 'range'"},
      {"x = tensor([1, 2])\nx.step()", {2, 3}, "unknown method 'step'"},
      {"def f(a):\n    b = a\n    return c\ny = f(2)", {3, 12}, "unknown name 'c'"},
      {"y = sum", {1, 5}, "'sum' is a function"},
      {"x = tensor([1, 2])\nx.zero_grad()", {2, 3}, "unknown method 'zero_grad'"},
      {"x = tensor([1, 2])\ny = x.T()", {2, 7}, "unknown method 'T'"},
      {"x = tensor([1, 2])\ny = x.item()", {2, 7}, "unknown method 'item'"},
  };
}

}  // namespace backprop::test
