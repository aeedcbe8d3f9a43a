#include <imgui.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "engine/limits.h"
#include "viz/app/share.h"
#include "viz/platform/files.h"
#include "viz/platform/settings_file.h"
#include "viz/scene/step_text.h"
#include "viz/scene/view.h"
#include "viz/ui/keys.h"
#include "viz/ui/workbench.h"

namespace backprop::viz {
namespace {

namespace fs = std::filesystem;

constexpr double seconds_of_notice = 8;
constexpr std::size_t most_bytes = 8'000'000;  // of a file that is opened

std::size_t hash_of(const std::string& text) {
  return std::hash<std::string>()(text);
}

/// A name as a file may have it.
std::string file_name(std::string name) {
  std::replace(name.begin(), name.end(), '/', '-');
  return name.empty() ? "program" : name;
}

std::string folder_of(const std::string& path) {
  return split_path(path).folder;
}

}  // namespace

const Strings& Workbench::words() const {
  return resources_.words.at(app_.state().language);
}

void Workbench::notify(const Error& error) {
  notice_ = Notice{{}, error, seconds_ + seconds_of_notice};
}

void Workbench::inform(const std::string& message) {
  notice_ = Notice{message, {}, seconds_ + seconds_of_notice};
}

// Opening.

void Workbench::open_file(const std::string& path) {
  if (const auto error = open_path(expanded_path(path))) notify(*error);
}

void Workbench::drop(const std::vector<std::string>& paths) {
  if (!paths.empty()) open_file(paths.front());
}

std::optional<Error> Workbench::open_path(const std::string& path) {
  auto read = read_whole_file(path, most_bytes);
  if (!read) return read.error();
  if (!read.value()) return Error{{}, path + " cannot be read", "name a file that exists"};
  const std::string& text = *read.value();
  if (looks_like_share(text) || path.ends_with(share_file_ending)) {
    auto shared = read_share(text);
    if (!shared) return Error{{}, path + ": " + shared.error().cause, shared.error().advice};
    app_.dispatch(
        command::OpenShared{std::make_shared<const SharedState>(std::move(shared).value()), path});
    editing_ = false;
  } else if (in_playground() && path.ends_with(".csv")) {
    auto error = take_points(text);
    if (error) error->cause = path + ": " + error->cause;
    return error;
  } else {
    std::istringstream stream(text);
    const std::string program = read_program(stream);
    // One that is too long is shown in part and must not be saved over the whole.
    const bool whole = program.size() <= static_cast<std::size_t>(limits::source_bytes);
    open_text(program_name_of(path), program, whole ? path : "");
  }
  known_files_[path] = hash_of(text);
  add_recent(recent_, path);
  return std::nullopt;
}

void Workbench::open_recent(const std::string& number) {
  std::size_t at = 0;
  std::from_chars(number.data(), number.data() + number.size(), at);
  if (at >= recent_.size()) return;
  const std::string path = recent_[at];
  const auto error = open_path(path);
  if (!error) return;
  notify(*error);
  std::erase(recent_, path);
}

// Saving.

std::optional<Error> Workbench::write_to(const std::string& path) {
  const State& state = app_.state();
  const std::string text =
      path.ends_with(share_file_ending) ? share_text(state) + "\n" : state.draft;
  if (auto error = write_whole_file(path, text)) return error;
  known_files_[path] = hash_of(text);
  add_recent(recent_, path);
  inform(words().format("file.saved", fs::path(path).filename().string()));
  const std::string name = program_name_of(path);
  if (state.program_path != path || state.program_name != name)
    app_.dispatch(command::SavedAs{name, path});
  return std::nullopt;
}

/// Whether a file's text is one that this window read, wrote or shows.
bool Workbench::is_known(const std::string& path, const std::string& text) const {
  const auto known = known_files_.find(path);
  if (known != known_files_.end() && known->second == hash_of(text)) return true;
  return text == app_.state().draft || text == app_.state().trace->program;
}

void Workbench::save() {
  const std::string path = app_.state().program_path;
  const std::string name = file_name(app_.state().program_name) + ".py";
  if (path.empty()) {
    ask_path(PathPurpose::save, last_folder_ + name);
    return;
  }
  // What another program wrote there since is not written over without a question.
  const auto there = read_whole_file(path, most_bytes);
  const auto known = known_files_.find(path);
  const bool changed = there && there.value() &&
                       (known == known_files_.end() || known->second != hash_of(*there.value())) &&
                       *there.value() != app_.state().draft;
  if (changed) {
    ask_path(PathPurpose::save, path, true);
    return;
  }
  if (const auto error = write_to(path)) {
    ask_path(PathPurpose::save, path);
    path_dialog_->refuse(*error);
  }
}

// Codes.

void Workbench::copy_code() {
  const std::string code = share_text(app_.state());
  ImGui::SetClipboardText(code.c_str());
  inform(words().format("file.copied", code.size()));
}

void Workbench::copy_step() {
  const State& state = app_.state();
  const auto step = current_step(state);
  if (!step) return;
  std::string text;
  for (const std::string& line : step_in_words(*state.trace, *step, words()))
    text += line + "\n";
  ImGui::SetClipboardText(text.c_str());
  inform(words()["inspector.copied"]);
}

void Workbench::paste_code() {
  const char* const text = ImGui::GetClipboardText();
  if (text == nullptr || *text == '\0') {
    notify({{}, words()["file.empty_clipboard"], ""});
    return;
  }
  auto shared = read_share(text);
  if (!shared) {
    notify(shared.error());
    return;
  }
  app_.dispatch(
      command::OpenShared{std::make_shared<const SharedState>(std::move(shared).value())});
  editing_ = false;
}

// The menu and its keys.

bool Workbench::file_action(const std::string& action) {
  if (action.starts_with("path-")) {
    if (path_dialog_) answer(path_dialog_->press(action));
    return true;
  }
  const bool recent = action.starts_with("recent:");
  const bool movie = action.starts_with("movie:");
  if (!recent && !movie && !action.starts_with("file:")) return false;
  overlay_ = Overlay::none;
  const std::string folder = last_folder_;
  const std::string name = file_name(app_.state().ran_name);
  if (recent) open_recent(action.substr(7));
  if (movie) ask_movie(action.substr(6));
  if (action == "file:open") ask_path(PathPurpose::open, folder);
  if (action == "file:save") save();
  if (action == "file:save-as")
    ask_path(PathPurpose::save, folder + file_name(app_.state().program_name) + ".py");
  if (action == "file:copy") copy_code();
  if (action == "file:paste") paste_code();
  if (action == "file:picture") ask_path(PathPurpose::picture, folder + name + ".png");
  if (action == "file:reset") sizes_ = {};
  return true;
}

bool Workbench::file_key() {
  if (key_pressed(Key::open)) return file_action("file:open");
  if (key_pressed(Key::save)) return file_action("file:save");
  const bool in_field = editing_ || ImGui::GetIO().WantTextInput;
  if (!in_field && key_pressed(Key::paste)) return file_action("file:paste");
  if (!in_field && key_pressed(Key::copy)) {
    copy_step();
    return true;
  }
  return false;
}

// The path dialog.

void Workbench::ask_path(PathPurpose purpose, const std::string& start, bool replace) {
  std::string path = start;
  if (folder_of(path).empty()) {  // the first time: beside the program, or where this was started
    const std::string& program = app_.state().program_path;
    path = (program.empty() ? expanded_path(".") : folder_of(program)) + "/" + path;
    path = fs::path(path).lexically_normal().string();
  }
  path_dialog_.emplace(purpose, path, words(), replace);
  overlay_ = Overlay::path;
  focused_widget_.clear();
}

void Workbench::handle_path_dialog() {
  const Rect window{0, 0, size_.x, size_.y};
  answer(path_dialog_->frame(window, resources_.palettes.at(app_.state().theme)));
}

void Workbench::answer(PathDialog::Answer answer) {
  if (answer == PathDialog::Answer::none) return;
  if (answer == PathDialog::Answer::accept) {
    const std::string path = path_dialog_->path();
    if (const auto error = take_path(path_dialog_->purpose(), path)) {
      path_dialog_->refuse(*error);
      return;
    }
    last_folder_ = folder_of(path);
  }
  path_dialog_.reset();
  overlay_ = Overlay::none;
  editor_takes_focus_ = editing_;
}

std::optional<Error> Workbench::take_path(PathPurpose purpose, const std::string& path) {
  switch (purpose) {
    case PathPurpose::open:
      return open_path(path);
    case PathPurpose::save:
      return write_to(path);
    case PathPurpose::picture:
      return export_to(path, true);
    case PathPurpose::movie:
      return export_to(path, false);
  }
  return std::nullopt;
}

}  // namespace backprop::viz
