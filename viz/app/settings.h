/// What comes back at the next start: how the window looks, recent files, the last position.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/result.h"
#include "lessons/model/notation.h"
#include "viz/app/pane_sizes.h"
#include "viz/app/state.h"

namespace backprop::viz {

/// How the user likes the window: not a part of what is looked at, and not undone.
struct Preferences {
  int text_percent = 100;       ///< one of text_sizes
  double play_speed = 1;        ///< one of play_speeds
  bool reduced_motion = false;  ///< nothing moves by itself but what was asked to
  lessons::Notation notation = lessons::Notation::written_out;  ///< of the chapters' formulas
  int digits = 6;  ///< of numbers in panes; one of digit_counts
  bool operator==(const Preferences&) const = default;
};

/// The largest are for projectors. A window that has no room for one takes as much as it has.
inline constexpr int text_sizes[] = {90, 100, 120, 140, 170, 200};
inline constexpr int digit_counts[] = {3, 4, 6, 9};
inline constexpr double play_speeds[] = {0.5, 1, 2, 4, 16};

struct Settings {
  Language language = Language::english;
  Theme theme = Theme::light;
  Preferences preferences;
  PaneSizes panes;
  int window_width = 1440;  ///< logical pixels
  int window_height = 900;
  std::vector<std::string> recent;  ///< paths, the newest first
  float lesson_scroll = 0;          ///< of the chapter of the last position, in logical pixels
  std::string position;             ///< a code of the last state; empty for none
  std::string path;                 ///< the file that its program was saved in; empty for none
  bool operator==(const Settings&) const = default;
};

/// The least that a window has, in logical pixels; and what the panes need to lose nothing.
inline constexpr int least_window[] = {640, 420};
inline constexpr int roomy_window[] = {785, 500};

inline constexpr std::size_t most_recent_files = 10;
inline constexpr std::size_t longest_settings = 8'000'000;  ///< bytes of a settings file

/// A path that was opened or saved comes first, once.
void add_recent(std::vector<std::string>& recent, const std::string& path);

/// As JSON.
std::string settings_text(const Settings& settings);

/// From JSON. Numbers out of range are moved into it; entries that lack keep their defaults,
/// unknown ones are passed over. Errors: no JSON, entries of a wrong kind, another version.
Result<Settings> read_settings(std::string_view text);

}  // namespace backprop::viz
