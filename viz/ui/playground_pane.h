/// The playground in the window: what it shows and how it is scrolled, drawn on and steered. Holds
/// view state and the trained runs; everything else is in App.
#pragma once

#include <functional>
#include <memory>

#include "viz/app/app.h"
#include "viz/scene/playground_scene.h"

namespace backprop::viz {

class PlaygroundPane {
 public:
  explicit PlaygroundPane(App& app) : app_(app) {}

  /// From now on runs are trained on a thread of their own. Before the first frame that shows them.
  void train_in_background() { threads_ = playground::Runner::Threads::one; }

  /// Takes the lab to where training has come; `seconds`: the program's clock.
  void train(double seconds);
  /// Whether another frame is wanted at once.
  bool busy() const;

  void lay_out(Rect area) { layout_ = layout_playground(area); }
  const PlaygroundLayout& layout() const { return layout_; }

  struct Frame {
    std::string hovered;  ///< the widget under the pointer
    std::optional<Vec2> mouse;
    bool still = false;  ///< a picture: all is trained before it is shown
  };
  /// Gives each scene with what it is cut to, from the lowest to the topmost.
  void build(const Frame& frame, const Look& look, Rect window,
             const std::function<void(Scene, Rect)>& add);

  void scroll(Vec2 mouse, float wheel);
  void scroll_by(float down);
  /// A press on the large map where points are drawn: true, and it goes on until the button is up.
  bool begins_drawing(const Widget& widget) const;
  void draw(const Widget& map, Vec2 mouse, bool continues);

  /// A change of the view; false for what is none of its actions.
  bool view_action(const std::string& action);
  /// A click elsewhere, or on one of its choices, closes an open list.
  void note_click(const Widget& widget);
  /// By key; false where none is open.
  bool close_list();
  /// Lets go of what is open or looked at; false where nothing is.
  bool let_go();

  // Keys.
  void toggle_running();
  void move(std::int64_t updates);
  void move_epochs(int epochs) { move(epochs * model().batches_in_epoch()); }
  void go_to_end();

  // Texts for elsewhere.
  bool can_open() const { return !model_->error(); }
  std::string iteration_program() { return model().iteration_program(lab()); }
  std::string setup_program() { return model().setup_program(lab()); }
  /// Of the chosen run, that has come to trouble.
  const playground::Explanation& explanation() { return model().explanation(lab().chosen); }

 private:
  const PlaygroundLab& lab() const { return *app_.state().playground; }
  PlaygroundModel& model();
  void change(PlaygroundChange what, bool continues = false);

  App& app_;
  playground::Runner::Threads threads_ = playground::Runner::Threads::none;
  std::unique_ptr<PlaygroundModel> model_;  ///< null until it is wanted
  MapPictures maps_;
  PlaygroundView view_;
  PlaygroundLayout layout_;
  float left_height_ = 0, right_height_ = 0;
  std::optional<Vec2> drawn_at_;  ///< the last place of the gesture
};

}  // namespace backprop::viz
