#include "viz/ui/path_dialog.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "viz/ui/keys.h"

namespace backprop::viz {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string>& endings_of(PathPurpose purpose) {
  static const std::vector<std::string> programs = {".py", ".bptutor"};
  static const std::vector<std::string> pictures = {".png", ".svg"};
  static const std::vector<std::string> movies = {".gif"};
  if (purpose == PathPurpose::picture) return pictures;
  return purpose == PathPurpose::movie ? movies : programs;
}

const char* name_of(PathPurpose purpose) {
  static constexpr const char* names[] = {"open", "save", "picture", "movie"};
  return names[static_cast<std::size_t>(purpose)];
}

ImVec4 vector(Color c) {
  return {static_cast<float>(c.r) / 255, static_cast<float>(c.g) / 255,
          static_cast<float>(c.b) / 255, static_cast<float>(c.a) / 255};
}

/// What the field is given back by its own callback.
struct FieldData {
  const std::string* text = nullptr;
  bool take_over = false;  ///< the text is another one than the field's
  bool complete = false;   ///< Tab was pressed
};

int on_field(ImGuiInputTextCallbackData* data) {
  auto& field = *static_cast<FieldData*>(data->UserData);
  if (data->EventFlag == ImGuiInputTextFlags_CallbackCompletion) field.complete = true;
  if (data->EventFlag == ImGuiInputTextFlags_CallbackAlways && field.take_over) {
    data->DeleteChars(0, data->BufTextLen);
    data->InsertChars(0, field.text->c_str());
    data->CursorPos = data->BufTextLen;
    data->ClearSelection();
    field.take_over = false;
  }
  return 0;
}

}  // namespace

PathDialog::PathDialog(PathPurpose purpose, std::string start, const Strings& words, bool replace)
    : purpose_(purpose), words_(&words), text_(std::move(start)) {
  say(words[std::string("path.") + name_of(purpose) + ".hint"], false);
  if (replace) {
    replace_ = expanded_path(text_);
    say(words["path.changed"], true);
  }
  refresh();
}

void PathDialog::say(const std::string& message, bool wrong) {
  message_ = message;
  wrong_ = wrong;
}

void PathDialog::refuse(const Error& error) {
  say(words_->told(error), true);
  replace_.clear();
}

// The list.

void PathDialog::refresh() {
  const TypedPath typed = split_path(text_);
  const std::string folder = expanded_path(typed.folder.empty() ? "." : typed.folder);
  const bool hidden = typed.rest.starts_with('.');
  if (folder == listed_ && hidden == listed_hidden_) return;
  listed_ = folder;
  listed_hidden_ = hidden;
  auto entries = list_folder(folder, endings_of(purpose_), hidden);
  entries_ = entries ? std::move(entries).value() : std::vector<FolderEntry>();
}

std::vector<PathRow> PathDialog::rows() const {
  std::vector<PathRow> rows{{"../", true}};
  // What goes on from the typed name; all where it is a new file's.
  const auto matching = beginning_with(entries_, split_path(text_).rest);
  for (const FolderEntry& entry : matching.empty() ? entries_ : matching)
    rows.push_back({entry.folder ? entry.name + "/" : entry.name, entry.folder});
  return rows;
}

PathView PathDialog::view(const Strings& words) const {
  const std::string key = name_of(purpose_);
  return {words["path." + key],
          words["path." + key + ".accept"],
          rows(),
          first_,
          chosen_,
          message_,
          wrong_};
}

void PathDialog::scroll(float lines) {
  const auto count = static_cast<float>(rows().size());
  const float most = std::max(0.0F, count - static_cast<float>(visible_));
  first_ = static_cast<std::size_t>(std::clamp(static_cast<float>(first_) - 3 * lines, 0.0F, most));
}

void PathDialog::move(int by) {
  const int count = static_cast<int>(rows().size());
  chosen_ = std::clamp(chosen_ + by, 0, count - 1);
  const auto at = static_cast<std::size_t>(chosen_);
  if (at < first_) first_ = at;
  if (at >= first_ + visible_) first_ = at - visible_ + 1;
}

void PathDialog::set_text(std::string text) {
  if (text == text_) return;
  text_ = std::move(text);
  text_changed_ = true;
  replace_.clear();
  chosen_ = -1;
  first_ = 0;
  say(words_->operator[](std::string("path.") + name_of(purpose_) + ".hint"), false);
  refresh();
}

// Answers.

PathDialog::Answer PathDialog::enter(std::size_t row) {
  const std::vector<PathRow> all = rows();
  if (row >= all.size()) return Answer::none;
  const TypedPath typed = split_path(text_);
  if (row == 0) {
    const fs::path folder(listed_);  // may end in '/', then its parent is itself
    const fs::path here = folder.has_filename() ? folder : folder.parent_path();
    const std::string up = here.parent_path().string();
    set_text(up.ends_with('/') ? up : up + "/");
    return Answer::none;
  }
  set_text(typed.folder + all[row].name);
  return all[row].folder ? Answer::none : accept();
}

PathDialog::Answer PathDialog::accept() {
  if (text_.empty()) return Answer::none;
  path_ = expanded_path(text_);
  std::error_code error;
  const bool folder = fs::is_directory(path_, error);
  const bool for_pictures = purpose_ == PathPurpose::movie && text_.ends_with('/');
  if (folder && for_pictures && fs::is_empty(path_, error)) return Answer::accept;
  if (folder) {
    set_text(text_.ends_with('/') ? text_ : text_ + "/");
    return Answer::none;
  }
  if (purpose_ != PathPurpose::open) return accept_saving();
  if (fs::exists(path_, error)) return Answer::accept;
  say((*words_)["path.none"], true);
  return Answer::none;
}

PathDialog::Answer PathDialog::accept_saving() {
  const auto& endings = endings_of(purpose_);
  const bool has_ending =
      std::any_of(endings.begin(), endings.end(),
                  [&](const std::string& ending) { return path_.ends_with(ending); });
  // A new folder, for one picture per step.
  const bool new_folder = purpose_ == PathPurpose::movie && text_.ends_with('/');
  if (!has_ending && !new_folder) path_ += endings.front();
  std::error_code error;
  const fs::path parent = fs::path(path_).parent_path();
  if (!new_folder && !fs::is_directory(parent, error)) {
    say(words_->format("path.no_folder", parent.string()), true);
    return Answer::none;
  }
  if (fs::exists(path_, error) && replace_ != path_) {
    replace_ = path_;
    say(words_->format("path.exists", fs::path(path_).filename().string()), true);
    return Answer::none;
  }
  return Answer::accept;
}

PathDialog::Answer PathDialog::press(const std::string& widget) {
  constexpr std::string_view entry = "path-entry:";
  if (widget == "path-cancel") return Answer::close;
  if (widget == "path-accept") return accept();
  if (!widget.starts_with(entry)) return Answer::none;
  std::size_t row = 0;
  std::from_chars(widget.data() + entry.size(), widget.data() + widget.size(), row);
  return enter(row);
}

// The field.

void PathDialog::edit(Rect field, const Palette& colors) {
  ImGui::SetNextWindowPos({field.x, field.y});
  ImGui::SetNextWindowSize({field.w, field.h});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, vector(colors.background));
  ImGui::PushStyleColor(ImGuiCol_FrameBg, vector(colors.background));
  ImGui::PushStyleColor(ImGuiCol_Text, vector(colors.ink));
  ImGui::PushStyleColor(ImGuiCol_TextSelectedBg, vector(colors.forward_fill));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {6, 4});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
  constexpr ImGuiWindowFlags window_flags =
      ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings;
  ImGui::Begin("##path", nullptr, window_flags);
  ImGui::SetNextItemWidth(-1);
  std::string typed = text_;
  FieldData data{&text_, text_changed_, false};
  ImGui::InputText("##text", &typed,
                   ImGuiInputTextFlags_CallbackCompletion | ImGuiInputTextFlags_CallbackAlways,
                   on_field, &data);
  // It always has the keys: Enter and Esc make Dear ImGui let go of it.
  ready_ = ImGui::IsItemActive();
  if (!ready_) ImGui::SetKeyboardFocusHere(-1);
  const bool taken_over = text_changed_ && !data.take_over;
  if (taken_over) text_changed_ = false;
  if (!text_changed_ && !taken_over && typed != text_ && !key_pressed(Key::escape)) {
    set_text(typed);
    text_changed_ = false;
  }
  if (data.complete) set_text(completed_path(text_, entries_));
  ImGui::End();
  ImGui::PopStyleVar(3);
  ImGui::PopStyleColor(4);
}

PathDialog::Answer PathDialog::frame(Rect window, const Palette& colors) {
  const PathLayout layout = layout_path(window);
  visible_ = layout.rows;
  // Looked at before the field takes them.
  const bool enter_pressed = key_pressed(Key::enter);
  const bool escape = key_pressed(Key::escape);
  edit(layout.field, colors);
  if (escape) return Answer::close;
  if (key_pressed(Key::up)) move(-1);
  if (key_pressed(Key::down)) move(1);
  if (!enter_pressed) return Answer::none;
  return chosen_ >= 0 ? enter(static_cast<std::size_t>(chosen_)) : accept();
}

}  // namespace backprop::viz
