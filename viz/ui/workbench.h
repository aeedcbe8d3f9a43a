/// The window's content: panes painted from scenes, input turned into commands. Holds view state
/// alone; everything else is in App.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "viz/app/app.h"
#include "viz/platform/frame.h"
#include "viz/scene/frame_scene.h"
#include "viz/scene/timeline.h"
#include "viz/scene/views.h"
#include "viz/ui/number_editor.h"
#include "viz/ui/resources.h"

namespace backprop::viz {

class Workbench {
 public:
  Workbench(App& app, const Resources& resources);

  /// One frame: input, then drawing.
  FrameResult frame(const FrameInfo& info);

  /// Builds Dear ImGui's fonts; see ContextFunction.
  void on_context(float scale);

  /// The widgets of the last frame, topmost last.
  const std::vector<Widget>& widgets() const { return widgets_; }
  const Widget* find_widget(const std::string& name) const;

  /// Does what a click on that widget does; false where there is none or it is disabled.
  bool press(const std::string& name);

  /// All text on screen, a line for each piece, pane by pane.
  std::string text_dump() const;

  /// The scenes of the last frame, from the lowest to the topmost.
  const std::vector<Scene>& scenes() const { return scenes_; }
  const std::vector<Rect>& clips() const { return clips_; }  ///< what each is cut to

  /// Opens a file that was dropped. What is wrong in it is shown in the code pane; a file that
  /// cannot be read, in a notice.
  void open_file(const std::string& path);

  bool editing() const { return editing_; }

  /// The widget that Tab has reached; empty where it has not been used.
  const std::string& focused() const { return focused_widget_; }

 private:
  // workbench.cpp: a frame
  void build(const FrameInfo& info);
  void paint(const FrameInfo& info);
  void refresh_lesson();
  void refresh_editable();
  void play(double seconds);
  double next_frame_in(double seconds) const;
  void add_scene(Scene scene, Rect clip);

  // workbench_modes.cpp: practice and hunt
  void add_left_pane(const Look& look);
  void add_right_pane(const Look& look);
  void handle_practice();
  /// A pane that shows something else begins at its top; the lesson comes back where it was.
  void reset_scrolls();
  bool leave_mode();

  // workbench_input.cpp
  void handle_input(const FrameInfo& info);
  void handle_mouse();
  void handle_drag(Vec2 mouse);
  void begin_press(Vec2 mouse);
  void handle_scroll(Vec2 mouse, float wheel);
  void activate(const Widget& widget);
  void view_action(const std::string& action);
  void open_program(const std::string& name);
  void open_text(const std::string& name, const std::string& text);
  void notify(const Error& error);
  void handle_editor();
  void type_number();
  const Widget* widget_at(Vec2 point) const;
  /// The widget under the pointer, of a grid the element there.
  std::optional<Widget> aimed_widget(Vec2 point) const;

  // workbench_keys.cpp
  void handle_keys();
  void handle_plain_keys();
  void handle_time_keys();
  void handle_view_keys();
  bool move_view();
  void let_go();
  void move_focus(bool backwards);
  void change_step_size(int by);
  void ask_why();
  /// Left and Right move a focused slider; false where there is none.
  bool move_slider();
  /// Up and Down change the number of a focused field.
  bool change_focused_number();

  App& app_;
  const Resources& resources_;
  std::unique_ptr<GlyphAtlas> atlas_;

  // View state.
  Views views_;
  Timeline timeline_;
  PaneSizes sizes_;
  WindowLayout layout_;
  Vec2 size_{0, 0};
  float scale_ = 1;
  Entity hover_;
  std::string hovered_widget_;
  std::string focused_widget_;  ///< by Tab
  std::string tooltip_;
  std::string notice_;  ///< shown for a while: why a file could not be opened
  double notice_until_ = 0;
  enum class Overlay { none, programs, keys, breakpoints } overlay_ = Overlay::none;
  bool editing_ = false;
  bool editor_takes_focus_ = false;
  float lesson_scroll_ = 0, inspector_scroll_ = 0, code_scroll_ = 0;
  std::vector<Quantity>
      why_;  ///< that the inspector has shown last: a new answer starts at its top
  float lesson_height_ = 0, inspector_height_ = 0, code_height_ = 0;
  enum class Drag { none, splitter, timeline, view, slider, number } drag_ = Drag::none;
  Vec2 dragged_from_;       ///< where the pointer was last
  bool has_moved_ = false;  ///< since the button went down
  Widget slider_;           ///< that the pointer drags
  Splitter dragged_splitter_ = Splitter::lesson;
  double last_tick_ = 0;
  double hover_since_ = 0;
  double seconds_ = 0;

  // Practice: what stands in the entry, and the question that it is for.
  std::string practice_typed_;
  std::pair<Index, int> practice_question_{-1, -1};
  bool entry_takes_focus_ = false;
  bool practising_ = false, hunting_ = false;  ///< in the last frame
  float scroll_of_lesson_ = 0;                 ///< while the hunt stands in its place

  // What the state implies, kept until it changes.
  std::string lesson_key_;
  LessonContent lesson_;
  const Trace* numbers_trace_ = nullptr;
  std::string numbers_key_;
  LessonNumbers numbers_;
  Time code_time_;
  const Trace* code_trace_ = nullptr;

  NumberEditor number_editor_;
  std::shared_ptr<const Trace> editable_trace_;
  std::string editable_draft_;
  Entity editable_element_;
  EditableNumbers editable_;

  std::vector<Scene> scenes_;
  std::vector<Rect> clips_;
  std::vector<Widget> widgets_;
  Scene tooltip_scene_;
};

}  // namespace backprop::viz
