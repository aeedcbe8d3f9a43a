#include "viz/app/settings.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "viz/app/json_text.h"

namespace backprop::viz {
namespace {

using nlohmann::json;

constexpr int format_version = 1;
constexpr std::size_t longest_path = 4096;
constexpr float largest_pane = 4096;
constexpr int largest_window = 16'384;

constexpr std::array language_names = {"en", "zh"};
constexpr std::array theme_names = {"light", "dark"};

/// One visitor for writing and one for reading, so that an entry is named in one place: entries().
struct Writer {
  json& all;
  template <class T>
  void operator()(const char* key, const T& value) {
    all[key] = value;
  }
  template <class Choice, class Names>
  void choice(const char* key, const Choice& value, const Names& names) {
    all[key] = names[static_cast<std::size_t>(value)];
  }
};

bool read_value(const json& from, bool& value) {
  if (!from.is_boolean()) return false;
  value = from.get<bool>();
  return true;
}
bool read_value(const json& from, std::string& value) {
  if (!from.is_string()) return false;
  value = from.get<std::string>();
  return true;
}
/// Numbers too large for an int are the largest: they are moved into a range afterwards.
bool read_value(const json& from, double& value) {
  if (!from.is_number()) return false;
  value = std::clamp(from.get<double>(), -1e6, 1e6);
  return true;
}
bool read_value(const json& from, float& value) {
  double number = 0;
  if (!read_value(from, number)) return false;
  value = static_cast<float>(number);
  return true;
}
bool read_value(const json& from, int& value) {
  double number = 0;
  if (!read_value(from, number)) return false;
  value = static_cast<int>(number);
  return true;
}
bool read_value(const json& from, std::vector<std::string>& value) {
  if (!from.is_array()) return false;
  value.clear();
  for (const json& item : from) {
    if (item.is_string()) value.push_back(item.get<std::string>());  // others are passed over
  }
  return true;
}

struct Reader {
  const json& all;
  std::string wrong = {};  ///< the first entry of a wrong kind
  template <class T>
  void operator()(const char* key, T& value) {
    const auto found = all.find(key);
    if (found != all.end() && !read_value(*found, value) && wrong.empty()) wrong = key;
  }
  template <class Choice, class Names>
  void choice(const char* key, Choice& value, const Names& names) {
    const auto found = all.find(key);
    if (found == all.end()) return;
    const auto name = std::find(names.begin(), names.end(), *found);
    if (name != names.end())
      value = static_cast<Choice>(name - names.begin());
    else if (wrong.empty())
      wrong = key;
  }
};

template <class Visitor, class SomeSettings>
void entries(Visitor& visit, SomeSettings& settings) {
  visit.choice("language", settings.language, language_names);
  visit.choice("theme", settings.theme, theme_names);
  visit("text_percent", settings.preferences.text_percent);
  visit("play_speed", settings.preferences.play_speed);
  visit("reduced_motion", settings.preferences.reduced_motion);
  visit.choice("notation", settings.preferences.notation, lessons::notation_names);
  visit("digits", settings.preferences.digits);
  visit("lesson_width", settings.panes.lesson);
  visit("lesson_folded", settings.panes.lesson_folded);
  visit("inspector_width", settings.panes.inspector);
  visit("inspector_folded", settings.panes.inspector_folded);
  visit("bottom_height", settings.panes.bottom);
  visit("code_width", settings.panes.code);
  visit("window_width", settings.window_width);
  visit("window_height", settings.window_height);
  visit("recent", settings.recent);
  visit("lesson_scroll", settings.lesson_scroll);
  visit("position", settings.position);
  visit("path", settings.path);
}

/// The nearest of some numbers.
template <class T, std::size_t n>
T nearest(const T (&choices)[n], T number) {
  return *std::min_element(std::begin(choices), std::end(choices),
                           [&](T a, T b) { return std::abs(a - number) < std::abs(b - number); });
}

void move_into_range(Settings& settings) {
  Preferences& preferences = settings.preferences;
  preferences.text_percent = nearest(text_sizes, preferences.text_percent);
  preferences.digits = nearest(digit_counts, preferences.digits);
  preferences.play_speed = nearest(play_speeds, preferences.play_speed);
  for (float* size : {&settings.panes.lesson, &settings.panes.inspector, &settings.panes.bottom,
                      &settings.panes.code})
    *size = std::clamp(*size, 0.0F, largest_pane);
  settings.lesson_scroll = std::max(0.0F, settings.lesson_scroll);
  settings.window_width = std::clamp(settings.window_width, least_window[0], largest_window);
  settings.window_height = std::clamp(settings.window_height, least_window[1], largest_window);
  std::erase_if(settings.recent,
                [](const std::string& path) { return path.empty() || path.size() > longest_path; });
  if (settings.recent.size() > most_recent_files) settings.recent.resize(most_recent_files);
}

Error bad(const std::string& cause) {
  return {{}, cause, "the settings begin anew"};
}

}  // namespace

void add_recent(std::vector<std::string>& recent, const std::string& path) {
  std::erase(recent, path);
  recent.insert(recent.begin(), path);
  if (recent.size() > most_recent_files) recent.resize(most_recent_files);
}

std::string settings_text(const Settings& settings) {
  json all = {{"version", format_version}};
  Writer writer{all};
  entries(writer, settings);
  return to_lines(all);
}

Result<Settings> read_settings(std::string_view text) {
  if (text.size() > longest_settings) return bad("the settings file is too large");
  const auto all = parse_small_object(text);
  if (!all) return bad("the settings file is damaged");
  const auto version = all->find("version");
  if (version == all->end() || *version != format_version)
    return bad("the settings file is of another version of the program");
  Settings settings;
  Reader reader{*all};
  entries(reader, settings);
  if (!reader.wrong.empty())
    return bad("the settings file's entry '" + reader.wrong + "' cannot be understood");
  move_into_range(settings);
  return settings;
}

}  // namespace backprop::viz
