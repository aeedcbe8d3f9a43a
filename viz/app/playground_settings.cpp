// The settings that lessons and the command line open the playground with.
#include <algorithm>

#include "engine/function/typed_function.h"
#include "engine/number_text.h"
#include "viz/app/lab_functions.h"
#include "viz/app/lab_settings.h"

namespace backprop::viz {
namespace {

namespace change = playground_change;
using Kind = PlaygroundNumber::Kind;

/// One setting after the other, each as a user would change it.
class Reader {
 public:
  PlaygroundLab lab;
  std::int64_t iteration = 0;  ///< other settings begin anew: it comes last

  /// Numbers that no other setting names are the optimizer's or the activations': "momentum",
  /// "negative_slope".
  bool set(const std::string& key, const std::string& value) {
    if (key == "data") return set_data(value);
    if (key == "features") return set_features(value);
    if (key == "layers") return set_layers(value);
    if (key == "activation") return set_activations(value);
    if (key == "output") return activation(lab.setup().hidden.size(), value);
    if (key == "loss") return set_loss(value);
    if (key == "penalty") return set_penalty(value);
    if (key == "optimizer") {
      return make(change::Optimizer{value}) && lab.setup().optimizer.row->name == value;
    }
    if (key == "start") return make(change::Start{value}) && lab.setup().start.row->name == value;
    if (key == "typed") {
      typed_ = change::Typed{value, {}};
      return typed_formula(value).ok();
    }
    const auto number = parse_number(value);
    return number && set_number(key, *number);
  }

 private:
  bool make(const PlaygroundChange& change) {
    auto next = changed(lab, change);
    if (next) lab = std::move(next).value();
    return next.ok();
  }
  bool set_data(const std::string& name) {
    const ToySetRow* row = find_toy_set(name);
    return row != nullptr && make(change::Set{row->set});
  }
  bool set_features(const std::string& value) {
    std::vector<Feature> wanted;
    for (const std::string& name : list_of(value, ',')) {
      const auto found = std::find_if(features().begin(), features().end(),
                                      [&](const FeatureRow& row) { return row.text == name; });
      if (found == features().end()) return false;
      wanted.push_back(found->feature);
    }
    // Those that are wanted first: a network is never without a feature.
    for (const bool first : {true, false}) {
      for (const FeatureRow& row : features()) {
        const auto& on = lab.setup().features;
        const bool is_on = std::find(on.begin(), on.end(), row.feature) != on.end();
        const bool want = std::find(wanted.begin(), wanted.end(), row.feature) != wanted.end();
        if (is_on != want && want == first && !make(change::ToggleFeature{row.feature}))
          return false;
      }
    }
    return !wanted.empty();
  }
  bool set_layers(const std::string& value) {
    const std::vector<std::string> sizes = list_of(value, ',');
    if (sizes.size() > playground::limits::hidden_layers) return false;
    make(change::Layers{static_cast<int>(sizes.size())});
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      const auto size = parse_number(sizes[i]);
      if (!size || !(*size >= 1 && *size <= playground::limits::neurons)) return false;
      make(change::Neurons{i, static_cast<int>(*size)});
    }
    return true;
  }
  bool activation(std::size_t layer, const std::string& name) {
    if (name == mine) return typed_ && make(change::Activation{layer, name, typed_});
    if (name != "none" && playground::activation_named(name).op == nullptr) return false;
    return make(change::Activation{layer, name == "none" ? "" : name});
  }
  /// One for all hidden layers, or one for each.
  bool set_activations(const std::string& value) {
    const std::vector<std::string> names = list_of(value, ',');
    const std::size_t layers = lab.setup().hidden.size();
    if (names.empty() || (names.size() != 1 && names.size() != layers)) return false;
    for (std::size_t i = 0; i < layers; ++i) {
      if (!activation(i, names[names.size() == 1 ? 0 : i])) return false;
    }
    return true;
  }
  bool set_loss(const std::string& value) {
    if (value == "mse") return make(change::Loss{playground::Loss::squared});
    return value == "cross_entropy" && make(change::Loss{playground::Loss::cross_entropy});
  }
  bool set_penalty(const std::string& value) {
    if (value == "none") return make(change::Penalty{playground::Penalty::none});
    if (value == "l1") return make(change::Penalty{playground::Penalty::l1});
    return value == "l2" && make(change::Penalty{playground::Penalty::l2});
  }
  bool set_number(const std::string& key, double number) {
    if (key == "iteration") {
      if (!(number >= 0 && number <= 1e9)) return false;
      iteration = static_cast<std::int64_t>(number);
      return true;
    }
    constexpr std::pair<const char*, Kind> kinds[] = {
        {"count", Kind::count},       {"noise", Kind::noise},    {"share", Kind::train_share},
        {"points", Kind::data_seed},  {"seed", Kind::seed},      {"batch", Kind::batch},
        {"rate", Kind::penalty_rate}, {"dropout", Kind::dropout}};
    PlaygroundNumber which{Kind::setting, key};
    for (const auto& [name, kind] : kinds) {
      if (key == name) which = {kind};
    }
    if (!number_in(lab, which)) which.kind = Kind::activations;
    if (!number_in(lab, which)) return false;
    auto next = changed(lab, which, number);
    if (next) lab = std::move(next).value();
    return next.ok();
  }

  std::optional<change::Typed> typed_;  ///< what "mine" stands for
};

}  // namespace

Result<PlaygroundLab> read_playground_settings(const std::string& settings) {
  Reader reader;
  for (const LabSetting& setting : lab_settings(settings)) {
    if (reader.set(setting.key, setting.value)) continue;
    return Error{{},
                 "the playground does not know the setting '" + setting.text + "'",
                 "write data=circle; features=x1,x2; layers=4,2; activation=tanh; lr=0.03; "
                 "iteration=500; ..."};
  }
  reader.lab.iteration = reader.iteration;
  return reader.lab;
}

}  // namespace backprop::viz
