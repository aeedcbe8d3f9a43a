#include "tests/corpus/malformed.h"

namespace backprop::test {
namespace {

/// Two parameters, w and b, and a backward().
std::string after_backward(const std::string& call) {
  return "w = param([1, 2])\nb = param(3)\nJ = sum(w * b)\nJ.backward()\n" + call;
}

}  // namespace

std::vector<MalformedProgram> malformed_states() {
  return {
      {after_backward("adam(updates=3)"), {5, 1}, "adam cannot go on without 'exp_avg'"},
      {after_backward("adam(updates=3, exp_avg=[[0, 0], 0])"),
       {5, 1},
       "adam cannot go on without 'exp_avg_sq'"},
      {after_backward("adagrad(sum=[[0, 0], 0])"),
       {5, 1},
       "adagrad cannot go on without 'updates'"},
      {after_backward("sgd(lr=0.1, updates=2, momentum_buffer=[[0, 0], 0])"),
       {5, 1},
       "sgd keeps no 'momentum_buffer' with these settings"},
      {after_backward("adagrad(updates=0, sum=[[0, 0], 0])"), {5, 1}, "'updates' is the number 0"},
      {after_backward("adagrad(updates=1.5, sum=[[0, 0], 0])"),
       {5, 1},
       "'updates' is the number 1.5"},
      {after_backward("adagrad(updates=1, sum=2)"), {5, 1}, "'sum' is the number 2"},
      {after_backward("adagrad(updates=1, sum=[[0, 0]])"),
       {5, 1},
       "'sum' has 1 entry for 2 params"},
      {after_backward("adagrad(updates=1, sum=[0, 0])"),
       {5, 1},
       "'sum' has for param 1 the shape [], not the param's [2]"},
      {after_backward("adam(update=3)"), {5, 1}, "'adam' has no argument 'update'"},
  };
}

}  // namespace backprop::test
