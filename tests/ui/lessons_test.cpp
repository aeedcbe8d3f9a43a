// The lesson's pane, with mouse and keys: every chapter played to its end, and what its blocks do.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <utility>

#include "engine/number_text.h"
#include "engine/program/interpreter.h"
#include "lessons/model/catalogue.h"
#include "lessons/model/claims.h"
#include "lessons/model/moments.h"
#include "lessons/model/task_text.h"
#include "tests/support/folder.h"
#include "tests/support/sanitizers.h"
#include "tests/support/variable.h"
#include "tests/ui/by_hand.h"
#include "viz/scene/lab_menu.h"
#include "viz/text/known_letters.h"
#include "viz/text/utf8.h"

namespace backprop::test {
namespace {

using lessons::Block;
using viz::Language;

constexpr float tall = 3000;  // a window that shows most of a chapter

lessons::Lesson lesson_of(const Desk& desk) {
  const auto lesson = lessons::load_lesson(desk.state().lesson, desk.state().language);
  REQUIRE(lesson.ok());
  return lesson.value();
}

const lessons::Answer& answer_to(const Desk& desk, const std::string& block) {
  static const lessons::Answer none;
  const auto found = desk.state().answers.find({desk.state().lesson, block});
  return found == desk.state().answers.end() ? none : found->second;
}

/// Above the timeline.
bool is_whole_on_screen(const Desk& desk, const std::string& widget) {
  const viz::Widget* found = desk.workbench.find_widget(widget);
  const float bottom = desk.workbench.find_widget("play")->rect.y - 20;
  return found != nullptr && found->rect.y > 60 && found->rect.bottom() < bottom;
}

/// Turns the wheel until it is: on from where the page stands, else from its top.
void reach(Desk& desk, const std::string& widget) {
  for (const bool from_top : {false, true}) {
    if (is_whole_on_screen(desk, widget)) return;
    desk.move(100, 300);
    if (from_top) desk.scroll(1000);
    const int steps = from_top ? 150 : 40;
    for (int i = 0; i < steps && !is_whole_on_screen(desk, widget); ++i) {
      desk.move(100, 300);
      desk.scroll(-5);
    }
  }
  if (!is_whole_on_screen(desk, widget)) FAIL("no widget " << widget);
}

void press(Desk& desk, const std::string& widget) {
  reach(desk, widget);
  desk.click(widget);
  desk.frames(3);
}

/// The program of the task, as it is shipped, at the moment of claims.
double value_of(const std::string& program, const std::string& expression) {
  const auto text = lessons::load_program(program);
  REQUIRE(text.ok());
  const auto trace = run_program(text.value());
  REQUIRE(trace.ok());
  const auto value =
      evaluate(*trace.value(), lessons::moment_of_claims(*trace.value()), expression);
  REQUIRE(value.ok());
  return value.value()[0];
}

void type_into(Desk& desk, const std::string& block, const std::string& text) {
  press(desk, "entry:" + block);
  desk.frames(2);
  desk.key(GLFW_KEY_A, true);
  desk.type(text);
  desk.key(GLFW_KEY_ENTER);
  desk.frames(3);
}

/// The answer to the task on the program as it is shipped.
double answer_of(const lessons::TypeNumber& number) {
  const auto trace = run_program(lessons::load_program(number.program).value());
  REQUIRE(trace.ok());
  const auto value = lessons::answer_of(number, *trace.value());
  REQUIRE(value.ok());
  return value.value();
}

/// Whether a text is on screen: by the words before its first formula, link or style, as far as
/// they are sure to stand on one line.
bool shows_beginning(const Desk& desk, const lessons::Inlines& text) {
  constexpr std::size_t most = 18;
  if (text.front().kind != lessons::Inline::Kind::text) return true;  // nothing to go by
  std::string words = text.front().text.substr(0, most);
  if (text.front().text.size() > most) {  // no word, no character cut in two
    while (!words.empty() &&
           (static_cast<unsigned char>(text.front().text[words.size()]) & 0xC0) == 0x80)
      words.pop_back();
    words = words.substr(0, words.rfind(' '));
  }
  while (words.ends_with(' '))
    words.pop_back();
  return desk.shows(words);
}

/// Plays one task: first not rightly, then rightly.
struct Player {
  Desk& desk;
  const std::string& id;
  bool rightly = true;  ///< a prediction has one try

  void operator()(const lessons::Predict& predict) const {
    const double value = value_of(predict.program, predict.expression);
    const int sign = value > 0 ? 1 : (value < 0 ? -1 : 0);
    const int given = rightly ? sign : (sign == 1 ? -1 : sign + 1);
    press(desk, "predict:" + id + ":" + std::to_string(given));
    CHECK(desk.shows(desk.words().format(rightly ? "lesson.right" : "lesson.not_right",
                                         with_minus_sign(short_text(value, 6)))));
  }
  void operator()(const lessons::Choose& choose) const {
    for (std::size_t wrong = 0; wrong < choose.options.size(); ++wrong) {
      if (wrong == choose.right) continue;
      press(desk, "choose:" + id + ":" + std::to_string(wrong));
      CHECK_FALSE(answer_to(desk, id).done);
      CHECK(shows_beginning(desk, choose.options[wrong].reply));
    }
    press(desk, "choose:" + id + ":" + std::to_string(choose.right));
  }
  void operator()(const lessons::TypeNumber& number) const {
    const double value = answer_of(number);
    type_into(desk, id, exact_text(3 * value + 17.3));
    CHECK_FALSE(answer_to(desk, id).done);
    CHECK(answer_to(desk, id).given.size() == 1);
    if (!number.mistakes.empty()) {
      const lessons::TypeNumber::Mistake& mistake = number.mistakes.front();
      type_into(desk, id, short_text(value_of(number.program, mistake.expression), number.digits));
      CHECK_FALSE(answer_to(desk, id).done);
      CHECK(shows_beginning(desk, mistake.reply));
    }
    int hints = 0;
    for (const lessons::Inlines& hint : number.hints) {  // in their order, the earlier ones stay
      press(desk, "hint:" + id);
      CHECK(answer_to(desk, id).hints == ++hints);
      CHECK(shows_beginning(desk, number.hints.front()));
      CHECK(shows_beginning(desk, hint));
    }
    type_into(desk, id, short_text(value, number.digits));
  }
  void operator()(const lessons::Change& change) const {
    if (desk.state().program_name != change.program) press(desk, "task:" + id);
    run();
    CHECK(desk.state().ran_name == change.program);
    CHECK_FALSE(answer_to(desk, id).done);
    const std::string given = desk.state().draft;
    const auto solved = lessons::solved_program(change, given);
    REQUIRE(solved.ok());
    press(desk, "edit:" + id);
    type_program(desk, solved.value());
    CHECK(desk.state().draft == solved.value());
    CHECK_FALSE(answer_to(desk, id).done);  // not before it has run
    desk.key(GLFW_KEY_ENTER, true);
    run();
    CHECK(answer_to(desk, id).done);
    // The tasks that follow are judged on the shipped numbers here.
    type_and_run(desk, given);
    run();
  }
  void operator()(const lessons::DoBackprop&) const {
    namespace practice = lessons::practice;
    press(desk, "task:" + id);
    run();
    REQUIRE(desk.state().practice.has_value());
    bool wrongly = true;
    for (int i = 0; i < 400 && practice_of(desk).ask != practice::Ask::finished; ++i) {
      if (practice_of(desk).ask == practice::Ask::pick) {
        pick_ready(desk);
        continue;
      }
      if (std::exchange(wrongly, false)) {
        answer(desk, "0.123456789");
        CHECK(practice_of(desk).reply->verdict != practice::Verdict::right);
        desk.key(GLFW_KEY_A, true);
      }
      answer_right(desk);
    }
    desk.frames(2);
    desk.click("practice-leave");
    desk.frames(2);
  }
  void operator()(const lessons::FindFault& task) const {
    press(desk, "task:" + id);
    run();
    REQUIRE(desk.state().hunt.has_value());
    const Fault other = task.fault == Fault::overwrite ? Fault::no_order : Fault::overwrite;
    desk.click("hunt-guess:" + std::string(id_of(other)));
    desk.frames(2);
    CHECK_FALSE(answer_to(desk, id).done);
    desk.click("hunt-guess:" + std::string(id_of(task.fault)));
    desk.frames(2);
    desk.click("hunt-leave");
    desk.frames(2);
  }
  template <class Other>
  void operator()(const Other&) const {
    FAIL("no task");
  }

  void run() const {
    desk.app.work_to_end();
    desk.frames(4);
    desk.app.work_to_end();
    desk.frames(4);
  }
};

/// What a chapter shows is pressed, too.
struct Viewer {
  Desk& desk;
  const std::string& id;

  void operator()(const lessons::Claim& claim) const {
    reach(desk, "claim:" + id);
    const viz::Rect box = desk.workbench.find_widget("claim:" + id)->rect;
    desk.click_at(box.x + 16, box.center().y);  // on its sign: its words and symbols lead elsewhere
    desk.app.work_to_end();
    desk.frames(4);
    CHECK(desk.state().ran_name == claim.program);
    const auto moment = lessons::moment_of(*desk.state().trace, claim);
    if (moment) CHECK(desk.state().time == moment->time);
  }
  void operator()(const lessons::Figure& figure) const {
    press(desk, "figure:" + id);
    desk.app.work_to_end();
    desk.frames(4);
    CHECK(desk.state().ran_name == figure.program);
    CHECK(viz::name_of(desk.state().view) == viz::name_of(viz::view_of(figure.view)));
  }
  void operator()(const lessons::Lab& lab) const {
    const auto named = viz::lab_named(lab.name);
    if (!named) return;
    press(desk, "lab:" + id);
    CHECK(desk.state().lab == *named);
    desk.click("lab-leave");
    desk.frames(2);
    CHECK(desk.state().lab == viz::Lab::none);
  }
  void operator()(const lessons::ShowProgram& show) const {
    press(desk, "show-program:" + id);
    desk.app.work_to_end();
    desk.frames(4);
    CHECK(desk.state().ran_name == show.program);
  }
  template <class Other>
  void operator()(const Other&) const {}
};

/// English in a window that shows most of a chapter, Chinese in the smallest that is supported: no
/// task may have anything out of reach there.
void play(const std::string& id, Language language) {
  CAPTURE(id);
  const bool small = language == Language::chinese;
  Desk desk(opened(id, language), small ? 1100 : 1440, small ? 700 : tall);
  desk.frames(2);
  const lessons::Lesson lesson = lesson_of(desk);
  bool rightly = small;  // in turn, and each prediction once in either language
  for (const Block& block : lesson.blocks) {
    CAPTURE(block.id);
    CAPTURE(block.line);
    if (!lessons::is_task(block)) {
      const bool lab = std::holds_alternative<lessons::Lab>(block.is);
      if (!under_sanitizers && (!small || lab)) std::visit(Viewer{desk, block.id}, block.is);
      continue;
    }
    if (std::holds_alternative<lessons::Predict>(block.is)) rightly = !rightly;
    std::visit(Player{desk, block.id, rightly}, block.is);
    CHECK(answer_to(desk, block.id).done);
  }
  const auto progress = lessons::progress_of(lesson, desk.state().answers);
  CHECK(progress.done == progress.tasks);
}

TEST_CASE("every chapter can be played to its end, in both languages, answering wrong and right") {
  const auto ids = lessons::list_lessons();
  REQUIRE(ids.ok());
  std::size_t turn = 0;
  for (const std::string& id : ids.value()) {
    if (!is_run(turn++, 2)) continue;
    play(id, Language::english);
    if (!under_sanitizers) play(id, Language::chinese);  // the same code
  }
}

/// Writes a chapter as an editor would, a while after it was written last.
void save(const std::filesystem::path& path, const std::string& text) {
  const auto before = std::filesystem::last_write_time(path);
  write_file(path, text);
  std::filesystem::last_write_time(path, before + std::chrono::seconds(2));
}

TEST_CASE("a chapter appears as it is saved; what is broken is told with its line, and mended") {
  namespace fs = std::filesystem;
  resources();  // from where they lie, before the folder is another
  const Folder folder("saved-lessons");
  fs::copy(fs::path(TEST_DATA_DIR) / "../lessons", folder / "lessons", fs::copy_options::recursive);
  const Variable data("BACKPROP_DATA_DIR", folder.path.c_str());
  const fs::path path = folder / "lessons" / "content" / "en" / "welcome.md";
  const std::string shipped = read_file(path);
  Desk desk(opened("welcome"));
  desk.frames(70);  // it looks at the file once a second
  const std::string words = "A teacher wrote this.";
  CHECK_FALSE(desk.shows(words));
  const std::size_t body = shipped.find("---", 4) + 4;
  const std::string written = shipped.substr(0, body) + "\n" + words + "\n" + shipped.substr(body);
  save(path, written);
  desk.frames(70);
  CHECK(desk.shows(words));
  save(path, shipped.substr(0, body) + "\n```claim\nid: q\n```\n");
  desk.frames(70);
  CHECK_FALSE(desk.shows(words));
  CHECK(desk.shows("welcome.md, line"));
  CHECK(desk.shows("lacks 'tex'"));
  save(path, written);
  desk.frames(70);
  CHECK(desk.shows(words));
  // A new chapter is in the list.
  std::string own = written;
  own.replace(own.find("id: welcome"), 11, "id: my-own");
  own.replace(own.find("title: "), own.find('\n', own.find("title: ")) - own.find("title: "),
              "title: My own chapter");
  write_file(folder / "lessons" / "content" / "en" / "my-own.md", own);
  desk.click("chapters");
  desk.frames(2);
  CHECK(desk.shows("My own chapter"));
}

TEST_CASE("an edit that a task forbids does not count, and is told with its line") {
  Desk desk(opened("4.1"), 1440, tall);
  desk.frames(2);
  const lessons::Lesson lesson = lesson_of(desk);
  const auto block = std::find_if(lesson.blocks.begin(), lesson.blocks.end(), [](const Block& its) {
    return std::holds_alternative<lessons::Change>(its.is);
  });
  REQUIRE(block != lesson.blocks.end());
  const auto& change = std::get<lessons::Change>(block->is);
  const Player player{desk, block->id};
  const std::string shipped = desk.state().draft;
  const auto run = [&](const std::vector<std::string>& lines) {
    type_and_run(desk, lessons::with_lines(lines, shipped).value());
    player.run();
    reach(desk, "hint:" + block->id);
  };
  const std::string moved = "y = tensor([0.5])";
  const std::string told = desk.words().format("lesson.only", "b3", moved);
  run({moved, "b3 = param([0.2])"});
  CHECK_FALSE(answer_to(desk, block->id).done);
  CHECK(desk.shows(told.substr(0, 30)));
  run({"b3 = param([0.2])"});  // allowed, and not enough
  CHECK_FALSE(answer_to(desk, block->id).done);
  CHECK_FALSE(desk.shows(told.substr(0, 30)));
  CHECK(desk.shows(desk.words()["lesson.missed"]));
  type_and_run(desk, lessons::solved_program(change, shipped).value());
  player.run();
  CHECK(answer_to(desk, block->id).done);
}

TEST_CASE("chapters are opened from the list, by links and by the buttons at their end") {
  Desk desk(opened("4.2"));
  desk.frames(2);
  desk.key(GLFW_KEY_L);
  CHECK(desk.shows(desk.words()["tab.chapters"]));
  desk.click("chapter:chain-rule-primer");
  desk.frames(6);
  CHECK(desk.state().lesson == "chain-rule-primer");
  CHECK(desk.state().ran_name == lesson_of(desk).program);
  CHECK_FALSE(desk.shows(desk.words()["tab.chapters"]));
  desk.app.undo();
  desk.frames(2);
  CHECK(desk.state().lesson == "4.2");
  CHECK(desk.state().ran_name == "neuron-mse");
}

TEST_CASE("what went wrong can be reviewed: the task begins anew, where it stands") {
  Desk desk(opened("4.2"), 1440, tall);
  desk.frames(2);
  const lessons::Lesson lesson = lesson_of(desk);
  std::string task;
  for (const Block& block : lesson.blocks) {
    if (std::holds_alternative<lessons::TypeNumber>(block.is)) task = block.id;
  }
  REQUIRE_FALSE(task.empty());
  type_into(desk, task, "12345");
  REQUIRE(answer_to(desk, task).given.size() == 1);
  desk.workbench.press("chapters");
  desk.frames(1);
  desk.click("chapter:welcome");
  desk.frames(6);
  REQUIRE(desk.state().lesson == "welcome");
  desk.key(GLFW_KEY_L);
  desk.click("tab:review");
  desk.frames(1);
  CHECK(desk.shows(desk.words()["tab.review"]));
  // The row says what was asked, not the task's id; of a long question the beginning.
  const auto block = std::find_if(lesson.blocks.begin(), lesson.blocks.end(),
                                  [&](const Block& its) { return its.id == task; });
  REQUIRE(block != lesson.blocks.end());
  CHECK(desk.shows(
      viz::in_known_letters(lessons::question_text(*block), viz::Face::bold, *resources().glyphs)
          .substr(0, 30)));
  CHECK(desk.shows(lesson.title));
  CHECK_FALSE(desk.shows(task));
  desk.click("review:4.2/" + task);
  desk.frames(6);
  CHECK(desk.state().lesson == "4.2");
  CHECK(answer_to(desk, task).given.empty());
  CHECK(desk.workbench.find_widget("entry:" + task) != nullptr);
}

TEST_CASE("a chapter opens in the view that it names, and so does a program of it") {
  Desk desk(opened("4.2"), 1440, tall);
  const auto open = [&](const std::string& chapter) {
    desk.workbench.press("chapters");
    desk.frames();
    desk.click("chapter:" + chapter);
    desk.frames(6);
    REQUIRE(desk.state().lesson == chapter);
    return desk.state().view;
  };
  CHECK(open("chain-rule-primer") == viz::View::graph);
  CHECK(open("1.1") == viz::View::network);
  CHECK(open("batches") == viz::View::tensors);
  CHECK(open("2.1") == viz::View::network);
  desk.show_answers();
  desk.frames();
  for (const Block& block : lesson_of(desk).blocks) {
    const auto* show = std::get_if<lessons::ShowProgram>(&block.is);
    if (show == nullptr || show->program != "two-linear-layers") continue;
    desk.workbench.press("show-program:" + block.id);
    desk.frames(6);
    CHECK(desk.state().ran_name == "two-linear-layers");
    CHECK(desk.state().view == viz::View::graph);
  }
}

TEST_CASE("questions on one line are in letters that the fonts have") {
  const viz::Glyphs& glyphs = *resources().glyphs;
  const auto shown = [&](const std::string& text) {
    return viz::in_known_letters(text, viz::Face::bold, glyphs);
  };
  CHECK(shown("\u2202J/\u2202y\u2081\u2082, 权重 x²") == "\u2202J/\u2202y_12, 权重 x²");
  for (const Language language : {Language::english, Language::chinese}) {
    for (const lessons::Chapter& chapter : lessons::catalogue(language)) {
      for (const std::string& task : chapter.tasks) {
        const std::string& question = chapter.question(task);
        CAPTURE(question);
        CHECK(question != task);
        CHECK(question.find_first_of("$\n\\") == std::string::npos);
        for (const char32_t c : viz::decode(shown(question)))
          CHECK(glyphs.find(viz::Face::bold, c).index != 0);
      }
    }
  }
}

TEST_CASE("an equation leads to the step where it is computed, by a click and by keys") {
  Desk desk(opened("4.2"), 1440, tall);
  desk.show_answers();
  CHECK(desk.state().time.step == 0);
  press(desk, "claim:loss-by-prediction");
  const Trace& trace = *desk.state().trace;
  const Step& step = trace.step(desk.state().time.step - 1);
  CHECK(step.kind == StepKind::backward);
  CHECK(trace.value(trace.value(step.value).arguments[static_cast<std::size_t>(step.edge)]).name ==
        "a");
  const Index first = desk.state().time.step;
  desk.key(GLFW_KEY_RIGHT_BRACKET);
  desk.frames(2);
  CHECK(desk.state().time.step > first);
  desk.key(GLFW_KEY_LEFT_BRACKET);
  desk.frames(2);
  CHECK(desk.state().time.step == first);
}

TEST_CASE("a row of the table that reads the program leads to its step") {
  Desk desk(opened("5.2"), 1440, tall);
  desk.frames(2);
  const auto row = [&](const std::string& address) {
    for (int turn = 0; turn < 60; ++turn) {
      for (int nth = 0; nth < 80; ++nth) {
        const std::string name = "link:" + address + ":" + std::to_string(nth);
        if (is_whole_on_screen(desk, name)) return name;
      }
      desk.move(100, 400);
      desk.scroll(-10);
    }
    return std::string();
  };
  for (const std::string at : {"x@1", "J@1", "grad W1", "test_loss"}) {
    CAPTURE(at);
    desk.click(row("step:" + at));
    desk.frames(2);
    const auto moment = lessons::find_moment(*desk.state().trace, at);
    REQUIRE(moment.ok());
    CHECK(desk.state().time == moment.value().time);
  }
}

TEST_CASE("a number is judged: its sign, its digits, what cannot be read, and it can be shown") {
  Desk desk(opened("4.2"), 1440, tall);
  desk.frames(2);
  const lessons::Lesson lesson = lesson_of(desk);
  for (const Block& block : lesson.blocks) {
    const auto* number = std::get_if<lessons::TypeNumber>(&block.is);
    if (number == nullptr) continue;
    for (const char* text : {"one half", "0.5 +", "1/", "J.backward("}) {
      CAPTURE(text);
      type_into(desk, block.id, text);  // explained below the field, and no try
      const auto trace = desk.state().trace;
      const auto judgement = lessons::judge(block, *trace, text);
      CHECK(judgement.verdict == lessons::Verdict::unreadable);
      REQUIRE(judgement.error.has_value());
      CHECK(desk.shows(judgement.error->cause.substr(0, 12)));
      CHECK(desk.state().answers.count({"4.2", block.id}) == 0);
    }
    type_into(desk, block.id, "777");
    CHECK(answer_to(desk, block.id).given == std::vector<std::string>{"777"});
    CHECK(desk.shows(desk.words()["lesson.wrong"]));
    type_into(desk, block.id, number->expression);
    if (number->expression.find("grad") != std::string::npos)
      CHECK_FALSE(answer_to(desk, block.id).done);  // it would do the exercise
    if (answer_to(desk, block.id).done) press(desk, "again:" + block.id);
    type_into(desk, block.id, "12345");
    press(desk, "show:" + block.id);
    CHECK(answer_to(desk, block.id).done);
    CHECK(answer_to(desk, block.id).shown);
    press(desk, "again:" + block.id);
    CHECK_FALSE(answer_to(desk, block.id).done);
    return;
  }
  FAIL("chapter 4.2 asks for no number");
}

}  // namespace
}  // namespace backprop::test
