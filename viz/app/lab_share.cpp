#include "viz/app/lab_share.h"

#include <algorithm>
#include <cmath>

#include "engine/function/typed_function.h"
#include "viz/app/lab_functions.h"
#include "viz/app/lab_settings.h"

namespace backprop::viz {
namespace {

using nlohmann::json;

using Kind = LabNumber::Kind;

/// The plain numbers, in the order in which a code has them.
const LabNumber plain_numbers[] = {
    {Kind::x},    {Kind::input, 0}, {Kind::input, 1}, {Kind::weight, 0}, {Kind::weight, 1},
    {Kind::bias}, {Kind::target},   {Kind::depth},    {Kind::width},     {Kind::seed}};

json write_numbers(const ActivationLab& lab) {
  json all = json::array();
  for (const LabNumber& which : plain_numbers)
    all.push_back(*number_in(lab, which));
  return all;
}

bool read_numbers(const json& all, ActivationLab& lab) {
  if (!all.is_array() || all.size() != std::size(plain_numbers)) return false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].is_number() || !set_number(lab, plain_numbers[i], all[i].get<double>()))
      return false;
  }
  return true;
}

/// Those that are shown, the chosen one among them.
bool read_shown(const json& names, const json& chosen, ActivationLab& lab) {
  const auto& known = lab_function_names();
  if (!names.is_array() || names.empty() || names.size() > known.size()) return false;
  lab.shown.clear();
  for (const json& name : names) {
    if (!name.is_string()) return false;
    const auto& text = name.get_ref<const std::string&>();
    const bool new_one = std::find(lab.shown.begin(), lab.shown.end(), text) == lab.shown.end();
    if (!new_one || std::find(known.begin(), known.end(), text) == known.end()) return false;
    lab.shown.push_back(text);
  }
  if (!chosen.is_string()) return false;
  lab.chosen = chosen.get<std::string>();
  return std::find(lab.shown.begin(), lab.shown.end(), lab.chosen) != lab.shown.end();
}

/// What stands in the field, and the function that it was last.
bool read_texts(const json& texts, ActivationLab& lab) {
  if (!texts.is_array() || texts.size() != 2) return false;
  for (const json& text : texts) {
    if (!text.is_string() || text.get_ref<const std::string&>().size() > longest_typed_function)
      return false;
  }
  lab.good = texts[1].get<std::string>();
  if (!typed_function(lab.good)) return false;
  lab.typed = texts[0].get<std::string>();
  // The text is right: then it is the function.
  if (typed_function(lab.typed)) lab.good = lab.typed;
  return true;
}

bool read_parameters(const json& all, ActivationLab& lab) {
  if (!all.is_object()) return false;
  for (const auto& [function, numbers] : all.items()) {
    if (!numbers.is_object()) return false;
    for (const auto& [name, number] : numbers.items()) {
      if (!number.is_number()) return false;
      if (!set_number(lab, {Kind::parameter, 0, function, name}, number.get<double>()))
        return false;
    }
  }
  return true;
}

bool read_range(const json& range, ActivationLab& lab) {
  if (!range.is_array() || range.size() != 2 || !range[0].is_number() || !range[1].is_number())
    return false;
  lab.low = range[0].get<double>();
  lab.high = range[1].get<double>();
  return lab.low < lab.high && std::abs(lab.low) <= widest_range &&
         std::abs(lab.high) <= widest_range;
}

bool read_start(const json& start, ActivationLab& lab) {
  const auto found = std::find(depth_start_names.begin(), depth_start_names.end(), start);
  if (found == depth_start_names.end()) return false;
  lab.depth.start = static_cast<DepthStart>(found - depth_start_names.begin());
  return true;
}

}  // namespace

json write_lab(const State& state) {
  const ActivationLab& lab = state.activations;
  if (state.lab == Lab::none && lab == ActivationLab{}) return nullptr;
  return {{"open", state.lab == Lab::activations},
          {"shown", lab.shown},
          {"chosen", lab.chosen},
          {"text", {lab.typed, lab.good}},
          {"parameters", lab.parameters},
          {"range", {lab.low, lab.high}},
          {"second", lab.second},
          {"start", depth_start_names[static_cast<std::size_t>(lab.depth.start)]},
          {"numbers", write_numbers(lab)}};
}

bool read_lab(const json& all, State& state) {
  if (all.is_null()) return true;
  const json nothing;
  const auto at = [&](const char* key) -> const json& {
    const auto found = all.find(key);
    return found == all.end() ? nothing : *found;
  };
  if (!all.is_object() || !at("open").is_boolean() || !at("second").is_boolean()) return false;
  ActivationLab& lab = state.activations;
  if (!read_shown(at("shown"), at("chosen"), lab) || !read_texts(at("text"), lab)) return false;
  if (!read_parameters(at("parameters"), lab) || !read_range(at("range"), lab)) return false;
  if (!read_start(at("start"), lab) || !read_numbers(at("numbers"), lab)) return false;
  lab.second = at("second").get<bool>();
  state.lab = at("open").get<bool>() ? Lab::activations : Lab::none;
  return true;
}

}  // namespace backprop::viz
