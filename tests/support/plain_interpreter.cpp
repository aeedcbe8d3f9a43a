#include "tests/support/plain_interpreter.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "tests/support/plain_arithmetic.h"

namespace backprop::test {

namespace {

using Sizes = PlainInterpreter::Sizes;
using Node = PlainInterpreter::Node;

std::size_t count(const Sizes& shape) {
  std::size_t product = 1;
  for (const auto size : shape)
    product *= static_cast<std::size_t>(size);
  return product;
}

/// The indices of the element at a row-major position.
Sizes indices(std::size_t position, const Sizes& shape) {
  Sizes result(shape.size());
  for (std::size_t d = shape.size(); d-- > 0;) {
    result[d] = static_cast<std::int64_t>(position) % shape[d];
    position /= static_cast<std::size_t>(shape[d]);
  }
  return result;
}

/// The row-major position of an element of `shape` that a broadcast index reads.
std::size_t position(const Sizes& index, const Sizes& shape) {
  std::size_t at = 0;
  const std::size_t skipped = index.size() - shape.size();
  for (std::size_t d = 0; d < shape.size(); ++d) {
    at = at * static_cast<std::size_t>(shape[d]);
    if (shape[d] != 1) at += static_cast<std::size_t>(index[d + skipped]);
  }
  return at;
}

Sizes broadcast(Sizes a, Sizes b) {
  const std::size_t rank = std::max(a.size(), b.size());
  a.insert(a.begin(), rank - a.size(), 1);
  b.insert(b.begin(), rank - b.size(), 1);
  for (std::size_t d = 0; d < rank; ++d)
    a[d] = std::max(a[d], b[d]);
  return a;
}

bool is_reduction(const std::string& op) {
  return op == "sum" || op == "mean";
}
bool is_activation(const std::string& op) {
  return op == "sigmoid" || op == "tanh" || op == "relu";
}
bool is_elementwise(const std::string& op) {
  return !is_reduction(op) && op != "@" && op != "t" && op != "index" && op != "batch_norm";
}

/// Rows and columns of a matrix or vector as the left or right operand of @.
struct Matrix {
  std::size_t rows, columns;
};
Matrix left_matrix(const Sizes& s) {
  return s.size() == 1 ? Matrix{1, count(s)} : Matrix{count({s[0]}), count({s[1]})};
}
Matrix right_matrix(const Sizes& s) {
  return s.size() == 1 ? Matrix{count(s), 1} : Matrix{count({s[0]}), count({s[1]})};
}

/// Which element of the output an element of a reduction's input goes into.
std::size_t reduced_position(const Node& node, const Sizes& input, std::size_t element) {
  if (node.option[0] < 0) return 0;
  Sizes index = indices(element, input);
  index.erase(index.begin() + node.option[0]);
  Sizes kept = input;
  kept.erase(kept.begin() + node.option[0]);
  return position(index, kept);
}

/// Which element of its argument an element of a view is.
std::size_t viewed_position(const Node& node, const Sizes& input, std::size_t element) {
  Sizes index = indices(element, node.shape);
  if (node.op == "t") {
    std::reverse(index.begin(), index.end());
  } else {
    index.insert(index.begin(), node.option.begin(), node.option.end());
  }
  return position(index, input);
}

}  // namespace

PlainInterpreter::PlainInterpreter(const ast::Program& program, AfterStep after_step,
                                   Mistake mistake)
    : program_(program), after_step_(std::move(after_step)), mistake_(mistake) {}

void PlainInterpreter::run() {
  for (const ast::Statement& statement : program_.statements)
    execute(statement);
}

void PlainInterpreter::execute(const ast::Statement& statement) {
  if (const auto* assignment = std::get_if<ast::Assignment>(&statement.node)) {
    names_[assignment->names.at(0)] = evaluate(*assignment->value);
  } else if (const auto* expression = std::get_if<ast::ExpressionStatement>(&statement.node)) {
    evaluate(*expression->value);
  } else if (const auto* loop = std::get_if<ast::ForLoop>(&statement.node)) {
    const double rounds = evaluate(*loop->count).number;
    for (int round = 0; round < rounds; ++round) {
      names_[loop->name] = {static_cast<double>(round), -1, {}, false};
      for (const ast::Statement& inner : loop->body)
        execute(inner);
    }
  } else {
    throw std::logic_error("a statement that the plain interpreter does not know");
  }
}

PlainInterpreter::Operand PlainInterpreter::evaluate(const ast::Expression& expression) {
  const auto& node = expression.node;
  if (const auto* whole = std::get_if<ast::IntegerLiteral>(&node)) {
    return {static_cast<double>(whole->number), -1, {}, false};
  }
  if (const auto* real = std::get_if<ast::FloatLiteral>(&node))
    return {real->number, -1, {}, false};
  if (const auto* name = std::get_if<ast::Name>(&node)) return names_.at(name->name);
  if (const auto* sequence = std::get_if<ast::Sequence>(&node)) {
    Operand list;
    list.list = true;
    for (const auto& item : sequence->items)
      list.items.push_back(evaluate(*item));
    return list;
  }
  if (const auto* unary = std::get_if<ast::Unary>(&node)) {
    const Operand operand = evaluate(*unary->operand);
    if (operand.node < 0) return {-operand.number, -1, {}, false};
    return made({"neg", {operand.node}, {}, {}, {}, {}, false});
  }
  if (const auto* binary = std::get_if<ast::Binary>(&node)) {
    const Operand left = evaluate(*binary->left);
    const Operand right = evaluate(*binary->right);
    if (left.node < 0 && right.node < 0) {
      return {plain_forward(binary->symbol, left.number, right.number), -1, {}, false};
    }
    const int a = node_of(left);
    const int b = node_of(right);
    return made({binary->symbol, {a, b}, {}, {}, {}, {}, false});
  }
  if (const auto* attribute = std::get_if<ast::Attribute>(&node)) {
    const int object = evaluate(*attribute->object).node;
    return made({"t", {object}, {}, {}, {}, {}, false});
  }
  if (const auto* indexing = std::get_if<ast::Indexing>(&node)) return index(*indexing);
  if (const auto* calling = std::get_if<ast::Call>(&node)) return call(*calling);
  throw std::logic_error("an expression that the plain interpreter does not know");
}

PlainInterpreter::Operand PlainInterpreter::index(const ast::Indexing& indexing) {
  Node node{"index", {evaluate(*indexing.object).node}, {}, {}, {}, {}, false};
  for (const ast::Subscript& subscript : indexing.subscripts) {
    node.option.push_back(static_cast<std::int64_t>(evaluate(*subscript.first).number));
  }
  return made(std::move(node));
}

PlainInterpreter::Operand PlainInterpreter::call(const ast::Call& call) {
  if (call.function == "backward") {
    backward(evaluate(*call.receiver).node);
  } else if (call.function == "zero_grad") {
    zero_grad();
  } else if (call.function == "sgd") {
    sgd(evaluate(*call.arguments.at(0).value).number);
  } else if (call.function == "tensor" || call.function == "param") {
    return leaf(evaluate(*call.arguments.at(0).value), call.function == "param");
  } else if (call.function == "batch_norm") {
    return batch_norm(call);
  } else if (is_reduction(call.function)) {
    return reduction(call.function, call);
  } else {
    const int argument = evaluate(*call.arguments.at(0).value).node;
    return made({call.function, {argument}, {}, {}, {}, {}, false});
  }
  return {};
}

PlainInterpreter::Operand PlainInterpreter::reduction(const std::string& op,
                                                      const ast::Call& call) {
  Node node{op, {evaluate(*call.arguments.at(0).value).node}, {-1, 0}, {}, {}, {}, false};
  for (const ast::Argument& argument : call.arguments) {
    if (argument.keyword == "dim")
      node.option[0] = static_cast<std::int64_t>(evaluate(*argument.value).number);
    if (argument.keyword == "keepdim") node.option[1] = 1;
  }
  return made(std::move(node));
}

PlainInterpreter::Operand PlainInterpreter::leaf(const Operand& content, bool parameter) {
  Node node;
  node.parameter = parameter;
  const Operand* level = &content;
  for (; level->list; level = &level->items.at(0)) {
    node.shape.push_back(static_cast<std::int64_t>(level->items.size()));
  }
  const std::function<void(const Operand&)> flatten = [&](const Operand& part) {
    if (!part.list) node.data.push_back(part.number);
    for (const Operand& item : part.items)
      flatten(item);
  };
  flatten(content);
  return made(std::move(node));
}

int PlainInterpreter::node_of(const Operand& operand) {
  if (operand.node >= 0) return operand.node;
  nodes_.push_back({"constant", {}, {}, {}, {operand.number}, {0.0}, false});
  return static_cast<int>(nodes_.size()) - 1;
}

int PlainInterpreter::make(Node node) {
  if (!node.op.empty()) forward(node);
  node.gradient.assign(node.data.size(), 0.0);
  nodes_.push_back(std::move(node));
  const int made = static_cast<int>(nodes_.size()) - 1;
  after_step_(*this, Did::made, made);
  return made;
}

void PlainInterpreter::forward(Node& node) const {
  const Node& a = nodes_[static_cast<std::size_t>(node.arguments[0])];
  const Node& b = nodes_[static_cast<std::size_t>(node.arguments.back())];
  if (node.op == "batch_norm") {
    normalize(node);
  } else if (node.op == "@") {
    const Matrix l = left_matrix(a.shape);
    const Matrix r = right_matrix(b.shape);
    if (a.shape.size() == 2) node.shape.push_back(a.shape[0]);
    if (b.shape.size() == 2) node.shape.push_back(b.shape[1]);
    node.data.assign(l.rows * r.columns, 0.0);
    for (std::size_t i = 0; i < l.rows; ++i)
      for (std::size_t j = 0; j < r.columns; ++j)
        for (std::size_t k = 0; k < l.columns; ++k)
          node.data[i * r.columns + j] += a.data[i * l.columns + k] * b.data[k * r.columns + j];
  } else if (is_reduction(node.op)) {
    if (node.option[0] >= 0) {
      node.shape = a.shape;
      const auto at = node.shape.begin() + node.option[0];
      if (node.option[1] != 0)
        *at = 1;
      else
        node.shape.erase(at);
    }
    node.data.assign(count(node.shape), 0.0);
    for (std::size_t i = 0; i < a.data.size(); ++i)
      node.data[reduced_position(node, a.shape, i)] += a.data[i];
    const double share = static_cast<double>(a.data.size()) / static_cast<double>(node.data.size());
    if (node.op == "mean")
      for (double& number : node.data)
        number /= share;
  } else if (node.op == "t" || node.op == "index") {
    node.shape = a.shape;
    if (node.op == "t")
      std::reverse(node.shape.begin(), node.shape.end());
    else
      node.shape.erase(node.shape.begin(),
                       node.shape.begin() + static_cast<std::ptrdiff_t>(node.option.size()));
    for (std::size_t i = 0; i < count(node.shape); ++i)
      node.data.push_back(a.data[viewed_position(node, a.shape, i)]);
  } else {
    node.shape = broadcast(a.shape, b.shape);
    for (std::size_t i = 0; i < count(node.shape); ++i) {
      const Sizes index = indices(i, node.shape);
      node.data.push_back(plain_forward(node.op, a.data[position(index, a.shape)],
                                        b.data[position(index, b.shape)]));
    }
  }
}

void PlainInterpreter::backward(int loss) {
  std::set<int> reached{loss};
  for (int at = loss; at >= 0; --at) {
    if (!reached.contains(at)) continue;
    for (const int argument : nodes_[static_cast<std::size_t>(at)].arguments)
      reached.insert(argument);
  }
  double& seed = nodes_[static_cast<std::size_t>(loss)].gradient[0];
  seed = mistake_ == Mistake::assigns ? 1 : seed + 1;
  after_step_(*this, Did::added, loss);
  if (mistake_ == Mistake::recurses) {
    std::set<int> visited;
    recurse(loss, visited);
    return;
  }
  for (auto at = reached.rbegin(); at != reached.rend(); ++at) {
    const auto edges = nodes_[static_cast<std::size_t>(*at)].arguments.size();
    for (std::size_t edge = 0; edge < edges; ++edge)
      add_contribution(*at, edge);
  }
}

void PlainInterpreter::recurse(int at, std::set<int>& visited) {
  if (!visited.insert(at).second) return;
  const std::vector<int> arguments = nodes_[static_cast<std::size_t>(at)].arguments;
  for (std::size_t edge = 0; edge < arguments.size(); ++edge) {
    add_contribution(at, edge);
    const bool stops = nodes_[static_cast<std::size_t>(at)].op == "batch_norm" && edge > 0;
    if (!stops) recurse(arguments[edge], visited);
  }
}

bool PlainInterpreter::is_weight(int at) const {
  const Node& node = nodes_[static_cast<std::size_t>(at)];
  return node.parameter || ((node.op == "t" || node.op == "index") && is_weight(node.arguments[0]));
}

PlainInterpreter::Numbers PlainInterpreter::factor(const Node& product, std::size_t edge) const {
  const int left = product.arguments[0];
  const int right = product.arguments[1];
  const std::size_t weight = is_weight(left) || !is_weight(right) ? 0 : 1;
  const Node& other = nodes_[static_cast<std::size_t>(product.arguments[1 - edge])];
  if (mistake_ != Mistake::swaps_weight || edge == weight || other.shape.size() < 2)
    return other.data;
  // The rule takes element (i, j) of the transpose where element (j, i) stands: it takes instead
  // what stands at (i, j) of a matrix of the transpose's sizes that has the same storage.
  const std::size_t rows = count({other.shape[0]});
  const std::size_t columns = count({other.shape[1]});
  Numbers numbers(other.data.size());
  for (std::size_t i = 0; i < columns; ++i)
    for (std::size_t j = 0; j < rows; ++j)
      numbers[j * columns + i] = other.data[i * rows + j];
  return numbers;
}

void PlainInterpreter::add_contribution(int at, std::size_t edge) {
  const Node& node = nodes_[static_cast<std::size_t>(at)];
  Node& into = nodes_[static_cast<std::size_t>(node.arguments[edge])];
  if (into.op == "constant" || (node.op == "batch_norm" && edge > 0)) return;
  const Node& a = nodes_[static_cast<std::size_t>(node.arguments[0])];
  const Node& b = nodes_[static_cast<std::size_t>(node.arguments.back())];
  const Numbers& g = node.gradient;
  Numbers sum(into.data.size(), 0.0);
  if (node.op == "batch_norm") {
    sum = through_normalization(node);
  } else if (node.op == "@") {
    const Matrix l = left_matrix(a.shape);
    const Matrix r = right_matrix(b.shape);
    const Numbers by = factor(node, edge);
    // dA = G B^T, dB = A^T G
    if (edge == 0) {
      for (std::size_t i = 0; i < l.rows; ++i)
        for (std::size_t k = 0; k < l.columns; ++k)
          for (std::size_t j = 0; j < r.columns; ++j)
            sum[i * l.columns + k] += g[i * r.columns + j] * by[k * r.columns + j];
    } else {
      for (std::size_t k = 0; k < r.rows; ++k)
        for (std::size_t j = 0; j < r.columns; ++j)
          for (std::size_t i = 0; i < l.rows; ++i)
            sum[k * r.columns + j] += by[i * l.columns + k] * g[i * r.columns + j];
    }
  } else if (is_reduction(node.op)) {
    const double share = static_cast<double>(a.data.size()) / static_cast<double>(node.data.size());
    for (std::size_t i = 0; i < sum.size(); ++i) {
      const double arrived = g[reduced_position(node, a.shape, i)];
      const bool divides = node.op == "mean" && mistake_ != Mistake::forgets_share;
      sum[i] += divides ? arrived / share : arrived;
    }
  } else if (!is_elementwise(node.op)) {
    for (std::size_t i = 0; i < g.size(); ++i)
      sum[viewed_position(node, a.shape, i)] += g[i];
  } else if (mistake_ == Mistake::forgets_slope && is_activation(node.op)) {
    sum = g;
  } else {
    for (std::size_t i = 0; i < g.size(); ++i) {
      const Sizes index = indices(i, node.shape);
      sum[position(index, into.shape)] +=
          plain_backward(node.op, edge, g[i], a.data[position(index, a.shape)],
                         b.data[position(index, b.shape)], node.data[i]);
    }
  }
  for (std::size_t i = 0; i < sum.size(); ++i)
    into.gradient[i] = mistake_ == Mistake::assigns ? sum[i] : into.gradient[i] + sum[i];
  after_step_(*this, Did::added, node.arguments[edge]);
}

void PlainInterpreter::sgd(double learning_rate) {
  for (std::size_t at = 0; at < nodes_.size(); ++at) {
    Node& node = nodes_[at];
    if (!node.parameter) continue;
    for (std::size_t i = 0; i < node.data.size(); ++i)
      node.data[i] -= learning_rate * node.gradient[i];
    after_step_(*this, Did::wrote, static_cast<int>(at));
  }
}

void PlainInterpreter::zero_grad() {
  for (Node& node : nodes_) {
    if (mistake_ == Mistake::never_clears) break;
    std::fill(node.gradient.begin(), node.gradient.end(), 0.0);
  }
  after_step_(*this, Did::cleared, -1);
}

}  // namespace backprop::test
