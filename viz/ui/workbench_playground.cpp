// The playground: its keys, and what leads from it to the program, the clipboard and files.
#include <imgui.h>

#include "engine/io/pytorch.h"
#include "engine/program/interpreter.h"
#include "viz/platform/files.h"
#include "viz/ui/keys.h"
#include "viz/ui/workbench.h"

namespace backprop::viz {

void Workbench::handle_playground_keys() {
  const bool shift = ImGui::GetIO().KeyShift;
  if (key_pressed(Key::space) || key_pressed(Key::play)) playground_.toggle_running();
  const int by = (key_pressed(Key::right) ? 1 : 0) - (key_pressed(Key::left) ? 1 : 0);
  if (by != 0 && shift) playground_.move_epochs(by);
  if (by != 0 && !shift) playground_.move(by);
  if (key_pressed(Key::home)) app_.dispatch(play_change(playground_change::GoTo{0}));
  if (key_pressed(Key::end)) playground_.go_to_end();
  constexpr float page = 0.85F;
  playground_.scroll_by((key_pressed(Key::page_down) ? page : 0) -
                        (key_pressed(Key::page_up) ? page : 0));
  const bool escape = key_pressed(Key::escape);
  if (escape && playground_.close_list()) return;
  if (escape && focused_widget_.empty() && !notice_ && playground_.let_go()) return;
  handle_keys_of_labs();
}

bool Workbench::playground_action(const std::string& action) {
  if (playground_.view_action(action)) return true;
  if (action == "play-trace") {
    open_text("iteration", playground_.iteration_program(), "");
  } else if (action == "play-program") {
    open_text("playground", playground_.setup_program(), "");
  } else if (action == "play-pytorch") {
    copy_pytorch(playground_.setup_program());
  } else if (action == "play-trouble") {
    const playground::Explanation& why = playground_.explanation();
    step_to_reach_ = why.step;
    open_text("iteration", std::string(why.program), "");
  } else if (action == "play-paste") {
    const char* const text = ImGui::GetClipboardText();
    if (auto error = take_points(text == nullptr ? "" : text)) notify(*error);
  } else if (action == "play-copy") {
    const auto& drawn = app_.state().playground->points.drawn;
    if (drawn == nullptr) return true;
    ImGui::SetClipboardText(points_csv(drawn->points).c_str());
    inform(words().format("play.copied", drawn->points.size()));
  } else {
    return false;
  }
  return true;
}

/// Points that were pasted or dropped.
std::optional<Error> Workbench::take_points(const std::string& text) {
  auto points = parse_points(text);
  if (!points) return points.error();
  if (points.value().points.size() > most_drawn_points) {
    return Error{{},
                 "there are " + std::to_string(points.value().points.size()) + " points",
                 "give at most " + std::to_string(most_drawn_points)};
  }
  inform(words().format("play.pasted", points.value().points.size()));
  app_.dispatch(play_change(
      playground_change::Paste{std::make_shared<const PointsCsv>(std::move(points).value())}));
  return std::nullopt;
}

/// The program as a script, to the clipboard.
void Workbench::copy_pytorch(const std::string& program) {
  const auto trace = run_program(program);
  if (!trace) {
    notify(trace.error());
    return;
  }
  ImGui::SetClipboardText(pytorch_script(*trace.value()).c_str());
  inform(words()["play.pytorch.copied"]);
}

/// To the step that a click asked for, once its program has run.
void Workbench::reach_step() {
  if (!step_to_reach_ || app_.state().running) return;
  if (!app_.state().error) app_.dispatch(command::GoTo{{*step_to_reach_ + 1, 0}});
  step_to_reach_.reset();
}

}  // namespace backprop::viz
