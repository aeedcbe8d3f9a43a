#include "tests/ui/situations.h"

#include <doctest/doctest.h>

#include "engine/number_text.h"
#include "viz/app/lab_settings.h"
#include "viz/scene/playground_scene.h"

namespace backprop::test {
namespace {

namespace command = viz::command;
namespace practice = lessons::practice;
using viz::View;

constexpr Index somewhere = 23;  // in the backward phase of the shipped programs

Index end_of(const Stage& stage) {
  return stage.app.state().trace->step_count();
}

void go(const Stage& stage, Index step) {
  stage.dispatch(command::GoTo{{step, 0}});
}

void select(const Stage& stage, const char* name, Index element) {
  const ValueId id = find_value(*stage.app.state().trace, name);
  REQUIRE(id != no_value);
  stage.dispatch(command::Select{viz::Entity::value(id, element)});
}

void practise(const Stage& stage) {
  test::practise(stage.app);
  stage.frames();
}

/// An edge is chosen and a number is asked for; a wrong one was given.
void be_asked(const Stage& stage) {
  stage.press("start-practice");
  for (int i = 0; i < 7; ++i)
    practise(stage);
  while (stage.app.state().practice->ask == practice::Ask::pick)
    practise(stage);
  for (int i = 0; i < 4; ++i)
    stage.dispatch(command::PracticeHint{});
  stage.dispatch(command::PracticeAnswer{"123.5"});
}

void finish_practice(const Stage& stage) {
  stage.press("start-practice");
  while (stage.app.state().practice->ask != practice::Ask::finished)
    practise(stage);
  stage.frames();
}

void hunt(const Stage& stage, bool found) {
  stage.press("start-hunt");
  stage.app.work_to_end();
  stage.frames();
  stage.press("hunt-check");
  const Fault fault = stage.app.state().hunt->fault;
  for (const FaultRow& row : faults()) {
    if (row.fault == fault) continue;
    stage.dispatch(command::HuntGuess{row.fault});
    break;
  }
  if (found) stage.dispatch(command::HuntGuess{fault});
}

/// A run is kept; then the program runs with another number.
void compare(const Stage& stage) {
  stage.dispatch(command::KeepRun{});
  const Trace& trace = *stage.app.state().trace;
  const ValueId first = trace.parameters.front().versions.front();
  stage.dispatch(command::EditNumber{viz::Entity::value(first, 0), 0.75});
  stage.dispatch(command::RunDraft{});
  stage.app.work_to_end();
  go(stage, end_of(stage));
  stage.dispatch(command::Select{viz::Entity::value(first, 0)});
}

void fail(const Stage& stage) {
  std::string text = stage.app.state().draft;
  text.insert(text.find("J."), "Q = W1 @ tensor([1.0, 2.0, 3.0]) + undefined_thing(4)\n");
  stage.dispatch(command::EditDraft{text});
  stage.dispatch(command::RunDraft{});
  stage.app.work_to_end();
}

void ask_why(const Stage& stage, const char* name) {
  go(stage, end_of(stage));
  const ValueId id = find_value(*stage.app.state().trace, name);
  stage.dispatch(command::AskWhy{{id, 0, true, stage.app.state().time.step}});
}

void set_breakpoints(const Stage& stage) {
  select(stage, "W2", 0);
  stage.press("breakpoints");
  std::vector<std::string> offers;
  for (const viz::Widget& widget : stage.workbench.widgets()) {
    if (widget.name.starts_with("break-add:") && widget.enabled) offers.push_back(widget.name);
  }
  REQUIRE_FALSE(offers.empty());
  for (const std::string& offer : offers) {
    if (stage.workbench.find_widget(offer) != nullptr) stage.press(offer);
  }
}

void edit_with_error(const Stage& stage) {
  fail(stage);
  stage.press("edit");
}

/// In the middle of the backward pass.
void with_digits(const Stage& stage, const std::string& digits) {
  stage.press("programs");
  stage.press(digits);
  stage.press("programs");
  go(stage, somewhere);
  select(stage, "W2", 1);
}

/// One function as it is at first, many functions of different kinds, a typed one with an error.
void add_labs(std::vector<Situation>& list) {
  const auto open = [](const Stage& s) {
    s.press("labs");
    s.press("open-lab:activations");
  };
  list.push_back({"labs", "two-two-two", [](const Stage& s) { s.press("labs"); }});
  list.push_back({"lab", "two-two-two", open});
  list.push_back({"lab-many", "two-two-two", [open](const Stage& s) {
                    open(s);
                    for (const char* name : {"tanh", "relu", "elu", "gelu_tanh", "hardswish"})
                      s.press(std::string("lab-pick:") + name);
                    s.press("lab-second");
                    s.press("lab-pick:elu");
                  }});
  list.push_back(
      {"lab-typed", "two-two-two", [open](const Stage& s) {
         open(s);
         s.dispatch(command::TypeFunction{"def f(x, k=1): return where(x > k, log(x), 1 / x)"});
         s.press("lab-pick:mine");
         s.dispatch(command::TypeFunction{"def f(x, k=1): return where(x > k, lgo(x), 1 / x)"});
       }});
}

/// Of trained runs: the usual one, a large network with a weight open, runs side by side, points of
/// one's own with none drawn yet, and trouble; and a list that is open.
void add_playground(std::vector<Situation>& list) {
  namespace change = viz::playground_change;
  const auto open = [](const Stage& s, const std::string& settings) {
    auto opening = viz::lab_opening(viz::Lab::playground, settings);
    REQUIRE(opening.ok());
    s.dispatch(std::move(opening).value());
    for (int i = 0; i < 40 && !s.workbench.find_widget("play-run")->enabled; ++i)
      s.frames();
  };
  list.push_back(
      {"play", "two-two-two", [open](const Stage& s) { open(s, "data=circle; iteration=400"); }});
  list.push_back({"play-large", "two-two-two", [open](const Stage& s) {
                    open(s,
                         "data=spiral; features=x1,x2,sin(x1),sin(x2); layers=16,12,8,8,6,4; "
                         "activation=hardsigmoid; optimizer=adam; penalty=l2; loss=cross_entropy; "
                         "noise=0.2; iteration=100");
                    s.dispatch(viz::play_change(change::Open{7}));
                  }});
  list.push_back({"play-race", "two-two-two", [open](const Stage& s) {
                    open(s, "data=xor; iteration=200");
                    for (const double lr : {0.1, 0.3, 0.001}) {
                      s.dispatch(viz::play_change(change::Fork{}));
                      s.dispatch(command::EditPlaygroundNumber{
                          {viz::PlaygroundNumber::Kind::setting, "lr"}, lr});
                    }
                    s.dispatch(viz::play_change(change::GoTo{600}));
                  }});
  list.push_back({"play-own", "two-two-two", [open](const Stage& s) {
                    open(s, "");
                    s.dispatch(viz::play_change(change::Own{}));
                  }});
  list.push_back({"play-trouble", "two-two-two", [open](const Stage& s) {
                    open(s, "data=sine; activation=relu; lr=1000; iteration=300");
                  }});
  list.push_back(
      {"play-list", "two-two-two", [open](const Stage& s) {
         open(s, "data=moons; layers=5,4,3; activation=leaky_relu,hardtanh,elu; iteration=100");
         s.press("play-activation:1");
       }});
}

std::vector<Situation> all() {
  std::vector<Situation> list;
  for (const View view : viz::all_views) {
    for (const char* program : {"two-two-two", "xor", "neuron-cross-entropy"}) {
      const std::string name = viz::name_of(view) + "-" + program;
      const auto show = [view](const Stage& stage, Index step) {
        stage.dispatch(command::SetView{view});
        go(stage, step);
      };
      list.push_back({name + "-start", program, [=](const Stage& stage) { show(stage, 0); }});
      list.push_back({name, program, [=](const Stage& stage) { show(stage, somewhere); }});
      list.push_back(
          {name + "-end", program, [=](const Stage& stage) { show(stage, end_of(stage)); }});
    }
    list.push_back({viz::name_of(view) + "-selected", "two-two-two", [view](const Stage& stage) {
                      stage.dispatch(command::SetView{view});
                      go(stage, somewhere);
                      select(stage, "W2", 1);
                    }});
  }
  const std::string usual = "two-two-two";
  list.push_back({"practice-pick", usual, [](const Stage& s) { s.press("start-practice"); }});
  list.push_back({"practice-asked", usual, be_asked});
  list.push_back({"practice-done", "neuron-mse", finish_practice});
  list.push_back({"hunt", usual, [](const Stage& s) { hunt(s, false); }});
  list.push_back({"hunt-found", usual, [](const Stage& s) { hunt(s, true); }});
  list.push_back({"compare", usual, compare});
  list.push_back({"compare-practice", usual, [](const Stage& s) {
                    compare(s);
                    be_asked(s);
                  }});
  for (const char* program : {"iris-neuron", "three-layers"}) {
    list.push_back({std::string("practice-pick-") + program, program, [](const Stage& s) {
                      s.press("start-practice");
                      for (int i = 0; i < 16; ++i)
                        practise(s);
                      while (s.app.state().practice->ask != practice::Ask::pick)
                        practise(s);
                    }});
  }
  list.push_back({"notice", usual, [](const Stage& s) {
                    s.workbench.notify({{},
                                        "/home/somebody/.config/backprop-tutor/settings.json, line "
                                        "12: a number was expected, the file is damaged and its "
                                        "settings are not taken over",
                                        "mend it, or take it away to begin anew"});
                  }});
  list.push_back({"why", usual, [](const Stage& s) { ask_why(s, "W1"); }});
  list.push_back({"why-xor", "xor", [](const Stage& s) { ask_why(s, "W1"); }});
  list.push_back({"breakpoints", usual, set_breakpoints});
  list.push_back({"files", usual, [](const Stage& s) { s.press("programs"); }});
  for (const char* item : {"file-open", "file-save-as", "file-picture", "movie:all"}) {
    list.push_back({std::string("dialog-") + item, usual, [item](const Stage& s) {
                      s.press("programs");
                      s.press(item);
                    }});
  }
  for (const char* tab : {"chapters", "review", "terms", "notation"}) {
    list.push_back({std::string("list-") + tab, usual, [tab](const Stage& s) {
                      s.press("chapters");
                      s.press(std::string("tab:") + tab);
                    }});
  }
  for (const char* digits : {"digits:3", "digits:9"}) {
    list.push_back({digits, usual, [digits](const Stage& s) { with_digits(s, digits); }});
    list.push_back({std::string("compare-") + digits, usual, [digits](const Stage& s) {
                      compare(s);
                      with_digits(s, digits);
                    }});
    list.push_back({std::string("paths-") + digits, usual, [digits](const Stage& s) {
                      s.dispatch(command::SetView{viz::View::paths});
                      with_digits(s, digits);
                    }});
  }
  add_labs(list);
  add_playground(list);
  list.push_back({"keys", usual, [](const Stage& s) { s.press("help"); }});
  list.push_back({"editor", usual, [](const Stage& s) { s.press("edit"); }});
  list.push_back({"editor-error", usual, edit_with_error});
  list.push_back({"error", usual, fail});
  list.push_back({"edited", usual, [](const Stage& s) {
                    select(s, "W2", 1);
                    const auto& entity = s.app.state().selection;
                    s.dispatch(command::EditNumber{entity, 0.625});
                    go(s, end_of(s));
                  }});
  list.push_back({"update", usual, [](const Stage& s) {
                    go(s, end_of(s));
                    s.dispatch(command::SetStepSize{StepSize::term});
                  }});
  return list;
}

}  // namespace

Stage stage_of(Desk& desk) {
  return {desk.app, desk.workbench, [&desk] { desk.frames(2); }};
}

void Stage::press(const std::string& widget) const {
  CAPTURE(widget);
  REQUIRE(workbench.press(widget));
  frames();
}

void Stage::dispatch(const viz::Command& its) const {
  app.dispatch(its);
  frames();
}

void practise(viz::App& app) {
  const practice::Practice& now = *app.state().practice;
  const Trace& trace = *app.state().trace;
  if (now.ask != practice::Ask::pick) {
    app.dispatch(command::PracticeAnswer{exact_text(practice::expected(trace, now))});
    return;
  }
  for (const practice::Choice& choice : practice::choices(trace, now)) {
    if (!choice.ready) continue;
    app.dispatch(command::PracticePick{choice.step});
    return;
  }
  FAIL("no edge can be taken");
}

const std::vector<Situation>& situations() {
  static const std::vector<Situation> list = all();
  return list;
}

}  // namespace backprop::test
