// Running averages in the window: what every step says, shows and leads to, in both languages.
#include <doctest/doctest.h>

#include <set>

#include "engine/trace/time.h"
#include "tests/ui/desk.h"
#include "viz/scene/network_model.h"
#include "viz/scene/numbers.h"
#include "viz/scene/step_text.h"
#include "viz/scene/view.h"

namespace backprop::test {
namespace {

using viz::Language;

const std::string leaves =
    "x = tensor([[0.4, 1.9], [-2.2, 0.3], [1.5, -0.7]])\nW = param([[0.7, -1.3], [0.4, 0.9]])\n"
    "m = tensor([0.1, -0.2])\nv = tensor([0.5, 2.0])\n";
const std::string rounds =
    "for t in range(2):\n    y = batch_norm(HIDDEN, m, v, training=True)\n    J = sum(y * y * x)\n"
    "    J.backward()\n    sgd(lr=0.1)\nz = batch_norm(x, m, v)\n";

std::string program(const std::string& hidden) {
  std::string text = leaves + rounds;
  return text.replace(text.find("HIDDEN"), 6, hidden);
}

const std::string graph_of_names = program("tanh(x * W[0])");
const std::string layers_of_neurons = program("linear(x, W)");

/// The update of `name` in that round, and its time.
Index update_of(const Trace& trace, const std::string& name, std::size_t round) {
  const Versioned* buffer = versioned(trace, find_value(trace, name));
  REQUIRE(buffer != nullptr);
  return trace.value(buffer->versions.at(round + 1)).made_by;
}

TEST_CASE("a step that updates a running average says so, in words and numbers") {
  const viz::State state = opened_text(graph_of_names, Language::english);
  const Trace& trace = *state.trace;
  const Index at = update_of(trace, "v", 1);
  const auto& english = resources().words.at(Language::english);
  const auto& chinese = resources().words.at(Language::chinese);
  CHECK(viz::step_summary(trace, at, english) == "batch_norm updates its running average v");
  CHECK(viz::step_summary(trace, at, chinese) ==
        "batch_norm \u66F4\u65B0\u6ED1\u52A8\u5E73\u5747 v");
  const std::vector<std::string> lines = viz::step_in_words(trace, at, english);
  REQUIRE(lines.size() == 8);  // heading, line, and three for each channel
  CHECK(lines[0].ends_with(": update: batch_norm updates its running average v"));
  CHECK(lines[1] == "  line 6: y = batch_norm(tanh(x * W[0]), m, v, training=True)");
  CHECK(lines[2].starts_with("  v[0] \u2190 0.9 \u00D7 v[0] + 0.1 \u00D7 ("));
  const Value& value = trace.value(trace.step(at).value);
  const double old = trace.value(value.arguments[0]).data[0];
  CHECK(lines[3].ends_with(" = " + viz::shown(value.data[0])));
  CHECK(lines[4] == "      before " + viz::shown(old) + ", after " + viz::shown(value.data[0]));
  // An optimizer's still names the optimizer.
  const Versioned* weight = versioned(trace, find_value(trace, "W"));
  const Index optimizer = trace.value(weight->versions[1]).made_by;
  CHECK(viz::step_summary(trace, optimizer, english) == "sgd writes the next W");
}

/// Goes through all times and finds the update's words and numbers where they belong.
void walk(const std::string& text, Language language) {
  Desk desk(opened_text(text, language));
  const Trace& trace = *desk.state().trace;
  Index updates = 0;
  while (desk.state().time.step < trace.step_count()) {
    desk.key(GLFW_KEY_SPACE);
    const Index at = desk.state().time.step - 1;
    const Step& step = trace.step(at);
    CAPTURE(at);
    CHECK(desk.shows(viz::step_summary(trace, at, desk.words())));
    if (!updates_buffer(step)) continue;
    const Value& value = trace.value(step.value);
    const Index element = viz::focus_element(desk.state(), at);
    const auto shown = [&](ValueId id) { return viz::shown(trace.value(id).data[element]); };
    CHECK(desk.after(desk.words()["inspector.before"]) == shown(value.arguments[0]));
    CHECK(desk.after(desk.words()["inspector.after"]) == shown(step.value));
    ++updates;
  }
  CHECK(updates == 4);
}

TEST_CASE("the inspector shows before and after of every update") {
  for (const std::string& text : {graph_of_names, layers_of_neurons}) {
    for (const Language language : {Language::english, Language::chinese})
      walk(text, language);
  }
}

TEST_CASE("an update opens into its terms, one key at a time") {
  Desk desk(opened_text(graph_of_names, Language::english));
  const Index at = update_of(*desk.state().trace, "m", 0);
  while (desk.state().time.step < at)
    desk.key(GLFW_KEY_SPACE);
  desk.click("size-term");
  Index terms = 0;
  while (desk.state().time.step == at) {
    desk.key(GLFW_KEY_SPACE);
    ++terms;
  }
  CHECK(terms == term_count(*desk.state().trace, at));
  CHECK(terms > 8);
}

TEST_CASE("what reads a running average is joined with it, not with what it was averaged from") {
  const viz::State state = opened_text(graph_of_names, Language::english);
  const Trace& trace = *state.trace;
  const viz::NetworkModel model = viz::network_of(trace, trace.step_count(), 0);
  std::set<std::string> sources;
  for (const viz::NetworkEdge& edge : model.edges) {
    if (edge.product != find_value(trace, "z")) continue;
    const auto& column = model.columns[static_cast<std::size_t>(edge.from_column)];
    sources.insert(display_name(trace, column.nodes[static_cast<std::size_t>(edge.from)].value));
  }
  CHECK(sources == std::set<std::string>{"m", "v", "x"});
}

TEST_CASE("a running average is followed through its versions") {
  Desk desk(opened_text(graph_of_names, Language::english));
  const Trace& trace = *desk.state().trace;
  const ValueId m = find_value(trace, "m");
  const std::string node = "value:" + std::to_string(m) + ":1";
  std::vector<Index> writes{trace.value(m).made_by, update_of(trace, "m", 0),
                            update_of(trace, "m", 1)};
  for (const Index at : writes) {
    desk.click(node, 2);
    CHECK(desk.state().time == Time{at + 1, 0});
    desk.frames(60);  // the next click is not this one's third
  }
  desk.key(GLFW_KEY_HOME);
  if (desk.state().selection.kind == viz::Entity::Kind::none) desk.click(node);
  for (const Index at : writes) {
    while (desk.state().time.step <= at)
      desk.key(GLFW_KEY_SPACE);
    const double number = trace.value(version_of(trace, m, at + 1)).data[1];
    CHECK(desk.after(desk.words()["inspector.value"]) == viz::shown(number));
    CHECK(viz::current_value(desk.state(), m) == trace.step(at).value);
  }
}

}  // namespace
}  // namespace backprop::test
