// Read from the draw records: no words over words, nothing outside the window, at the sizes people
// have.
#include <doctest/doctest.h>

#include "engine/number_text.h"
#include "tests/support/programs.h"
#include "tests/ui/desk.h"

namespace backprop::test {
namespace {

using viz::Language;

struct Piece {
  std::string text;
  viz::Rect rect;
};

/// The ink of a line of text, roughly: from the capitals' height to a little below the baseline.
std::vector<Piece> pieces_of(const viz::Scene& scene) {
  std::vector<Piece> pieces;
  for (const viz::Record& record : scene.records) {
    const auto* text = std::get_if<viz::draw::Text>(&record.shape);
    if (text == nullptr || text->text.empty()) continue;
    const float px = viz::font_of(text->style).px;
    const float width = viz::text_width(*resources().glyphs, text->style, text->text);
    pieces.push_back(
        {text->text, {text->baseline.x, text->baseline.y - 0.72F * px, width, 0.86F * px}});
  }
  return pieces;
}

/// How far two rectangles lie over each other, the smaller of both directions.
float overlap(const viz::Rect& a, const viz::Rect& b) {
  return std::min(std::min(a.right(), b.right()) - std::max(a.x, b.x),
                  std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y));
}

void check_frame(const Desk& desk, float width) {
  constexpr float allowed = 1.5F;
  for (const viz::Scene& scene : desk.workbench.scenes()) {
    const std::vector<Piece> pieces = pieces_of(scene);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      CAPTURE(pieces[i].text);
      CHECK(pieces[i].rect.x >= 0);
      CHECK(pieces[i].rect.right() <= width + 0.5F);
      for (std::size_t j = 0; j < i; ++j) {
        if (overlap(pieces[i].rect, pieces[j].rect) <= allowed) continue;
        CAPTURE(pieces[j].text);
        CAPTURE(pieces[i].rect.x);
        CAPTURE(pieces[i].rect.y);
        CAPTURE(pieces[j].rect.x);
        CAPTURE(pieces[j].rect.y);
        CHECK_MESSAGE(false, "words over words");
      }
    }
  }
}

/// The programs that every view is laid out for without words over words; of larger ones the
/// network is crowded.
std::vector<std::string> held_programs() {
  std::vector<std::string> names;
  for (const NamedProgram& program : core_programs())
    names.push_back(program.name);
  return names;
}

TEST_CASE("no words lie over words or leave the window") {
  const std::pair<float, float> sizes[] = {{1100, 700}, {1440, 900}, {1920, 1080}};
  for (const Language language : {Language::english, Language::chinese}) {
    for (const auto& [width, height] : sizes) {
      for (const std::string& program : held_programs()) {
        CAPTURE(program);
        CAPTURE(width);
        Desk desk(opened_program(program, language), width, height);
        check_frame(desk, width);
        while (desk.state().time.step < desk.state().trace->step_count()) {
          desk.key(GLFW_KEY_SPACE);
          if (program != "xor" || desk.state().time.step % 5 == 0) check_frame(desk, width);
        }
        for (const viz::View view : viz::all_views) {
          desk.app.dispatch(viz::command::SetView{view});
          for (const Index step : {0, 9, 23, 1000}) {
            desk.app.dispatch(viz::command::GoTo{{step, 0}});
            desk.frames();
            check_frame(desk, width);
          }
        }
        desk.click("help");
        check_frame(desk, width);
      }
    }
  }
}

/// The first edge that can be taken is picked, or the question is answered with a hint open.
void practise(viz::App& app) {
  namespace practice = lessons::practice;
  const practice::Practice& now = *app.state().practice;
  const Trace& trace = *app.state().trace;
  if (now.ask != practice::Ask::pick) {
    app.dispatch(viz::command::PracticeAnswer{exact_text(practice::expected(trace, now))});
    return;
  }
  for (const practice::Choice& choice : practice::choices(trace, now)) {
    if (!choice.ready) continue;
    app.dispatch(viz::command::PracticePick{choice.step});
    return;
  }
}

TEST_CASE("no words lie over words while practising and hunting") {
  const std::pair<float, float> sizes[] = {{1100, 700}, {1440, 900}};
  for (const Language language : {Language::english, Language::chinese}) {
    for (const auto& [width, height] : sizes) {
      for (const std::string& program : held_programs()) {
        CAPTURE(program);
        CAPTURE(width);
        Desk desk(opened_program(program, language), width, height);
        desk.app.dispatch(viz::command::StartPractice{});
        while (desk.state().practice->ask != lessons::practice::Ask::finished) {
          for (int hint = 0; hint < 4; ++hint)
            desk.app.dispatch(viz::command::PracticeHint{});
          desk.app.dispatch(viz::command::PracticeAnswer{"123.5"});
          desk.frames(2);
          check_frame(desk, width);
          practise(desk.app);
        }
        desk.frames(2);
        check_frame(desk, width);
        desk.app.dispatch(viz::command::LeavePractice{});
        desk.app.dispatch(viz::command::StartHunt{1});
        desk.app.work_to_end();
        desk.app.dispatch(viz::command::HuntCheck{});
        for (const FaultRow& row : faults()) {
          desk.app.dispatch(viz::command::HuntGuess{row.fault});
          desk.frames();
          check_frame(desk, width);
        }
        CHECK(desk.state().hunt->found);
      }
    }
  }
}

TEST_CASE("menu and dialogs: no words over words, at the largest text in a small window") {
  for (const Language language : {Language::english, Language::chinese}) {
    for (const auto& [width, height] : {std::pair{1100.0F, 700.0F}, std::pair{785.0F, 500.0F}}) {
      Desk desk(opened("4.2", language), width, height);
      viz::Settings settings;
      settings.recent = {"/tmp/a.py", "/tmp/a very long name of a file that does not fit.py"};
      desk.workbench.apply(settings);
      desk.click("programs");
      check_frame(desk, width);
      for (const viz::Widget& widget : desk.workbench.widgets())
        CHECK(widget.rect.bottom() <= height);
      for (const char* item : {"file-open", "file-save-as", "file-picture", "movie:all"}) {
        if (desk.workbench.find_widget(item) == nullptr) desk.click("programs");
        desk.click(item);
        desk.frames(2);
        check_frame(desk, width);
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
