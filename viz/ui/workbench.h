/// The window's content: panes painted from scenes, input turned into commands. Holds view state
/// alone; everything else is in App.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lessons/model/catalogue.h"
#include "viz/app/app.h"
#include "viz/platform/frame.h"
#include "viz/scene/activation_lab.h"
#include "viz/scene/chapters_scene.h"
#include "viz/scene/frame_scene.h"
#include "viz/scene/inspector_scene.h"
#include "viz/scene/term_search.h"
#include "viz/scene/timeline.h"
#include "viz/scene/views.h"
#include "viz/ui/number_editor.h"
#include "viz/ui/path_dialog.h"
#include "viz/ui/playground_pane.h"
#include "viz/ui/progress_keeper.h"
#include "viz/ui/resources.h"
#include "viz/ui/settings_keeper.h"

namespace backprop::viz {

class Exporter;
struct ExportPlan;

class Workbench {
 public:
  Workbench(App& app, const Resources& resources);
  ~Workbench();
  Workbench(const Workbench&) = delete;
  Workbench& operator=(const Workbench&) = delete;

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
  /// Where those of a menu, list or dialog begin that lies over all else; 0 where none is open.
  std::size_t overlay_scenes() const { return overlay_scenes_; }
  /// What is said, a moment later, of what the pointer is on; empty for nothing.
  const std::string& tooltip() const { return tooltip_; }

  /// Opens a file. What is wrong in it is shown in the code pane; a file that cannot be read, in a
  /// notice.
  void open_file(const std::string& path);
  /// Of files dropped on the window the first one is opened.
  void drop(const std::vector<std::string>& paths);

  bool editing() const { return editing_; }

  /// Takes over what was kept from the last time but for the position: that is App::resume's.
  void apply(const Settings& settings);
  /// The same with the position, unless a program is to be opened instead (`resume` false). What
  /// was wrong with what was kept is told.
  void come_back(const SettingsKeeper::Loaded& kept, bool resume);
  /// Where the chapter that is open stands.
  void scroll_lesson(float scroll);

  /// What is kept of the window, without the position.
  Settings settings() const;

  /// From now on settings are kept there, some seconds after each change.
  void keep_in(SettingsKeeper& keeper);

  /// From now on the answers to the lessons' tasks are kept there, each as it is given.
  void keep_progress_in(ProgressKeeper& keeper) { progress_keeper_ = &keeper; }

  /// From now on the playground trains on a thread of its own, as fast as it can; without it, some
  /// updates in each frame.
  void train_in_background() { playground_.train_in_background(); }

  /// Keeps them at once: when the window closes.
  void keep_settings();

  /// A message over the network for a while.
  void notify(const Error& error);

  /// Takes over what another one shows beside the state: sizes of panes, scrolling. All in the size
  /// of text that it has.
  void show_like(const Workbench& other);

  /// Nothing moves by itself from now on: for pictures.
  void hold_still() { still_ = true; }

  /// The widget that Tab has reached; empty where it has not been used.
  const std::string& focused() const { return focused_widget_; }

 private:
  // workbench.cpp: a frame
  void build(const FrameInfo& info);
  void add_panes(const Look& look);
  Rect notice_area() const;
  void paint(const FrameInfo& info);
  void refresh_editable();
  void play(double seconds);
  double next_frame_in(double seconds) const;
  void add_scene(Scene scene, Rect clip);
  std::string typed_text() const;
  bool fonts_lack() const;
  void note_motion();
  float arrival() const;

  // workbench_lesson.cpp
  /// Where a click in the lesson leads: a program, and a moment or a mode in it.
  struct LessonGoal {
    std::string program;
    std::string at = {};
    std::string select = {};
    std::optional<lessons::Claim> claim = {};  ///< in place of `at`
    std::optional<View> view = {};
    std::optional<Command> mode = {};  ///< a practice or hunt to begin
  };
  void load_lesson(const std::string& id);
  void list_chapters();
  bool lesson_was_saved();
  void refresh_lesson();
  void note_completed_tasks();
  void go_to(LessonGoal goal);
  void reach_lesson_goal();
  void go_to_claim(const lessons::Block& block);
  void step_claims(bool forward);
  void scroll_to_block(std::size_t block);
  void turn_page(bool forward);
  void begin_task(const lessons::Block& block);
  void reset_done(const lessons::Block& block);
  void check_number(const lessons::Block& block);
  void handle_lesson_entry();
  void open_chapter(const std::string& id);
  void follow_link(const std::string& address);
  void show_chapters(ChapterTab tab);
  bool lesson_action(const std::string& action);
  bool block_action(const std::string& action, double value = 0);
  void review(const std::string& task);
  void reach_block();
  void keep_answers();

  // workbench_plots.cpp: diagrams of the chapter in motion
  int updates_to_watch() const;
  void choose_plot(const lessons::Block& block);
  void play_plot(const lessons::Block& block);
  void set_plot(const lessons::Block& block, double updates);
  double seconds_per_update() const;
  void advance_plot();

  // workbench_chapters.cpp: the list of chapters, the glossary
  void handle_chapters_keys();
  void load_terms();
  std::optional<TermOnScreen> term_under(Vec2 point, const Widget* widget) const;
  void note_pointed_term(Vec2 point, const Widget* widget);
  std::optional<TermOnScreen> explained_term() const;
  void open_term(const std::string& id);
  void add_chapters(Rect window, const Look& look);

  // workbench_lists.cpp
  enum class Overlay { none, programs, keys, breakpoints, path, chapters, labs };
  /// It opens at its top; open already, it closes.
  void open_list(Overlay overlay);
  void scroll_list(float by);
  void handle_list_keys();
  void add_list(Rect area, const std::function<Scene(float)>& content);
  void add_file_menu(Rect window, const Look& look);
  void add_keys(Rect window, const Look& look);

  // workbench_modes.cpp: practice and hunt
  void add_left_pane(const Look& look);
  void add_right_pane(const Look& look);
  void handle_practice();
  /// A pane that shows something else begins at its top; the lesson comes back where it was.
  void reset_scrolls();
  bool leave_mode();

  // workbench_lab.cpp
  void lay_out_lab();
  void add_lab(const Look& look);
  void scroll_lab(Vec2 mouse, float wheel);
  void slide_in_lab(Command edit);
  void handle_lab_keys();
  void handle_keys_of_labs();
  void handle_lab_text();
  bool lab_action(const std::string& action);
  void use_in_program();
  void open_lab(const std::string& name, const std::string& settings);
  bool in_lab() const { return app_.state().lab != Lab::none; }
  bool in_playground() const { return app_.state().lab == Lab::playground; }

  // workbench_playground.cpp
  void handle_playground_keys();
  bool playground_action(const std::string& action);
  std::optional<Error> take_points(const std::string& text);
  void copy_pytorch(const std::string& program);
  void reach_step();

  // workbench_input.cpp
  void handle_input(const FrameInfo& info);
  void handle_typing();
  void handle_mouse();
  void handle_drag(Vec2 mouse);
  void turn_wheel(Vec2 mouse, const std::optional<Widget>& widget, float notches);
  void begin_press(Vec2 mouse);
  void handle_scroll(Vec2 mouse, float wheel);
  void activate(const Widget& widget);
  void view_action(const std::string& action);
  void open_program(const std::string& name);
  void open_text(const std::string& name, const std::string& text, const std::string& path);
  void handle_editor();
  void type_number();
  const Widget* widget_at(Vec2 point) const;
  void aim_at_step(Widget& bar, Vec2 point) const;
  /// The widget under the pointer, of a grid the element there.
  std::optional<Widget> aimed_widget(Vec2 point) const;
  std::string tip_of(const Widget& widget) const;
  std::string tooltip_at(Vec2 point, const std::string& tip) const;

  // workbench_keys.cpp
  void handle_keys();
  void handle_plain_keys();
  void handle_time_keys();
  void handle_view_keys();
  bool move_view();
  void let_go();
  void move_focus(bool backwards);
  void change_step_size(int by);
  Widget meant() const;
  /// Left and Right move a focused slider; false where there is none.
  bool move_slider();
  void slide(const Widget& widget, double value);
  /// Up and Down change the number of a focused field.
  bool change_focused_number();

  // workbench_place.cpp
  Index selected_cell(const Widget& widget) const;
  bool move_cell();
  void press_focused();
  /// Whether a double click on it opens a field for its number.
  bool edits_in_place(const Widget& widget) const;
  bool edit_in_place(const Widget& widget);
  std::optional<Widget> place_field() const;
  void add_place_field(const Look& look);

  // workbench_settings.cpp
  void keep_changes();
  bool has_changes() const;
  /// The chosen text size, as far as the window has room for the panes then.
  float fitting_zoom() const;
  bool change_preferences(const std::string& action);

  // workbench_files.cpp
  bool file_action(const std::string& action);
  bool file_key();
  std::optional<Error> open_path(const std::string& path);
  void open_recent(const std::string& number);
  std::optional<Error> write_to(const std::string& path);
  bool is_known(const std::string& path, const std::string& text) const;
  void save();
  void copy_code();
  void copy_step();
  void paste_code();
  void inform(const std::string& message);
  const Strings& words() const;
  void ask_path(PathPurpose purpose, const std::string& start, bool replace = false);
  void handle_path_dialog();
  void answer(PathDialog::Answer answer);
  std::optional<Error> take_path(PathPurpose purpose, const std::string& path);

  // workbench_export.cpp
  void ask_movie(const std::string& part);
  std::optional<Error> export_to(const std::string& path, bool one_picture);
  bool exporting() const { return export_plan_ || exporter_; }
  void advance_export();
  void end_export(bool stopped);

  App& app_;
  const Resources& resources_;
  std::unique_ptr<GlyphAtlas> atlas_;

  // View state.
  Views views_;
  Timeline timeline_;
  PaneSizes sizes_;
  WindowLayout layout_;
  Vec2 size_{0, 0};
  float scale_ = 1, zoom_ = 1;  ///< FrameInfo's
  Entity hover_;
  std::string hovered_widget_;
  std::string focused_widget_;  ///< by Tab
  std::string pointed_tip_;     ///< of what the pointer is on
  std::string tooltip_;         ///< the same, until something is clicked
  struct Notice {               ///< shown for a while
    std::string message;
    std::optional<Error> error;  ///< instead of the message: why a file could not be opened
    double until = 0;
  };
  std::optional<Notice> notice_;
  Overlay overlay_ = Overlay::none;
  Overlay overlay_of_tip_ = Overlay::none;  ///< that was open when the tip was found
  std::size_t overlay_widgets_ = 0;         ///< where the overlay's begin among widgets_
  std::size_t overlay_scenes_ = 0;          ///< and its scenes
  float list_scroll_ = 0;                   ///< of an overlay that scrolls
  struct ListGoal {
    std::string widget;   ///< of the list, that it is scrolled to; empty: it stays
    bool to_top = false;  ///< false: only as far as it takes to see it
  } list_goal_;
  std::optional<PathDialog> path_dialog_;  ///< of Overlay::path
  bool editing_ = false;
  bool quit_ = false;  ///< the window is to be closed
  bool editor_takes_focus_ = false;
  float lesson_scroll_ = 0, inspector_scroll_ = 0, code_scroll_ = 0;
  std::vector<Quantity>
      why_;  ///< that the inspector has shown last: a new answer starts at its top
  float lesson_height_ = 0, inspector_height_ = 0, code_height_ = 0;
  enum class Drag { none, splitter, timeline, view, slider, number, points } drag_ = Drag::none;
  struct Wheel {
    double at = -1;  ///< when it was turned last
    Vec2 mouse;
    std::string field;  ///< that it turns; empty: it scrolls
  } wheel_;
  Vec2 dragged_from_;       ///< where the pointer was last
  bool has_moved_ = false;  ///< since the button went down
  Widget slider_;           ///< that the pointer drags
  Splitter dragged_splitter_ = Splitter::lesson;
  double last_tick_ = 0;
  bool still_ = false;
  const Trace* motion_trace_ = nullptr;  ///< what the last frame showed
  Time motion_time_;
  double motion_since_ = -1;  ///< when its step was taken
  double hover_since_ = 0;
  double seconds_ = 0;

  // Practice: what stands in the entry, and the question that it is for.
  std::string practice_typed_;
  std::pair<Index, int> practice_question_{-1, -1};
  bool entry_takes_focus_ = false;
  bool practising_ = false, hunting_ = false;  ///< in the last frame
  float scroll_of_lesson_ = 0;                 ///< while the hunt stands in its place
  // The lab.
  LabView lab_view_;
  LabLayout lab_layout_;
  float lab_heights_[2] = {0, 0};  ///< of the contents of both columns
  bool lab_text_takes_focus_ = false;
  bool lab_gesture_ = false;  ///< the next number of a drag goes on with the one before
  ActivationModels lab_models_;
  PlaygroundPane playground_;
  std::optional<Index> step_to_reach_;  ///< of the program that is being opened

  // Files.
  std::map<std::string, std::size_t> known_files_;  ///< hashes of their texts as read or written
  std::string last_folder_;                         ///< with its '/', where a file was chosen
  std::string font_text_;                           ///< what Dear ImGui's fonts were built for
  std::string movie_part_;                   ///< "all", "rest", "phase": what is to be exported
  std::unique_ptr<ExportPlan> export_plan_;  ///< to be begun between two frames
  std::unique_ptr<Exporter> exporter_;
  std::string export_path_;

  // The lesson.
  LessonView lesson_view_;
  LessonHeights lesson_heights_;
  std::optional<LessonGoal> lesson_goal_;  ///< until its program has run
  bool lesson_entry_takes_focus_ = false;
  double plot_moved_at_ = 0;  ///< seconds; see lesson_view_.watched
  std::map<std::string, float> scrolls_of_lessons_;
  double lesson_looked_at_ = 0;
  std::filesystem::file_time_type lesson_written_;
  std::vector<lessons::Chapter> chapters_;
  Language chapters_language_ = Language::english;
  ChapterTab chapter_tab_ = ChapterTab::chapters;
  std::string block_to_reach_;  ///< of the chapter that is being opened
  long completed_revision_ = -1;

  // The glossary, in the language of chapters_.
  lessons::Glossary glossary_;
  std::optional<lessons::TermFinder> term_finder_;
  std::optional<TermOnScreen> pointed_term_;
  double term_due_ = 0;  ///< when its card is shown

  // What is kept.
  Preferences preferences_;
  std::vector<std::string> recent_;  ///< paths of files, the newest first
  SettingsKeeper* keeper_ = nullptr;
  ProgressKeeper* progress_keeper_ = nullptr;
  long kept_answers_revision_ = -1;
  Settings kept_settings_;
  long kept_revision_ = -1;
  double kept_at_ = 0;
  static constexpr double seconds_between_keeping = 3;

  // What the state implies, kept until it changes.
  std::string lesson_key_;
  LessonContent lesson_;
  const Trace* numbers_trace_ = nullptr;
  std::string numbers_key_;
  int numbers_digits_ = 0;
  lessons::Answers numbers_answers_;
  LessonNumbers numbers_;
  Time code_time_;
  const Trace* code_trace_ = nullptr;

  NumberEditor number_editor_;
  std::string place_widget_;  ///< that an open field stands on, in a view
  Entity place_entity_;
  std::shared_ptr<const Trace> editable_trace_;
  std::string editable_draft_;
  Entity editable_element_;
  EditableNumbers editable_;
  InspectorCache inspector_;
  FormulaCache formulas_;

  std::vector<Scene> scenes_;
  std::vector<Rect> clips_;
  std::vector<Widget> widgets_;
};

}  // namespace backprop::viz
