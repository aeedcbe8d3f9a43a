#include "viz/app/lab_settings.h"

#include <algorithm>

#include "engine/number_text.h"
#include "viz/app/lab_functions.h"

namespace backprop::viz {
namespace {

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(' ');
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

bool set_functions(ActivationLab& lab, const std::string& value) {
  std::vector<std::string> names = list_of(value, ',');
  const auto& all = lab_function_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto end = names.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(all.begin(), all.end(), names[i]) == all.end() ||
        std::find(names.begin(), end, names[i]) != end)
      return false;
  }
  if (names.empty()) return false;
  lab.chosen = names.back();
  lab.shown = std::move(names);
  return true;
}

bool set_start(ActivationLab& lab, const std::string& value) {
  const auto found = std::find(depth_start_names.begin(), depth_start_names.end(), value);
  if (found == depth_start_names.end()) return false;
  lab.depth.start = static_cast<DepthStart>(found - depth_start_names.begin());
  return true;
}

bool set(ActivationLab& lab, const std::string& key, const std::string& value) {
  using Kind = LabNumber::Kind;
  if (key == "functions") return set_functions(lab, value);
  if (key == "start") return set_start(lab, value);
  if (key == "typed") {
    type_function(lab, value);
    return lab.good == value;
  }
  const auto number = parse_number(value);
  if (!number) return false;
  if (key == "low") lab.low = *number;
  if (key == "high") lab.high = *number;
  if (key == "low" || key == "high") return std::abs(*number) <= widest_range;
  constexpr std::pair<const char*, Kind> numbers[] = {
      {"x", Kind::x}, {"depth", Kind::depth}, {"width", Kind::width}, {"seed", Kind::seed}};
  for (const auto& [name, kind] : numbers) {
    if (key == name) return set_number(lab, {kind}, *number);
  }
  return false;
}

}  // namespace

std::vector<std::string> list_of(const std::string& text, char between) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t end = std::min(text.find(between, from), text.size());
    std::string part = trimmed(text.substr(from, end - from));
    if (!part.empty()) parts.push_back(std::move(part));
    from = end + 1;
  }
  return parts;
}

std::vector<LabSetting> lab_settings(const std::string& settings) {
  std::vector<LabSetting> all;
  for (std::string& text : list_of(settings, ';')) {
    const auto sign = text.find('=');
    LabSetting setting;
    if (sign != std::string::npos)
      setting = {trimmed(text.substr(0, sign)), trimmed(text.substr(sign + 1)), {}};
    setting.text = std::move(text);
    all.push_back(std::move(setting));
  }
  return all;
}

Result<ActivationLab> read_lab_settings(const std::string& settings) {
  ActivationLab lab;
  for (const LabSetting& setting : lab_settings(settings)) {
    if (set(lab, setting.key, setting.value)) continue;
    return Error{{},
                 "the activation lab does not know the setting '" + setting.text + "'",
                 "write functions=sigmoid,relu; x, low, high, depth, width, start, seed or typed"};
  }
  if (!(lab.low < lab.high)) return Error{{}, "low is not below high", "write low=-6; high=6"};
  return lab;
}

Result<command::OpenLab> lab_opening(Lab lab, const std::string& settings) {
  command::OpenLab open{lab};
  if (settings.empty()) return open;
  if (lab == Lab::playground) {
    auto read = read_playground_settings(settings);
    if (!read) return read.error();
    open.playground = std::make_shared<const PlaygroundLab>(std::move(read).value());
  } else {
    auto read = read_lab_settings(settings);
    if (!read) return read.error();
    open.settings = std::move(read).value();
  }
  return open;
}

}  // namespace backprop::viz
