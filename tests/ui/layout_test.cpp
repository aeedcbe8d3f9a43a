// Read from the draw records: no words over words, nothing outside the window, at the sizes people
// have.
#include <doctest/doctest.h>

#include <map>

#include "engine/number_text.h"
#include "tests/support/programs.h"
#include "tests/support/sanitizers.h"
#include "tests/ui/desk.h"
#include "tests/ui/layout_check.h"
#include "tests/ui/situations.h"

namespace backprop::test {
namespace {

using viz::Language;

struct Size {
  float width, height, scale;
};
// The last two are the first two with text of 140 %.
constexpr Size sizes[] = {
    {1100, 700, 1}, {1440, 900, 1}, {1440, 900, 2}, {786, 500, 1.4F}, {1029, 643, 1.4F}};

void check_frame(const Desk& desk, float width, float height) {
  for (const std::string& fault : layout_faults(desk.workbench, width, height)) {
    CAPTURE(fault);
    CHECK_MESSAGE(false, "a fault in the layout");
  }
}

void check_situation(const Situation& situation, Language language, const Size& size) {
  CAPTURE(situation.name);
  CAPTURE(static_cast<int>(language));
  CAPTURE(size.width);
  CAPTURE(size.scale);
  Desk desk(opened_program(situation.program, language), size.width, size.height, size.scale);
  situation.arrange(stage_of(desk));
  check_frame(desk, size.width, size.height);
}

TEST_CASE("in every situation all words can be read, in both languages and at every size") {
  std::size_t count = 0;
  for (const Situation& situation : situations()) {
    // Every one small, large and sharp in both languages, and in turn with larger text.
    if (under_sanitizers) {
      check_situation(situation, static_cast<Language>(count % 2), sizes[count % 5]);
      ++count;
      continue;
    }
    for (const Language language : {Language::english, Language::chinese}) {
      check_situation(situation, language, sizes[0]);
      check_situation(situation, language, sizes[1]);
      check_situation(situation, language, sizes[2]);
    }
    check_situation(situation, static_cast<Language>(count / 2 % 2), sizes[3 + count % 2]);
    ++count;
  }
}

/// "Open file…" is all that there is to say.
bool is_label(const Desk& desk, const std::string& text) {
  const auto& table = desk.words().table();
  return std::any_of(table.begin(), table.end(),
                     [&](const auto& entry) { return entry.second == text; });
}

/// Labels that end in an ellipsis, and are not covered by a menu or list, with the place where each
/// can be pointed at.
std::map<std::string, viz::Vec2> shortened_labels(const Desk& desk) {
  std::map<std::string, viz::Vec2> found;
  const auto& scenes = desk.workbench.scenes();
  for (std::size_t s = desk.workbench.overlay_scenes(); s < scenes.size(); ++s) {
    for (const viz::Record& record : scenes[s].records) {
      const auto* text = std::get_if<viz::draw::Text>(&record.shape);
      if (text == nullptr || !text->text.ends_with("\u2026") || is_label(desk, text->text))
        continue;
      const viz::Vec2 at{text->baseline.x + text->width / 2, text->baseline.y - 4};
      if (desk.workbench.clips()[s].contains(at)) found.emplace(text->text, at);
    }
  }
  return found;
}

TEST_CASE("a label that is shortened says the whole where the pointer is on it") {
  std::size_t checked = 0;
  std::size_t turn = 0;
  for (const Situation& situation : situations()) {
    if (situation.name.starts_with("editor")) continue;  // its field lies over the code
    CAPTURE(situation.name);
    for (const Language language : {Language::english, Language::chinese}) {
      if (!is_run(turn++, 3)) continue;
      Desk desk(opened_program(situation.program, language), 1100, 700);
      situation.arrange(stage_of(desk));
      for (const auto& [text, at] : shortened_labels(desk)) {
        CAPTURE(text);
        const std::string beginning = text.substr(0, text.size() - std::string("\u2026").size());
        desk.move(at.x, at.y);
        CAPTURE(desk.workbench.tooltip());
        CHECK(desk.workbench.tooltip().find(beginning) != std::string::npos);
        ++checked;
      }
    }
  }
  CHECK(checked > (under_sanitizers ? 6U : 20U));
}

/// So many steps of a recording, spread over it; the first and the last among them.
std::vector<Index> steps_of(const viz::State& state, Index most) {
  const Index count = state.trace->step_count();
  std::vector<Index> steps;
  for (Index i = 0; i < most; ++i) {
    const Index step = count * i / (most - 1);
    if (steps.empty() || steps.back() != step) steps.push_back(step);
  }
  return steps;
}

/// The smallest networks, and shipped programs whose networks are hard to lay out: with many
/// layers, with columns of many neurons, with matrices in place of neurons.
std::vector<std::string> held_programs() {
  std::vector<std::string> names;
  for (const NamedProgram& program : core_programs())
    names.push_back(program.name);
  for (const char* name :
       {"two-two-two-neurons", "digits-4x4", "iris-recipe", "mnist-mini", "four-hidden-layers"})
    names.emplace_back(name);
  return names;
}

/// Another language and another size for each program, so that all of them are met.
Desk desk_of(std::size_t i, const std::string& program, const Size*& size) {
  size = &sizes[i % std::size(sizes)];
  const auto language = static_cast<Language>(i / std::size(sizes) % 2);
  return Desk(opened_program(program, language), size->width, size->height, size->scale);
}

TEST_CASE("all words of every program can be read, in every view") {
  std::size_t count = 0;
  for (const std::string& program : held_programs()) {
    CAPTURE(program);
    const Size* size = nullptr;
    Desk desk = desk_of(count++, program, size);
    CAPTURE(size->width);
    for (const viz::View view : viz::all_views) {
      CAPTURE(viz::name_of(view));
      desk.app.dispatch(viz::command::SetView{view});
      for (const Index step : steps_of(desk.state(), view == viz::View::network ? 16 : 5)) {
        CAPTURE(step);
        desk.app.dispatch(viz::command::GoTo{{step, 0}});
        desk.frames();
        check_frame(desk, size->width, size->height);
      }
    }
  }
}

TEST_CASE("all words can be read at every step of a network of each size") {
  for (const std::string program : {"two-two-two", "neuron-cross-entropy", "xor"}) {
    CAPTURE(program);
    for (const Size& size : sizes) {
      CAPTURE(size.width);
      Desk desk(opened_program(program), size.width, size.height, size.scale);
      while (desk.state().time.step < desk.state().trace->step_count()) {
        desk.key(GLFW_KEY_SPACE);
        CAPTURE(desk.state().time.step);
        check_frame(desk, size.width, size.height);
      }
    }
  }
}

TEST_CASE("all words can be read while practising and hunting") {
  std::size_t count = 0;
  for (const std::string& program : held_programs()) {
    CAPTURE(program);
    const Size* size = nullptr;
    Desk desk = desk_of(count++, program, size);
    CAPTURE(size->width);
    constexpr int most_answers = 30;
    desk.app.dispatch(viz::command::StartPractice{});
    for (int i = 0; i < most_answers && desk.state().practice &&
                    desk.state().practice->ask != lessons::practice::Ask::finished;
         ++i) {
      for (int hint = 0; hint < 4; ++hint)
        desk.app.dispatch(viz::command::PracticeHint{});
      desk.app.dispatch(viz::command::PracticeAnswer{"123.5"});
      desk.frames(2);
      check_frame(desk, size->width, size->height);
      practise(desk.app);
    }
    desk.app.dispatch(viz::command::LeavePractice{});
    desk.app.dispatch(viz::command::StartHunt{1});
    desk.app.work_to_end();
    if (!desk.state().hunt) continue;  // no fault shows in it
    desk.app.dispatch(viz::command::HuntCheck{});
    for (const FaultRow& row : faults()) {
      desk.app.dispatch(viz::command::HuntGuess{row.fault});
      desk.frames();
      check_frame(desk, size->width, size->height);
    }
    CHECK(desk.state().hunt->found);
  }
}

TEST_CASE("menu and dialogs: no words over words, at the largest text in a small window") {
  for (const Language language : {Language::english, Language::chinese}) {
    for (const auto& [width, height] :
         {std::pair{1100.0F, 700.0F}, std::pair{785.0F, 500.0F}, std::pair{640.0F, 420.0F}}) {
      Desk desk(opened("4.2", language), width, height);
      viz::Settings settings;
      settings.recent = {"/tmp/a.py", "/tmp/a very long name of a file that does not fit.py"};
      desk.workbench.apply(settings);
      desk.click("programs");
      check_frame(desk, width, height);
      for (const viz::Widget& widget : desk.workbench.widgets())
        CHECK(widget.rect.bottom() <= height);
      for (const char* item : {"file-open", "file-save-as", "file-picture", "movie:all"}) {
        if (desk.workbench.find_widget(item) == nullptr) desk.click("programs");
        desk.click(item);
        desk.frames(2);
        check_frame(desk, width, height);
        desk.key(GLFW_KEY_ESCAPE);
      }
    }
  }
}

TEST_CASE("the window can be made small and large, panes folded and dragged") {
  Desk desk(opened());
  const float before = desk.workbench.find_widget("fold-lesson")->rect.x;
  desk.click("fold-lesson");
  CHECK_FALSE(desk.shows("Predict before you look"));
  desk.click("fold-inspector");
  desk.click("fold-lesson");
  desk.click("fold-inspector");
  CHECK(desk.workbench.find_widget("fold-lesson")->rect.x == before);
  const float edge = desk.workbench.find_widget("fold-lesson")->rect.center().x;
  desk.drag({edge, 500}, {edge + 60, 500});
  CHECK(desk.workbench.find_widget("fold-lesson")->rect.center().x ==
        doctest::Approx(edge + 60).epsilon(0.02));
  for (const float width : {320.0F, 640.0F, 1100.0F, 2560.0F}) {
    for (const float height : {200.0F, 480.0F, 700.0F, 1440.0F}) {
      desk.platform.resize(width, height);
      desk.frames(2);
      desk.key(GLFW_KEY_SPACE);
      CHECK(desk.platform.vertices() > 0);
    }
  }
}

TEST_CASE("no pane can be dragged to a size at which it is of no use") {
  const auto width_of = [](const Desk& desk, const char* shown) {
    const viz::Widget* widget = desk.workbench.find_widget(shown);
    REQUIRE(widget != nullptr);
    const auto& clips = desk.workbench.clips();
    const auto clip = std::find_if(clips.begin(), clips.end(), [&](const viz::Rect& rect) {
      return rect.w < desk.workbench.clips().front().w && rect.contains(widget->rect.center());
    });
    REQUIRE(clip != clips.end());
    return *clip;
  };
  std::size_t turn = 0;
  for (const auto& [width, height] :
       {std::pair{785.0F, 500.0F}, std::pair{1100.0F, 700.0F}, std::pair{1440.0F, 900.0F}}) {
    CAPTURE(width);
    for (int corner = 0; corner < 16; ++corner) {
      if (!is_run(turn++, 3)) continue;
      CAPTURE(corner);
      Desk desk(opened_program("two-two-two", static_cast<Language>(corner % 2)), width, height);
      desk.key(GLFW_KEY_SPACE);
      const auto end_of = [&](int bit, float low, float high) {
        return (corner >> bit & 1) == 0 ? low : high;
      };
      const auto drag_line = [&](const char* handle, float to) {
        const float x = desk.workbench.find_widget(handle)->rect.center().x;
        desk.drag({x, 120}, {to, 120});
      };
      drag_line("fold-lesson", end_of(0, 130, width - 1));
      drag_line("fold-inspector", end_of(1, width - 120, 1));
      const float bottom = width_of(desk, "timeline").y;
      desk.drag({width / 4, bottom}, {width / 4, end_of(2, height - 1, 1)});
      const viz::Rect code = width_of(desk, "edit");
      desk.drag({code.x, code.bottom() - 20}, {end_of(3, width - 1, 1), code.bottom() - 20});
      CHECK(width_of(desk, "start-practice").w >= 220);
      CHECK(width_of(desk, "view-network").w >= 280);
      CHECK(width_of(desk, "view-network").x >= 240);
      CHECK(width_of(desk, "view-network").h >= 230);
      CHECK(width_of(desk, "timeline").w >= 480);
      CHECK(width_of(desk, "timeline").h >= 120);
      CHECK(width_of(desk, "edit").w >= 220);
      check_frame(desk, width, height);
    }
  }
  // What is dragged too far has its size where it stops.
  Desk desk(opened(), 1100, 700);
  desk.drag({desk.workbench.find_widget("fold-lesson")->rect.center().x, 120}, {1000, 120});
  CHECK(desk.workbench.settings().panes.lesson <= 550);
}

TEST_CASE("in the least window a side pane that has no room folds, and takes the other's place") {
  Desk desk(opened(), 640, 420);
  CHECK(desk.workbench.find_widget("start-practice") == nullptr);
  desk.click("fold-inspector");
  CHECK(desk.workbench.find_widget("start-practice") != nullptr);
  desk.click("fold-lesson");
  CHECK(desk.workbench.find_widget("start-practice") == nullptr);
  CHECK(desk.workbench.find_widget("fold-lesson")->rect.x > 200);
}

TEST_CASE("everything can be reached with Tab and pressed with Enter") {
  Desk desk(opened());
  desk.key(GLFW_KEY_SPACE);
  std::size_t focusable = 0;
  for (const viz::Widget& widget : desk.workbench.widgets())
    focusable += widget.focusable && widget.enabled ? 1 : 0;
  CHECK(focusable > 20);
  const viz::Language before = desk.state().language;
  for (std::size_t i = 0; i < focusable && desk.state().language == before; ++i) {
    desk.key(GLFW_KEY_TAB);
    if (desk.workbench.focused() == "language-zh") desk.key(GLFW_KEY_ENTER);
  }
  CHECK(desk.state().language == Language::chinese);
}

}  // namespace
}  // namespace backprop::test
