#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viz/app/share.h"
#include "viz/ui/workbench.h"

namespace backprop::viz {

// Settings.

void Workbench::apply(const Settings& settings) {
  preferences_ = settings.preferences;
  sizes_ = settings.panes;
  recent_ = settings.recent;
}

void Workbench::come_back(const SettingsKeeper::Loaded& kept, bool resume) {
  apply(kept.settings);
  if (kept.notice) notify(*kept.notice);
  if (!resume || kept.settings.position.empty()) return;
  auto position = read_share(kept.settings.position);
  if (position) {
    position.value().state.language = kept.settings.language;
    app_.resume(std::make_shared<const SharedState>(std::move(position).value()),
                kept.settings.path);
    scroll_lesson(kept.settings.lesson_scroll);
  } else {
    notify(position.error());
  }
}

Settings Workbench::settings() const {
  Settings settings;
  settings.language = app_.state().language;
  settings.theme = app_.state().theme;
  settings.preferences = preferences_;
  settings.panes = sizes_;
  if (size_.x > 0) {
    settings.window_width = static_cast<int>(std::lround(size_.x * zoom_));
    settings.window_height = static_cast<int>(std::lround(size_.y * zoom_));
  }
  settings.lesson_scroll = app_.state().hunt ? scroll_of_lesson_ : lesson_scroll_;
  settings.recent = recent_;
  settings.path = app_.state().program_path;
  return settings;
}

void Workbench::keep_in(SettingsKeeper& keeper) {
  keeper_ = &keeper;
}

bool Workbench::has_changes() const {
  if (keeper_ == nullptr || app_.state().running) return false;  // a run has its end soon
  return kept_revision_ != app_.revision() || kept_settings_ != settings();
}

void Workbench::keep_changes() {
  if (seconds_ < kept_at_ + seconds_between_keeping || !has_changes()) return;
  keep_settings();
}

void Workbench::keep_settings() {
  // A state that has not come back in whole yet is still the one in the file.
  if (keeper_ == nullptr || app_.state().opening) return;
  kept_settings_ = settings();
  kept_revision_ = app_.revision();
  kept_at_ = seconds_;
  Settings all = kept_settings_;
  all.position = share_text(app_.state());
  if (const auto error = keeper_->keep(all)) notify(*error);
}

void Workbench::show_like(const Workbench& other) {
  sizes_ = other.sizes_;
  views_ = other.views_;
  preferences_ = other.preferences_;
  preferences_.text_percent = 100;
  lesson_scroll_ = other.lesson_scroll_;
  scroll_of_lesson_ = other.scroll_of_lesson_;
  hunting_ = other.hunting_;
  lesson_view_ = other.lesson_view_;
  lesson_view_.entry.clear();
  lesson_view_.watched.playing = false;
  inspector_scroll_ = other.inspector_scroll_;
  code_scroll_ = other.code_scroll_;
  code_time_ = other.code_time_;
  code_trace_ = other.code_trace_;
}

namespace {

/// What follows "text:" in "text:120"; nothing for another action.
std::optional<std::string> after(const std::string& action, std::string_view beginning) {
  if (!action.starts_with(beginning)) return std::nullopt;
  return action.substr(beginning.size());
}

}  // namespace

bool Workbench::change_preferences(const std::string& action) {
  if (const auto percent = after(action, "text:")) {
    for (const int size : text_sizes) {
      if (fmt::format("{}", size) == *percent) preferences_.text_percent = size;
    }
  } else if (const auto digits = after(action, "digits:")) {
    for (const int count : digit_counts) {
      if (fmt::format("{}", count) == *digits) preferences_.digits = count;
    }
  } else if (const auto speed = after(action, "speed:")) {
    for (const double times : play_speeds) {
      if (fmt::format("{}", times) == *speed) preferences_.play_speed = times;
    }
  } else if (const auto motion = after(action, "motion:")) {
    preferences_.reduced_motion = *motion == "reduced";
  } else if (const auto notation = after(action, "notation:")) {
    for (std::size_t i = 0; i < lessons::notation_names.size(); ++i) {
      if (lessons::notation_names.at(i) == *notation)
        preferences_.notation = static_cast<lessons::Notation>(i);
    }
  } else {
    return false;
  }
  return true;
}

float Workbench::fitting_zoom() const {
  const float wanted = static_cast<float>(preferences_.text_percent) / 100;
  const float room = std::min(size_.x * zoom_ / static_cast<float>(roomy_window[0]),
                              size_.y * zoom_ / static_cast<float>(roomy_window[1]));
  return std::min(wanted, std::max(1.0F, room));
}

}  // namespace backprop::viz
