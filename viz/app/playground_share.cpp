#include "viz/app/playground_share.h"

#include <algorithm>
#include <cmath>

namespace backprop::viz {
namespace {

using nlohmann::json;
using playground::Plan;
using playground::Setup;

constexpr std::size_t most_edits = 20'000;
constexpr std::int64_t most_iterations = 1'000'000'000;

// Attributes: numbers, flags and choices as they are; None is null.

json write_value(const AttributeValue& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  if (const auto* number = std::get_if<Index>(&value)) return *number;
  if (const auto* number = std::get_if<double>(&value)) return *number;
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* all = std::get_if<std::vector<double>>(&value)) return *all;
  return nullptr;
}

json write_attributes(const Attributes& attributes) {
  json all = json::object();
  for (const auto& [name, value] : attributes.named())
    all[std::string(name)] = write_value(value);
  return all;
}

bool read_value(const json& from, std::string_view name, Attributes& to) {
  if (from.is_boolean()) {
    to.set(name, from.get<bool>());
  } else if (from.is_number_integer()) {
    to.set(name, from.get<Index>());
  } else if (from.is_number()) {
    to.set(name, from.get<double>());
  } else if (from.is_string()) {
    to.set(name, from.get<std::string>());
  } else if (from.is_array()) {
    std::vector<double> numbers;
    for (const json& number : from) {
      if (!number.is_number()) return false;
      numbers.push_back(number.get<double>());
    }
    to.set(name, numbers);
  } else {
    return from.is_null();
  }
  return true;
}

/// Into attributes that are there with their defaults.
bool read_attributes(const json& from, Attributes& to) {
  if (!from.is_object()) return false;
  const auto named = to.named();
  for (const auto& [name, value] : named) {
    const auto found = from.find(std::string(name));
    if (found != from.end() && !read_value(*found, name, to)) return false;
  }
  return true;
}

template <class Row>
json write_row(const Row* row, const Attributes& attributes) {
  if (row == nullptr) return nullptr;
  return {std::string(row->name), write_attributes(attributes)};
}

/// [name, attributes] by a function that makes the thing of that name with its defaults.
template <class Made>
bool is_named(const json& from, Made&& made) {
  if (!from.is_array() || from.size() != 2 || !from[0].is_string()) return false;
  return made(from[0].get<std::string>(), from[1]);
}

/// A row and its attributes, or {"def": text, "numbers": {...}}.
json write_activation(const playground::Activation& activation) {
  if (activation.typed == nullptr) return write_row(activation.op, activation.attributes);
  return {{"def", activation.typed->text}, {"numbers", activation.typed->numbers}};
}

/// Whether layers can have it is for validate() to say.
bool read_typed(const json& from, playground::Activation& to) {
  const auto text = from.find("def");
  const auto numbers = from.find("numbers");
  if (text == from.end() || !text->is_string()) return false;
  if (text->get_ref<const std::string&>().size() > longest_typed_function) return false;
  if (numbers == from.end() || !numbers->is_object()) return false;
  FunctionNumbers set;
  for (const auto& [name, number] : numbers->items()) {
    if (!number.is_number()) return false;
    set[name] = number.get<double>();
  }
  to = playground::typed_activation(text->get<std::string>(), set);
  return true;
}

bool read_activation(const json& from, playground::Activation& to) {
  to = {};
  if (from.is_null()) return true;
  if (from.is_object()) return read_typed(from, to);
  return is_named(from, [&](const std::string& name, const json& attributes) {
    to = playground::activation_named(name);
    return to.op != nullptr && read_attributes(attributes, to.attributes);
  });
}

json write_setup(const Setup& setup) {
  json features = json::array();
  for (const Feature feature : setup.features)
    features.push_back(static_cast<int>(feature));
  json hidden = json::array();
  for (const playground::Layer& layer : setup.hidden)
    hidden.push_back({layer.neurons, write_activation(layer.activation)});
  return {{"features", features},
          {"hidden", hidden},
          {"output", write_activation(setup.output)},
          {"loss", static_cast<int>(setup.loss)},
          {"penalty", {static_cast<int>(setup.penalty), setup.penalty_rate}},
          {"dropout", setup.dropout},
          {"optimizer", write_row(setup.optimizer.row, setup.optimizer.settings)},
          {"start", write_row(setup.start.row, setup.start.settings)},
          {"batch", setup.batch},
          {"seed", setup.seed}};
}

const json& part(const json& all, const char* key) {
  static const json nothing;
  const auto found = all.find(key);
  return found == all.end() ? nothing : *found;
}

/// A whole number from 0 to `most`.
template <class Whole>
bool read_whole(const json& from, std::int64_t most, Whole& to) {
  if (!from.is_number_integer()) return false;
  const auto number = from.get<std::int64_t>();
  if (number < 0 || number > most) return false;
  to = static_cast<Whole>(number);
  return true;
}

bool read_real(const json& from, double& to) {
  if (!from.is_number()) return false;
  to = from.get<double>();
  return std::isfinite(to);
}

bool read_layers(const json& all, Setup& setup) {
  const json& features = part(all, "features");
  const json& hidden = part(all, "hidden");
  if (!features.is_array() || !hidden.is_array() || hidden.size() > 100) return false;
  setup.features.clear();
  for (const json& feature : features) {
    Feature its{};
    if (!read_whole(feature, feature_count - 1, its)) return false;
    setup.features.push_back(its);
  }
  setup.hidden.clear();
  for (const json& layer : hidden) {
    playground::Layer its;
    if (!layer.is_array() || layer.size() != 2) return false;
    if (!read_whole(layer[0], playground::limits::neurons, its.neurons)) return false;
    if (!read_activation(layer[1], its.activation)) return false;
    setup.hidden.push_back(std::move(its));
  }
  return read_activation(part(all, "output"), setup.output);
}

/// Whether it makes sense is for validate() to say.
bool read_setup(const json& all, Setup& setup) {
  if (!all.is_object() || !read_layers(all, setup)) return false;
  const json& penalty = part(all, "penalty");
  if (!penalty.is_array() || penalty.size() != 2) return false;
  const bool numbers =
      read_whole(part(all, "loss"), 1, setup.loss) && read_whole(penalty[0], 2, setup.penalty) &&
      read_real(penalty[1], setup.penalty_rate) && read_real(part(all, "dropout"), setup.dropout) &&
      read_whole(part(all, "batch"), playground::limits::batch, setup.batch) &&
      read_whole(part(all, "seed"), playground::limits::seed, setup.seed);
  return numbers &&
         is_named(part(all, "optimizer"),
                  [&](const std::string& name, const json& settings) {
                    setup.optimizer = playground::optimizer_named(name, 0.01);
                    return setup.optimizer.row != nullptr &&
                           read_attributes(settings, setup.optimizer.settings);
                  }) &&
         is_named(part(all, "start"), [&](const std::string& name, const json& settings) {
           setup.start = playground::start_named(name);
           return setup.start.row != nullptr && read_attributes(settings, setup.start.settings);
         });
}

/// [iteration, parameter, value] or [iteration, set-up].
json write_edit(const playground::Edit& edit) {
  if (const auto* weight = std::get_if<playground::WeightEdit>(&edit.what))
    return {edit.iteration, weight->parameter, weight->value};
  return {edit.iteration, write_setup(std::get<Setup>(edit.what))};
}

bool read_edit(const json& from, playground::Edit& edit) {
  if (!from.is_array() || from.size() < 2) return false;
  if (!read_whole(from[0], most_iterations, edit.iteration)) return false;
  if (from.size() == 2) {
    Setup setup;
    if (!read_setup(from[1], setup)) return false;
    edit.what = std::move(setup);
    return true;
  }
  playground::WeightEdit weight;
  if (from.size() != 3 || !read_whole(from[1], 1'000'000, weight.parameter)) return false;
  edit.what = weight;
  return read_real(from[2], std::get<playground::WeightEdit>(edit.what).value);
}

json write_plan(const Plan& plan) {
  json edits = json::array();
  for (const playground::Edit& edit : plan.edits)
    edits.push_back(write_edit(edit));
  return {write_setup(plan.setup), edits};
}

bool read_plan(const json& from, Plan& plan) {
  if (!from.is_array() || from.size() != 2 || !from[1].is_array() || from[1].size() > most_edits)
    return false;
  if (!read_setup(from[0], plan.setup)) return false;
  for (const json& its : from[1]) {
    playground::Edit edit;
    if (!read_edit(its, edit)) return false;
    plan.edits.push_back(std::move(edit));
  }
  return !validate(plan).has_value();
}

json write_points(const PlaygroundPoints& points) {
  const bool some = points.drawn && !points.drawn->points.empty();
  return {{"set", std::string(row_of(points.set).name)},
          {"own", points.own},
          {"count", points.count},
          {"noise", points.noise},
          {"share", points.train_share},
          {"seed", points.seed},
          {"drawn", some ? json(points_csv(points.drawn->points)) : json(nullptr)}};
}

bool read_points(const json& all, PlaygroundLab& lab) {
  using Kind = PlaygroundNumber::Kind;
  PlaygroundPoints& points = lab.points;
  const json& set = part(all, "set");
  if (!set.is_string() || !part(all, "own").is_boolean()) return false;
  const ToySetRow* row = find_toy_set(set.get<std::string>());
  if (row == nullptr) return false;
  points.set = row->set;
  points.own = part(all, "own").get<bool>();
  const json& drawn = part(all, "drawn");
  if (drawn.is_string()) {
    auto read = parse_points(drawn.get<std::string>());
    if (!read) return false;
    points.drawn = std::make_shared<const PointsCsv>(std::move(read).value());
  }
  constexpr std::pair<const char*, Kind> numbers[] = {{"count", Kind::count},
                                                      {"noise", Kind::noise},
                                                      {"share", Kind::train_share},
                                                      {"seed", Kind::data_seed}};
  for (const auto& [key, kind] : numbers) {
    double number = 0;
    if (!read_real(part(all, key), number)) return false;
    auto moved = changed(lab, PlaygroundNumber{kind}, number);
    if (!moved) return false;
    lab = std::move(moved).value();
  }
  return true;
}

bool read_runs(const json& all, PlaygroundLab& lab) {
  const json& runs = part(all, "runs");
  if (!runs.is_array() || runs.empty() || runs.size() > playground::Race::most) return false;
  lab.runs.clear();
  for (const json& run : runs) {
    Plan plan;
    if (!read_plan(run, plan)) return false;
    lab.runs.push_back(std::move(plan));
  }
  return read_whole(part(all, "chosen"), static_cast<std::int64_t>(runs.size()) - 1, lab.chosen) &&
         read_whole(part(all, "iteration"), most_iterations, lab.iteration);
}

}  // namespace

json write_playground(const State& state) {
  const PlaygroundLab& lab = *state.playground;
  if (state.lab != Lab::playground && lab == PlaygroundLab{}) return nullptr;
  json runs = json::array();
  for (const Plan& plan : lab.runs)
    runs.push_back(write_plan(plan));
  return {{"open", state.lab == Lab::playground},
          {"points", write_points(lab.points)},
          {"runs", runs},
          {"chosen", lab.chosen},
          {"iteration", lab.iteration},
          {"speed", static_cast<int>(lab.speed)},
          {"test", lab.show_test},
          {"two", lab.two_colors},
          {"brush", lab.brush}};
}

bool read_playground(const json& all, State& state) {
  if (all.is_null()) return true;
  if (!all.is_object() || !part(all, "points").is_object()) return false;
  for (const char* flag : {"open", "test", "two"}) {
    if (!part(all, flag).is_boolean()) return false;
  }
  PlaygroundLab lab;
  if (!read_points(part(all, "points"), lab) || !read_runs(all, lab)) return false;
  if (!read_whole(part(all, "speed"), playground_speeds - 1, lab.speed)) return false;
  double brush = 1;
  if (!read_real(part(all, "brush"), brush)) return false;
  lab.brush = brush < 0 ? -1 : 1;
  lab.show_test = part(all, "test").get<bool>();
  lab.two_colors = part(all, "two").get<bool>();
  if (part(all, "open").get<bool>()) state.lab = Lab::playground;
  state.playground = std::make_shared<const PlaygroundLab>(std::move(lab));
  return true;
}

}  // namespace backprop::viz
