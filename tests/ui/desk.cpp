#include "tests/ui/desk.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace backprop::test {

const viz::Resources& resources() {
  static const auto loaded = viz::Resources::load();
  REQUIRE(loaded.ok());
  return *loaded.value();
}

viz::State opened(const std::string& lesson, viz::Language language) {
  auto state = viz::open_state(lesson, language);
  REQUIRE(state.ok());
  return std::move(state).value();
}

viz::State opened_program(const std::string& name, viz::Language language) {
  const auto text = lessons::load_program(name);
  REQUIRE(text.ok());
  return opened_text(text.value(), language, name);
}

viz::State opened_text(const std::string& text, viz::Language language, const std::string& name) {
  auto state = viz::open_program_state(name, text, language);
  REQUIRE(state.ok());
  return std::move(state).value();
}

Desk::Desk(viz::State state, float width, float height, float scale)
    : app(std::move(state)),
      workbench(app, resources()),
      platform(width, height, scale, [this](float its_scale) { workbench.on_context(its_scale); }) {
  platform.on_drop = [this](const std::vector<std::string>& paths) { workbench.drop(paths); };
  frames(2);
}

viz::FrameResult Desk::frames(int count) {
  viz::FrameResult result;
  for (int i = 0; i < count; ++i) {
    result = platform.frame([this](const viz::FrameInfo& info) { return workbench.frame(info); });
  }
  CHECK_FALSE(shows("(?)"));
  return result;
}

void Desk::click(const std::string& name, int times) {
  CAPTURE(name);
  const viz::Widget* widget = workbench.find_widget(name);
  REQUIRE(widget != nullptr);
  REQUIRE(widget->enabled);
  const auto middle = [](viz::Vec2 a, viz::Vec2 b) {
    return viz::Vec2{(a.x + b.x) / 2, (a.y + b.y) / 2};
  };
  const viz::Vec2 at =
      widget->along ? middle(widget->along->first, widget->along->second) : widget->rect.center();
  REQUIRE(viz::hits(*widget, at));
  for (int i = 0; i < times; ++i)
    click_at(at.x, at.y);
}

void Desk::click_at(float x, float y) {
  move(x, y);
  platform.press_mouse();
  frames();
  platform.release_mouse();
  frames();
}

void Desk::right_click(const std::string& name) {
  CAPTURE(name);
  const viz::Widget* widget = workbench.find_widget(name);
  REQUIRE(widget != nullptr);
  right_click_at(widget->rect.center().x, widget->rect.center().y);
}

void Desk::right_click_at(float x, float y) {
  move(x, y);
  platform.press_mouse(1);
  frames();
  platform.release_mouse(1);
  frames();
}

void Desk::drag(viz::Vec2 from, viz::Vec2 to) {
  move(from.x, from.y);
  platform.press_mouse();
  frames();
  move(to.x, to.y);
  platform.release_mouse();
  frames();
}

void Desk::move(float x, float y) {
  platform.move_mouse(x, y);
  frames();
}

void Desk::scroll(float lines) {
  platform.scroll(lines);
  frames();
}

void Desk::key(int code, bool control, bool shift) {
  platform.press_key(code, control, shift);
  frames();
  platform.release_key(code);
  frames();
}

void Desk::drop(const std::vector<std::string>& paths) {
  platform.drop(paths);
  frames(3);
}

void Desk::type(const std::string& text) {
  platform.type(text);
  frames(2);
}

void Desk::show_answers() {
  const auto lesson = lessons::load_lesson(state().lesson, state().language);
  REQUIRE(lesson.ok());
  for (const lessons::Block& block : lesson.value().blocks) {
    if (lessons::is_task(block)) app.dispatch(viz::command::ShowAnswer{block.id});
  }
  frames(2);
}

bool Desk::shows(const std::string& text) const {
  const auto all = texts_of(workbench);
  return std::any_of(all.begin(), all.end(), [&](const std::string& piece) {
    return piece.find(text) != std::string::npos;
  });
}

std::string Desk::after(const std::string& label) const {
  const auto all = texts_of(workbench);
  const auto found = std::find(all.begin(), all.end(), label);
  return found == all.end() || found + 1 == all.end() ? "" : *(found + 1);
}

const viz::Strings& Desk::words() const {
  return resources().words.at(state().language);
}

std::vector<std::string> texts_of(const viz::Workbench& workbench) {
  std::vector<std::string> texts;
  for (const viz::Scene& scene : workbench.scenes()) {
    for (const viz::Record& record : scene.records) {
      if (const auto* text = std::get_if<viz::draw::Text>(&record.shape))
        texts.push_back(text->text);
    }
  }
  return texts;
}

}  // namespace backprop::test
