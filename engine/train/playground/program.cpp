#include "engine/train/playground/program.h"

#include <algorithm>

#include "engine/function/formula_text.h"
#include "engine/program/literal.h"
#include "engine/program/names.h"

namespace backprop::playground {
namespace {

std::string number_of(std::size_t layer) {
  return std::to_string(layer + 1);
}

/// "[a, b]" of what `text` gives for 0 .. count - 1.
template <class Text>
std::string list(std::size_t count, const Text& text) {
  std::string all = "[";
  for (std::size_t i = 0; i < count; ++i)
    all += (i > 0 ? ", " : "") + text(i);
  return all + "]";
}

/// ", p=0.5, training=True": those that differ from the parameters' defaults.
std::string settings_text(const std::vector<CallParameter>& parameters,
                          const Attributes& settings) {
  const auto is_usual = [&](std::string_view name, const AttributeValue& value) {
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const CallParameter& p) { return p.name == name; });
    return found == parameters.end() ||
           (!found->required && value_text(found->fallback) == value_text(value));
  };
  std::string text;
  for (const auto& [name, value] : settings.named()) {
    if (!is_usual(name, value)) text += ", " + std::string(name) + "=" + value_text(value);
  }
  return text;
}

/// What the typed functions of a set-up are called in its program: by their texts, in the order of
/// their layers.
using TypedNames = std::vector<std::pair<std::string, std::string>>;

const std::string* name_of(const TypedNames& names, const std::string& text) {
  const auto found = std::find_if(names.begin(), names.end(),
                                  [&](const auto& entry) { return entry.first == text; });
  return found == names.end() ? nullptr : &found->second;
}

class Writer {
 public:
  Writer(const Setup& setup, std::span<const Point> batch, const State& state, TypedNames names)
      : setup_(setup),
        batch_(batch),
        state_(state),
        names_(std::move(names)),
        layers_(layers_of(setup)) {}

  /// With `from_start` the parameters are their initialiser's calls.
  std::string write(bool from_start) {
    text_ = "# A network for points of the plane: update " + std::to_string(state_.iteration + 1) +
            ", on a batch of " + std::to_string(batch_.size()) + "\n";
    for (const auto& [text, name] : names_)
      text_ += renamed_definition(text, name) + (text.ends_with('\n') ? "" : "\n");
    data();
    for (std::size_t i = 0; i < layers_.size(); ++i)
      from_start ? start(i) : parameters(i);
    optimizer_state();
    std::string input = "x";
    for (std::size_t i = 0; i < layers_.size(); ++i)
      input = layer(i, input);
    loss(input);
    text_ += "J.backward()\n" + optimizer_call() + "\n";
    return std::move(text_);
  }

 private:
  void assign(const std::string& name, const std::string& expression) {
    text_ += name + " = " + expression + "\n";
  }

  void data() {
    const auto reads = [&](bool FeatureRow::*member) {
      return std::any_of(setup_.features.begin(), setup_.features.end(),
                         [&](Feature feature) { return row_of(feature).*member; });
    };
    const auto coordinate = [&](const std::string& name, double Point::*member) {
      assign(name, "tensor(" + list(batch_.size(), [&](std::size_t n) {
                     return literal_text(batch_[n].*member);
                   }) + ")");
    };
    if (reads(&FeatureRow::reads_x1)) coordinate("x1", &Point::x1);
    if (reads(&FeatureRow::reads_x2)) coordinate("x2", &Point::x2);
    assign("x", "stack(" + list(setup_.features.size(), [&](std::size_t k) {
                  return std::string(row_of(setup_.features[k]).text);
                }) + ", dim=1)");
    assign("y", "tensor(" + list(batch_.size(), [&](std::size_t n) {
                  return "[" + literal_text(target_of(setup_, batch_[n].label)) + "]";
                }) + ")");
  }

  void start(std::size_t i) {
    const Start& start = setup_.start;
    const std::string shape =
        "(" + std::to_string(layers_[i].outputs) + ", " + std::to_string(layers_[i].inputs) + ")";
    const std::string seed =
        start.row->draws ? ", seed=" + std::to_string(start_seed(setup_, i)) : "";
    std::string settings;  // all of them: what must be given has no default to differ from
    for (const auto& [name, value] : start.settings.named())
      settings += ", " + std::string(name) + "=" + value_text(value);
    assign("W" + number_of(i),
           "param(" + std::string(start.row->name) + "(" + shape + settings + seed + "))");
    assign("b" + number_of(i), "param(zeros(" + std::to_string(layers_[i].outputs) + "))");
  }

  /// Numbers in the shape of a layer's weight, or of its bias, from an array for all parameters.
  std::string weight_text(const double* all, std::size_t i) const {
    const DenseLayer& place = layers_[i];
    const double* first = all + place.weight;
    return literal_text(Tensor({place.outputs, place.inputs},
                               std::vector<double>(first, first + place.weight_count())));
  }
  std::string bias_text(const double* all, std::size_t i) const {
    const double* first = all + layers_[i].bias;
    return literal_text(
        Tensor({layers_[i].outputs}, std::vector<double>(first, first + layers_[i].outputs)));
  }

  void parameters(std::size_t i) {
    assign("W" + number_of(i), "param(" + weight_text(state_.parameters.data(), i) + ")");
    assign("b" + number_of(i), "param(" + bias_text(state_.parameters.data(), i) + ")");
  }

  std::vector<StateTensor> kept() const {
    if (state_.updates == 0) return {};
    return setup_.optimizer.row->state(setup_.optimizer.settings);
  }

  /// "kept_exp_avg = [...]": what the optimizer keeps for W1, b1, W2, ...
  void optimizer_state() {
    const std::vector<StateTensor> tensors = kept();
    for (std::size_t k = 0; k < tensors.size(); ++k) {
      const double* all = state_.kept.data() + k * state_.parameters.size();
      assign("kept_" + std::string(tensors[k].name), list(2 * layers_.size(), [&](std::size_t p) {
               return p % 2 == 0 ? weight_text(all, p / 2) : bias_text(all, p / 2);
             }));
    }
  }

  /// Gives the name of its output.
  std::string layer(std::size_t i, const std::string& input) {
    const std::string number = number_of(i);
    const bool last = i + 1 == layers_.size();
    const Activation& activation = activation_of(setup_, i);
    const std::string sum = "z" + number;
    assign(sum, "linear(" + input + ", W" + number + ", b" + number + ")");
    std::string output = sum;
    if (!activation.none()) {
      output = last ? "o" : "h" + number;
      assign(output, call_of(activation, sum));
    }
    if (last || setup_.dropout <= 0) return output;
    assign("d" + number, "dropout(" + output + ", p=" + literal_text(setup_.dropout) + ", seed=" +
                             std::to_string(dropout_seed(setup_, state_.iteration, i)) + ")");
    return "d" + number;
  }

  std::string call_of(const Activation& activation, const std::string& sum) const {
    if (activation.typed != nullptr) {
      const TypedActivation& typed = *activation.typed;
      return call_text(typed.function, typed.numbers, *name_of(names_, typed.text), sum);
    }
    return std::string(activation.op->name) + "(" + sum +
           settings_text(activation.op->parameters, activation.attributes) + ")";
  }

  void loss(const std::string& output) {
    const std::string call =
        setup_.loss == Loss::squared ? "mse_loss" : "binary_cross_entropy_with_logits";
    const std::string data_loss = call + "(" + output + ", y)";
    if (!has_penalty(setup_)) {
      assign("J", data_loss);
      return;
    }
    assign("E", data_loss);
    const bool l1 = setup_.penalty == Penalty::l1;
    std::string sums;
    for (std::size_t i = 0; i < layers_.size(); ++i) {
      const std::string weight = "W" + number_of(i);
      sums += (i > 0 ? " + " : "") + (l1 ? "sum(abs(" + weight + "))" : "sum(" + weight + " ** 2)");
    }
    assign("R", l1 ? sums : "0.5 * (" + sums + ")");
    assign("J", "E + " + literal_text(setup_.penalty_rate) + " * R");
  }

  std::string optimizer_call() const {
    const OptimizerRow& row = *setup_.optimizer.row;
    std::string arguments = "lr=" + literal_text(setup_.optimizer.settings.real("lr"));
    Attributes others;
    for (const auto& [name, value] : setup_.optimizer.settings.named()) {
      if (name != "lr") others.set(name, value);
    }
    arguments += settings_text(row.parameters, others);
    if (state_.updates > 0) arguments += ", updates=" + std::to_string(state_.updates);
    for (const StateTensor& tensor : kept())
      arguments += ", " + std::string(tensor.name) + "=kept_" + std::string(tensor.name);
    return std::string(row.name) + "(" + arguments + ")";
  }

  const Setup& setup_;
  std::span<const Point> batch_;
  const State& state_;
  TypedNames names_;
  std::vector<DenseLayer> layers_;
  std::string text_;
};

/// The set-up's layers with `change` made to each activation that is typed.
template <class Change>
void for_each_typed(Setup& setup, const Change& change) {
  for (Layer& layer : setup.hidden) {
    if (layer.activation.typed != nullptr) change(layer.activation);
  }
  if (setup.output.typed != nullptr) change(setup.output);
}

/// Each text gets a name of its own: its function's where that is free.
TypedNames typed_names(Setup setup, std::span<const Point> batch, const State& state,
                       bool from_start) {
  TypedNames names;
  std::vector<std::shared_ptr<const TypedActivation>> all;
  for_each_typed(setup, [&](Activation& its) {
    all.push_back(its.typed);
    its = activation_named("tanh");  // which gives its layer's output a name, too
  });
  if (all.empty()) return names;
  NameSet taken = names_in(Writer(setup, batch, state, {}).write(from_start));
  for (const auto& typed : all) {
    if (name_of(names, typed->text) != nullptr) continue;
    const std::string name = free_name(typed->function.name, taken);
    taken.insert(name);
    names.emplace_back(typed->text, name);
  }
  return names;
}

std::string written(const Setup& setup, std::span<const Point> batch, const State& state,
                    bool from_start) {
  return Writer(setup, batch, state, typed_names(setup, batch, state, from_start))
      .write(from_start);
}

}  // namespace

std::string program_of(const Setup& setup, const std::shared_ptr<const Data>& data) {
  Trainer trainer(setup, data);
  Points batch;
  for (const std::uint32_t point : trainer.batch(0))
    batch.push_back(data->training[point]);
  return written(setup, batch, first_state(setup), true);
}

std::string program_at(const Setup& setup, std::span<const Point> batch, const State& state) {
  return written(setup, batch, state, false);
}

}  // namespace backprop::playground
