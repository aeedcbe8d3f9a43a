#include "tests/support/plain_batch_norm.h"

#include "tests/support/plain_interpreter.h"

namespace backprop::test {

/// batch_norm(x, mean, variance) or the same with training=True.
PlainInterpreter::Operand PlainInterpreter::batch_norm(const ast::Call& call) {
  Node node{"batch_norm", {}, {0}, {}, {}, {}, false};
  for (const ast::Argument& argument : call.arguments) {
    if (argument.keyword.empty())
      node.arguments.push_back(evaluate(*argument.value).node);
    else
      node.option[0] = 1;
  }
  const bool training = node.option[0] == 1;
  const std::vector<int> arguments = node.arguments;
  const Operand output = made(std::move(node));
  for (std::size_t which = 1; training && which < arguments.size(); ++which) {
    Node& running = nodes_[static_cast<std::size_t>(arguments[which])];
    const PlainBatchNorm batch{nodes_[static_cast<std::size_t>(arguments[0])].data,
                               running.data.size()};
    for (std::size_t c = 0; c < batch.channels; ++c) {
      const double now = which == 1 ? batch.mean(c) : batch.sum_of_squares(c) / (batch.count() - 1);
      running.data[c] = PlainBatchNorm::averaged(running.data[c], now);
    }
    after_step_(*this, Did::wrote, arguments[which]);
  }
  return output;
}

void PlainInterpreter::normalize(Node& node) const {
  const Node& input = nodes_[static_cast<std::size_t>(node.arguments[0])];
  const Node& mean = nodes_[static_cast<std::size_t>(node.arguments[1])];
  const Node& variance = nodes_[static_cast<std::size_t>(node.arguments[2])];
  const PlainBatchNorm batch{input.data, mean.data.size()};
  node.shape = input.shape;
  for (std::size_t i = 0; i < input.data.size(); ++i) {
    const std::size_t c = i % batch.channels;
    const bool training = node.option[0] == 1;
    const double center = training ? batch.mean(c) : mean.data[c];
    const double spread = training ? batch.sum_of_squares(c) / batch.count() : variance.data[c];
    node.data.push_back((input.data[i] - center) * PlainBatchNorm::inverse(spread));
  }
}

PlainInterpreter::Numbers PlainInterpreter::through_normalization(const Node& node) const {
  const Node& variance = nodes_[static_cast<std::size_t>(node.arguments[2])];
  const PlainBatchNorm batch{nodes_[static_cast<std::size_t>(node.arguments[0])].data,
                             variance.data.size()};
  if (node.option[0] == 1) return batch.to_input(node.gradient);
  Numbers result = node.gradient;
  for (std::size_t i = 0; i < result.size(); ++i)
    result[i] *= PlainBatchNorm::inverse(variance.data[i % batch.channels]);
  return result;
}

}  // namespace backprop::test
