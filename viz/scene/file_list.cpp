#include "viz/scene/file_list.h"

#include <algorithm>

namespace backprop::viz {
namespace {

constexpr float padding = 8;
constexpr float heading_height = 30;
constexpr float row = 24;
constexpr float column_width = 216;
constexpr float least_column = 170;  // room for the longest name
constexpr int most_columns = 3;

/// The last part of a path.
std::string file_of(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

/// Groups one below the other, the names of each from left to right in lines.
class ListPainter {
 public:
  ListPainter(Rect area, float scroll, const Look& look)
      : b_(look),
        inner_(inset(area, padding, 0)),
        columns_(std::clamp(static_cast<int>(area.w / least_column), 1, most_columns)),
        top_(area.y - scroll),
        y_(top_ + padding / 2) {}

  void heading(const std::string& text) {
    if (column_ > 0) end_line();
    b_.text({inner_.x + 10, y_ + heading_height - 9}, text, TextStyle::caption, b_.colors.muted,
            Align::left, inner_.w - 20);
    y_ += heading_height;
  }

  void item(const std::string& text, const std::string& action, const std::string& tip,
            bool current) {
    const float width = inner_.w / static_cast<float>(columns_);
    const Rect r{inner_.x + static_cast<float>(column_) * width, y_, width, row};
    if (current) b_.add(draw::Rectangle{r, 6, b_.colors.note, b_.colors.note_border, 1});
    b_.text({r.x + 10, b_.baseline_in(r.y, r.h, TextStyle::small)}, text, TextStyle::small,
            b_.colors.ink, Align::left, r.w - 16);
    Widget& widget = b_.region(action, r, std::nullopt);
    widget.view_action = action;
    widget.tooltip = tip;
    if (++column_ == columns_) end_line();
  }

  Scene paint() && {
    if (column_ > 0) end_line();
    b_.scene.content_height = y_ + padding - top_;
    return std::move(b_.scene);
  }

 private:
  void end_line() {
    y_ += row;
    column_ = 0;
  }

  Builder b_;
  Rect inner_;
  int columns_;
  float top_, y_;
  int column_ = 0;
};

}  // namespace

float file_list_width(float room) {
  return std::min(room, most_columns * column_width);
}

Scene file_list_scene(const State& state, const FileList& list, Rect area, float scroll,
                      const Look& look) {
  ListPainter painter(area, scroll, look);
  if (!list.recent.empty()) painter.heading(look.words["file.recent"]);
  for (std::size_t i = 0; i < list.recent.size(); ++i) {
    const std::string& path = list.recent[i];
    painter.item(file_of(path), "recent:" + std::to_string(i), path, path == state.program_path);
  }
  for (const lessons::ProgramGroup& group : list.programs) {
    painter.heading(group.title.empty() ? look.words["file.other_programs"] : group.title);
    for (const std::string& name : group.programs)
      painter.item(name, "open:" + name, "",
                   state.program_path.empty() && name == state.program_name);
  }
  return std::move(painter).paint();
}

}  // namespace backprop::viz
