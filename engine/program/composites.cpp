#include "engine/program/composites.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace backprop {

ValueId Composer::op(std::string_view name, std::vector<ValueId> arguments,
                     const std::vector<std::pair<std::string_view, AttributeValue>>& attributes) {
  const OpRow& row = op_named(name);
  if (error_) return no_value;
  Attributes all = default_attributes(row);
  for (const auto& [key, value] : attributes)
    all.set(key, value);
  auto made = recorder_.apply(row, std::move(arguments), std::move(all), site_);
  if (made) return made.value();
  error_ = made.error();
  return no_value;
}

ValueId Composer::number(double value) {
  return numbers(Tensor::scalar(value));
}

ValueId Composer::numbers(Tensor values) {
  return error_ ? no_value : recorder_.constant(std::move(values), site_);
}

ValueId Composer::last_dimension(ValueId id, Index begin, Index count) {
  if (error_) return no_value;
  Attributes attributes;
  for (const Index size : shape(id))
    attributes.slices.push_back({0, size, true});
  attributes.slices.back() = {begin, count, true};
  auto made = recorder_.apply(op_named("index"), {id}, std::move(attributes), site_);
  if (made) return made.value();
  error_ = made.error();
  return no_value;
}

void Composer::fail(std::string cause) {
  if (!error_) error_ = Error{site_.place, std::move(cause), "look at the shapes of its arguments"};
}

namespace {

/// linear(input, w_ih, b_ih) and linear(hidden, w_hh, b_hh), each `gates` times as wide as hidden.
struct Projections {
  ValueId of_input = no_value;
  ValueId of_hidden = no_value;
  Index width = 0;
};

/// `first`: where w_ih stands among the tensors; w_hh and the biases follow.
Projections project(Composer& c, const std::vector<ValueId>& tensors, const Attributes& attributes,
                    std::size_t first, Index gates, const char* name) {
  const auto with_bias = [&](ValueId x, ValueId w, int parameter) {
    const int slot = attributes.slot(parameter);
    return slot < 0 ? std::vector<ValueId>{x, w}
                    : std::vector<ValueId>{x, w, tensors[static_cast<std::size_t>(slot)]};
  };
  const ValueId hidden = tensors[1];
  const Shape& weight = c.shape(tensors[first]);
  const Index width = c.shape(hidden).empty() ? 0 : c.shape(hidden).back();
  if (weight.size() != 2 || weight[0] != gates * width) {
    c.fail(std::string(name) + ": the hidden state has " + std::to_string(width) +
           " numbers, so w_ih must have " + std::to_string(gates * width) + " rows; its shape is " +
           to_text(weight));
    return {};
  }
  const int bias = static_cast<int>(first) + 2;
  Projections made;
  made.of_input = c.op("linear", with_bias(tensors[0], tensors[first], bias));
  made.of_hidden = c.op("linear", with_bias(hidden, tensors[first + 1], bias + 1));
  made.width = width;
  return made;
}

/// h' = tanh(W_ih x + b_ih + W_hh h + b_hh)
std::vector<ValueId> rnn_cell(Composer& c, const std::vector<ValueId>& tensors,
                              const Attributes& attributes) {
  const Projections p = project(c, tensors, attributes, 2, 1, "rnn_cell");
  const ValueId sum = c.op("add", {p.of_input, p.of_hidden});
  return {c.op(attributes.choice("nonlinearity"), {sum})};
}

/// Gates i, f, g, o of one sum; c' = f c + i g, h' = o tanh(c'): Hochreiter, Schmidhuber 1997.
std::vector<ValueId> lstm_cell(Composer& c, const std::vector<ValueId>& tensors,
                               const Attributes& attributes) {
  const Projections p = project(c, tensors, attributes, 3, 4, "lstm_cell");
  const ValueId gates = c.op("add", {p.of_input, p.of_hidden});
  const auto gate = [&](Index k) { return c.last_dimension(gates, k * p.width, p.width); };
  const ValueId i = c.op("sigmoid", {gate(0)});
  const ValueId f = c.op("sigmoid", {gate(1)});
  const ValueId g = c.op("tanh", {gate(2)});
  const ValueId o = c.op("sigmoid", {gate(3)});
  const ValueId kept = c.op("mul", {f, tensors[2]});
  const ValueId state = c.op("add", {kept, c.op("mul", {i, g})});
  return {c.op("mul", {o, c.op("tanh", {state})}), state};
}

/// r, z gates; n = tanh(W_in x + b_in + r (W_hn h + b_hn)); h' = (1 - z) n + z h: Cho et al. 2014,
/// with r applied after the product, as PyTorch has it.
std::vector<ValueId> gru_cell(Composer& c, const std::vector<ValueId>& tensors,
                              const Attributes& attributes) {
  const Projections p = project(c, tensors, attributes, 2, 3, "gru_cell");
  const auto part = [&](ValueId of, Index k) { return c.last_dimension(of, k * p.width, p.width); };
  const auto gate = [&](Index k) {
    return c.op("sigmoid", {c.op("add", {part(p.of_input, k), part(p.of_hidden, k)})});
  };
  const ValueId r = gate(0);
  const ValueId z = gate(1);
  const ValueId reset = c.op("mul", {r, part(p.of_hidden, 2)});
  const ValueId n = c.op("tanh", {c.op("add", {part(p.of_input, 2), reset})});
  const ValueId fresh = c.op("mul", {c.op("sub", {c.number(1), z}), n});
  return {c.op("add", {fresh, c.op("mul", {z, tensors[1]})})};
}

/// softmax(Q K^T / sqrt(E)) V: Vaswani et al. 2017. Causal: a query sees no key after itself.
std::vector<ValueId> attention(Composer& c, const std::vector<ValueId>& tensors,
                               const Attributes& attributes) {
  const Shape query = c.shape(tensors[0]);
  const Shape key = c.shape(tensors[1]);
  if (query.size() < 2 || key.size() < 2) {
    c.fail("scaled_dot_product_attention: query, key and value must be [..., places, width]");
    return {};
  }
  const auto rank = static_cast<Index>(key.size());
  const ValueId turned = c.op("transpose", {tensors[1]}, {{"dim0", rank - 2}, {"dim1", rank - 1}});
  const double scale = 1 / std::sqrt(static_cast<double>(query.back()));
  ValueId scores = c.op("mul", {c.op("matmul", {tensors[0], turned}), c.number(scale)});
  if (attributes.flag("is_causal") && !c.error()) {
    const Index rows = query[query.size() - 2];
    const Index columns = key[key.size() - 2];
    Tensor seen({rows, columns});
    for (Index r = 0; r < rows; ++r) {
      for (Index k = 0; k <= std::min(r, columns - 1); ++k)
        seen[r * columns + k] = 1;
    }
    const ValueId hidden = c.number(-std::numeric_limits<double>::infinity());
    scores = c.op("where", {c.numbers(std::move(seen)), scores, hidden});
  }
  if (c.error()) return {};
  const auto last = static_cast<Index>(c.shape(scores).size()) - 1;
  return {c.op("matmul", {c.op("softmax", {scores}, {{"dim", last}}), tensors[2]})};
}

std::vector<Composite> make_table() {
  constexpr auto optional = ParameterKind::optional_tensor;
  const CallParameter b_ih{"b_ih", optional, false};
  const CallParameter b_hh{"b_hh", optional, false};
  return {
      {"rnn_cell",
       {{"input"},
        {"hx"},
        {"w_ih"},
        {"w_hh"},
        b_ih,
        b_hh,
        {"nonlinearity", ParameterKind::choice, false, std::string("tanh"), {"tanh", "relu"}}},
       rnn_cell,
       "def rnn_cell(x, hx, w_ih, w_hh, b_ih=None, b_hh=None, nonlinearity='tanh'):\n"
       "    return getattr(torch, nonlinearity)(F.linear(x, w_ih, b_ih) + F.linear(hx, w_hh, "
       "b_hh))\n"},
      {"lstm_cell",
       {{"input"}, {"hx", ParameterKind::tensors}, {"w_ih"}, {"w_hh"}, b_ih, b_hh},
       lstm_cell,
       "def lstm_cell(x, hx, w_ih, w_hh, b_ih=None, b_hh=None):\n"
       "    h, c = hx\n"
       "    i, f, g, o = (F.linear(x, w_ih, b_ih) + F.linear(h, w_hh, b_hh)).chunk(4, -1)\n"
       "    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)\n"
       "    return torch.sigmoid(o) * torch.tanh(c), c\n"},
      {"gru_cell",
       {{"input"}, {"hx"}, {"w_ih"}, {"w_hh"}, b_ih, b_hh},
       gru_cell,
       "def gru_cell(x, hx, w_ih, w_hh, b_ih=None, b_hh=None):\n"
       "    xr, xz, xn = F.linear(x, w_ih, b_ih).chunk(3, -1)\n"
       "    hr, hz, hn = F.linear(hx, w_hh, b_hh).chunk(3, -1)\n"
       "    z = torch.sigmoid(xz + hz)\n"
       "    return (1 - z) * torch.tanh(xn + torch.sigmoid(xr + hr) * hn) + z * hx\n"},
      {"scaled_dot_product_attention",
       {{"query"}, {"key"}, {"value"}, {"is_causal", ParameterKind::flag, false, false}},
       attention,
       "def scaled_dot_product_attention(query, key, value, is_causal=False):\n"
       "    scores = query @ key.transpose(-2, -1) / query.shape[-1] ** 0.5\n"
       "    if is_causal:\n"
       "        seen = torch.ones(scores.shape[-2:], dtype=torch.bool).tril()\n"
       "        scores = scores.masked_fill(~seen, -float('inf'))\n"
       "    return torch.softmax(scores, -1) @ value\n"},
  };
}

const std::vector<Composite>& table() {
  static const std::vector<Composite> rows = make_table();
  return rows;
}

}  // namespace

const Composite* find_composite(std::string_view name) {
  const auto found = std::find_if(table().begin(), table().end(),
                                  [&](const Composite& row) { return row.name == name; });
  return found == table().end() ? nullptr : &*found;
}

std::span<const Composite> composites() {
  return table();
}

std::vector<std::string> composite_names() {
  std::vector<std::string> names;
  for (const Composite& row : table())
    names.emplace_back(row.name);
  return names;
}

}  // namespace backprop
