/// Choosing a file by its path: typed with completion, by the arrow keys, or clicked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "viz/platform/folder.h"
#include "viz/scene/path_scene.h"

namespace backprop::viz {

enum class PathPurpose { open, save, picture, movie };

class PathDialog {
 public:
  /// `start` stands in the field; `message` below it. With `replace`, the file that `start` names
  /// will be replaced by the next Enter.
  PathDialog(PathPurpose purpose, std::string start, const Strings& words, bool replace = false);

  enum class Answer { none, close, accept };

  /// Draws the field and takes its keys. A Dear ImGui frame is under way.
  Answer frame(Rect window, const Palette& colors);

  /// A click on one of the scene's widgets.
  Answer press(const std::string& widget);

  void scroll(float lines);

  /// The card around the field.
  PathView view(const Strings& words) const;

  /// What was accepted: expanded, with the ending that such files have.
  const std::string& path() const { return path_; }
  PathPurpose purpose() const { return purpose_; }
  const std::string& text() const { return text_; }

  /// Whether the field has the keys; it takes a frame or two.
  bool ready() const { return ready_ && !text_changed_; }

  /// Why the accepted path would not do; the dialog goes on.
  void refuse(const Error& error);

 private:
  void edit(Rect field, const Palette& colors);
  void refresh();
  void set_text(std::string text);
  void move(int by);
  Answer enter(std::size_t row);
  Answer accept();
  Answer accept_saving();
  void say(const std::string& message, bool wrong);
  std::vector<PathRow> rows() const;

  PathPurpose purpose_;
  const Strings* words_;
  std::string text_;
  std::string path_;
  std::string replace_;  ///< the file that Enter may replace: it has been asked
  std::string message_;
  bool wrong_ = false;

  std::string listed_;  ///< the folder that `entries_` are of
  bool listed_hidden_ = false;
  std::vector<FolderEntry> entries_;
  std::size_t first_ = 0;
  int chosen_ = -1;
  std::size_t visible_ = 1;
  bool ready_ = false;
  bool text_changed_ = true;  ///< not by typing: the field has to take it over
};

}  // namespace backprop::viz
