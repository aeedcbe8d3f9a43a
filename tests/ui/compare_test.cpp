// The bars of a comparison: both recordings on one scale, where one is, and where they part.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "tests/ui/by_hand.h"
#include "tests/ui/records.h"

namespace backprop::test {
namespace {

using viz::Rect;

constexpr const char* comparison = "compare-drop";

std::vector<Rect> boxes(const Desk& desk, const Rect& within, const viz::Color& fill) {
  std::vector<Rect> found;
  for (const viz::Record& record : records_in(desk, comparison)) {
    const auto* box = std::get_if<viz::draw::Rectangle>(&record.shape);
    if (box != nullptr && box->fill == fill && box->rect.center().y > within.y &&
        box->rect.center().y < within.bottom())
      found.push_back(box->rect);
  }
  return found;
}

/// How many steps of each kind a recording has.
std::map<StepKind, Index> steps_of(const Trace& trace) {
  std::map<StepKind, Index> counts;
  for (Index at = 0; at < trace.step_count(); ++at)
    ++counts[trace.step(at).kind];
  return counts;
}

void check_bar(const Desk& desk, const char* name, const Trace& trace, float per_step) {
  CAPTURE(name);
  const Rect bar = widget_of(desk, name).rect;
  CHECK(bar.w == doctest::Approx(per_step * static_cast<float>(trace.step_count())).epsilon(0.01));
  for (const auto& [kind, count] : steps_of(trace)) {
    float width = 0;
    for (const Rect& box : boxes(desk, bar, viz::direction_fill(colors_of(desk), kind)))
      width += box.w;
    CHECK(width == doctest::Approx(per_step * static_cast<float>(count)).epsilon(0.01));
  }
  // The cursor, no further than the recording reaches.
  const auto cursor = boxes(desk, bar, colors_of(desk).ink);
  REQUIRE(cursor.size() == 1);
  const Index at = std::min(desk.state().time.step, trace.step_count());
  CHECK(cursor.front().center().x ==
        doctest::Approx(bar.x + per_step * static_cast<float>(at)).epsilon(0.01));
}

TEST_CASE("a comparison's bars have both recordings on one scale, cursor and first difference") {
  Desk desk(opened_program("two-two-two"));
  const auto longer = desk.state().trace;
  desk.click("keep");
  // The same without its update: shorter.
  std::string text = longer->program;
  text.erase(text.find("sgd("));
  text.replace(text.find("0.55"), 4, "0.65");
  type_and_run(desk, text);
  const auto shorter = desk.state().trace;
  REQUIRE(shorter != longer);
  REQUIRE(shorter->step_count() < longer->step_count());
  const float per_step =
      widget_of(desk, "compare-kept").rect.w / static_cast<float>(longer->step_count());
  for (const int code : {GLFW_KEY_HOME, GLFW_KEY_SPACE, GLFW_KEY_END}) {
    desk.key(code);
    check_bar(desk, "compare-now", *shorter, per_step);
    check_bar(desk, "compare-kept", *longer, per_step);
  }
  // The mark stands at the step at which the button goes.
  desk.click("compare-go");
  const Index apart = desk.state().time.step - 1;
  REQUIRE(desk.state().kept->difference->step == apart);
  const Rect bar = widget_of(desk, "compare-kept").rect;
  const float x = bar.x + per_step * (static_cast<float>(apart) + 0.5F);
  bool marked = false;
  for (const viz::Record& record : records_in(desk, comparison)) {
    const auto* line = std::get_if<viz::draw::Line>(&record.shape);
    if (line == nullptr || !(line->color == colors_of(desk).wrong)) continue;
    CHECK(line->from.x == doctest::Approx(x).epsilon(0.01));
    CHECK(line->from.y < widget_of(desk, "compare-now").rect.y);
    CHECK(line->to.y > bar.bottom());
    marked = true;
  }
  CHECK(marked);
  desk.click("compare-swap");
  desk.frames(2);
  check_bar(desk, "compare-now", *longer, per_step);
  check_bar(desk, "compare-kept", *shorter, per_step);
}

}  // namespace
}  // namespace backprop::test
