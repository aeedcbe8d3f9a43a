// The graph view, read from its draw records: what is lit, which numbers stand there, and that
// words have room, at every time and zoom.
#include "viz/scene/graph_scene.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "tests/support/graph_programs.h"
#include "tests/support/programs.h"
#include "tests/support/snapshots.h"
#include "tests/ui/desk.h"
#include "viz/scene/graph_canvas.h"
#include "viz/scene/numbers.h"
#include "viz/scene/view.h"

namespace backprop::test {
namespace {

using namespace viz;

/// The graph of a program's iteration at a time, seen through a camera.
class Graph {
 public:
  explicit Graph(const std::string& program) { state.trace = run_of(program); }

  void go(Index step) {
    state.time = {step, 0};
    model = graph_of(*state.trace, step);
    layout = layout_graph(model);
  }
  Scene scene(const Viewport& view, Language language = Language::english,
              Entity hover = {}) const {
    const Look look{colors(), resources().words.at(language), *resources().glyphs, hover};
    return graph_scene(state, model, layout, view, look);
  }
  /// All of it at zoom 1, with a margin for what stands beside boxes at the edge.
  Scene whole(Entity hover = {}) const {
    const Rect area{0, 0, layout.world.w + 900, layout.world.h + 300};
    return scene({area, {layout.world.center(), 1}}, Language::english, hover);
  }
  const Palette& colors() const { return resources().palettes.at(state.theme); }

  State state;
  GraphModel model;
  GraphLayout layout;
};

/// Without the edges, whose widgets are lines, and the numbers. No name is given twice.
std::set<std::string> names_of_boxes(const Scene& scene) {
  std::set<std::string> names;
  std::set<std::string> boxes;
  for (const Widget& widget : scene.widgets) {
    if (widget.along) continue;
    CHECK(names.insert(widget.name).second);
    if (widget.name.starts_with("op:")) boxes.insert(widget.name);
  }
  return boxes;
}

/// The fill of a value's box.
const draw::Rectangle* box_of(const Scene& scene, ValueId id) {
  const Entity entity = Entity::value(id);
  for (const Record& record : scene.records) {
    const auto* rectangle = std::get_if<draw::Rectangle>(&record.shape);
    if (rectangle != nullptr && record.entity == entity) return rectangle;
  }
  return nullptr;
}

int lines_in(const Scene& scene, const Color& color) {
  return static_cast<int>(
      std::count_if(scene.records.begin(), scene.records.end(), [&](const Record& record) {
        const auto* line = std::get_if<draw::Polyline>(&record.shape);
        return line != nullptr && line->color == color;
      }));
}

void check_lit(const Graph& graph, const Scene& scene) {
  const GraphActivity now = activity_of(graph.state, graph.model);
  for (int n = 0; n < static_cast<int>(graph.model.nodes.size()); ++n) {
    const draw::Rectangle* box =
        box_of(scene, graph.model.nodes[static_cast<std::size_t>(n)].value);
    REQUIRE(box != nullptr);
    const bool lit = now.node(n);
    CHECK((lit ? box->fill == direction_fill(graph.colors(), now.kind) : true));
    CHECK((box->border == direction_ink(graph.colors(), now.kind)) == lit);
  }
  if (!now.step) return;
  const Step& step = graph.state.trace->step(*now.step);
  const int expected =
      step.kind == StepKind::clear ? 0
      : step.kind == StepKind::backward
          ? (step.edge < 0 ? 0 : 1)
          : static_cast<int>(graph.state.trace->value(step.value).arguments.size());
  if (step.kind != StepKind::clear) CHECK((now.worked >= 0 && now.written >= 0));
  CHECK(lines_in(scene, direction_ink(graph.colors(), now.kind)) == expected);
}

bool is_shown(const std::string& text, double number) {
  return text == shown_short(number) || text == shown_short(number, 3) ||
         text == shown_short(number, 2);
}

/// Numbers carry what they are numbers of; gradients begin with a sign, or a space inside a row.
int check_numbers(const Graph& graph, const Scene& scene, const std::map<ValueId, Held>& held) {
  const std::string sign = "\u2202 ";
  const Trace& trace = *graph.state.trace;
  std::set<ValueId> values, gradients;
  int count = 0;
  for (const Record& record : scene.records) {
    const auto* text = std::get_if<draw::Text>(&record.shape);
    if (text == nullptr || record.entity.kind != Entity::Kind::value || record.entity.index < 0)
      continue;
    const ValueId id = record.entity.id;
    const auto element = static_cast<std::size_t>(record.entity.index);
    const bool first = text->text.starts_with(sign);
    const bool gradient = first || text->text.starts_with(" ");
    CAPTURE(text->text);
    CAPTURE(id);
    const ValueId now = version_of(trace, id, graph.state.time.step);
    const bool constant = trace.value(id).kind == ValueKind::constant;
    const bool holds = held.contains(now) && now == id;
    const double number = gradient ? held.at(now).gradient[element]
                          : holds  ? held.at(id).value[element]
                                   : trace.value(id).data.data[element];
    if (!constant) CHECK((exists(trace, id, graph.state.time.step) || gradient));
    CHECK(is_shown(text->text.substr(first ? sign.size() : gradient ? 1 : 0), number));
    (gradient ? gradients : values).insert(id);
    ++count;
  }
  for (const GraphNode& node : graph.model.nodes) {
    CAPTURE(node.value);
    const bool made = exists(trace, node.value, graph.state.time.step);
    if (made && trace.value(node.value).data.size() == 1) CHECK(values.contains(node.value));
    const bool has = node.kind != GraphNode::Kind::constant && !node.last &&
                     contribution_count(trace, node.value, graph.state.time.step) > 0;
    CHECK(gradients.contains(node.value) == has);
  }
  return count;
}

void check_contribution(const Graph& graph, const Scene& scene) {
  const auto at = current_step(graph.state);
  std::string shown;
  for (const Record& record : scene.records) {
    const auto* text = std::get_if<draw::Text>(&record.shape);
    if (text != nullptr && record.entity.kind == Entity::Kind::step) shown += text->text;
  }
  const bool backward = at && graph.state.trace->step(*at).kind == StepKind::backward;
  REQUIRE(shown.empty() == !backward);
  if (!backward) return;
  const Step& step = graph.state.trace->step(*at);
  const double first =
      graph.state.trace->contributions[static_cast<std::size_t>(step.contribution)][0];
  const std::string number = shown_short(first);
  CHECK(shown.substr(0, shown.find(',')) == (first > 0 ? "+" + number : number));
}

TEST_CASE("at every time the step's place is lit, and all numbers are what the recording holds") {
  std::vector<std::string> programs{lstm_program};
  for (const NamedProgram& program : all_programs())
    programs.push_back(program.text);
  for (const std::string& text : programs) {
    CAPTURE(text);
    Graph graph(text);
    const Snapshots snapshots =
        text == lstm_program ? Snapshots{} : snapshots_of(*graph.state.trace);
    int numbers = 0;
    for (Index step = 0; step <= graph.state.trace->step_count(); ++step) {
      CAPTURE(step);
      graph.go(step);
      const Scene scene = graph.whole();
      std::set<std::string> expected;
      for (const GraphNode& node : graph.model.nodes)
        expected.insert("op:" + std::to_string(node.value));
      CHECK(names_of_boxes(scene) == expected);
      check_contribution(graph, scene);
      if (snapshots.empty()) continue;
      check_lit(graph, scene);
      numbers += check_numbers(graph, scene, snapshots[static_cast<std::size_t>(step)]);
    }
    if (!snapshots.empty()) CHECK(numbers > 2 * graph.state.trace->step_count());
  }
}

TEST_CASE(
    "a box selects its value, an edge its argument; hovering lights both, and a parameter "
    "through any of its versions") {
  Graph graph(shipped_program("two-two-two"));
  graph.go(12);
  const Scene scene = graph.whole();
  std::size_t edges = 0;
  std::size_t numbers = 0;
  for (const Widget& widget : scene.widgets) {
    REQUIRE(widget.command.has_value());
    const auto* select = std::get_if<command::Select>(&*widget.command);
    REQUIRE(select != nullptr);
    CHECK(select->entity == Entity::value(widget.entity.id));
    const bool number = widget.name.find("-of:") != std::string::npos;
    CHECK((widget.entity.index >= 0) == number);  // of a number in the box: asked about by itself
    numbers += number ? 1 : 0;
    CHECK_FALSE(widget.tooltip.empty());
    if (!widget.along) continue;
    ++edges;
    const Vec2 from = widget.along->first;
    const Vec2 to = widget.along->second;
    CHECK(hits(widget, {(from.x + to.x) / 2, (from.y + to.y) / 2}));
  }
  CHECK(numbers > 10);
  CHECK(edges == graph.model.edges.size());
  const ValueId h = find_value(*graph.state.trace, "h");
  const auto* plain = box_of(scene, h);
  CHECK_FALSE(plain->border == graph.colors().ink);
  for (const Entity& entity : {Entity::value(h), Entity::value(h, 1), Entity::line(8)}) {
    const Scene lit = graph.whole(entity);
    CHECK(box_of(lit, h)->border == graph.colors().ink);
    CHECK(lines_in(lit, graph.colors().ink) > lines_in(scene, graph.colors().ink));
  }
}

struct Piece {
  std::string text;
  Rect rect;
};

std::vector<Piece> pieces_of(const Scene& scene) {
  std::vector<Piece> pieces;
  for (const Record& record : scene.records) {
    const auto* text = std::get_if<draw::Text>(&record.shape);
    if (text == nullptr) continue;
    const float px = font_of(text->style).px;
    const float width = text_width(*resources().glyphs, text->style, text->text);
    pieces.push_back(
        {text->text, {text->baseline.x, text->baseline.y - 0.72F * px, width, 0.86F * px}});
  }
  return pieces;
}

/// Of a view and the legend below it.
void check_words(const Scene& scene, const Rect& view) {
  constexpr float legend = 40;
  const Rect area{view.x, view.y, view.w, view.h + legend};
  constexpr float allowed = 1.5F;
  const std::vector<Piece> pieces = pieces_of(scene);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Rect& a = pieces[i].rect;
    CAPTURE(pieces[i].text);
    CHECK((a.x >= area.x && a.right() <= area.right() + 0.5F && a.y >= area.y &&
           a.bottom() <= area.bottom()));
    for (std::size_t j = 0; j < i; ++j) {
      const Rect& b = pieces[j].rect;
      const float over = std::min(std::min(a.right(), b.right()) - std::max(a.x, b.x),
                                  std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y));
      if (over <= allowed) continue;
      CAPTURE(pieces[j].text);
      CHECK_MESSAGE(false, "words over words");
    }
  }
}

TEST_CASE("no words lie over words or leave the view, at any zoom") {
  // The network's pane in windows of 1100x700 and 1440x900, and half a screen.
  const Rect areas[] = {{346, 46, 494, 498}, {452, 46, 648, 698}, {0, 0, 960, 1000}};
  std::vector<std::string> programs{lstm_program};
  for (const NamedProgram& program : all_programs())
    programs.push_back(program.text);
  for (const std::string& text : programs) {
    CAPTURE(text);
    Graph graph(text);
    const Index end = graph.state.trace->step_count();
    for (Index step = 0; step <= end; step += std::max<Index>(1, end / 12)) {
      graph.go(step);
      for (const Rect& area : areas) {
        const float all = fitted(graph.layout.world, area).zoom;
        for (const float zoom : {all, 0.34F, 0.55F, 0.8F, 1.0F, 1.7F, 3.0F}) {
          CAPTURE(step);
          CAPTURE(zoom);
          const auto focus = graph_focus(graph.state, graph.model, graph.layout);
          const Vec2 center = focus && zoom != all ? focus->center() : graph.layout.world.center();
          for (const Language language : {Language::english, Language::chinese})
            check_words(graph.scene({area, {center, zoom}}, language), area);
        }
      }
    }
  }
}

/// A loop of so many rounds of six operations.
std::string loop_of(int rounds) {
  return "w = param(0.5)\nh = tensor(0.1)\ns = tensor(0.0)\nfor t in range(" +
         std::to_string(rounds) +
         "):\n    h = tanh(w * h + 0.1)\n    s = s + h * h\ns.backward()\n";
}

TEST_CASE("what is outside the view is not drawn; from afar ten thousand boxes are a few records") {
  Graph graph(loop_of(1700));
  graph.go(4000);
  REQUIRE(graph.model.nodes.size() > 10'000);
  const Rect area{0, 0, 700, 600};
  const Scene near = graph.scene({area, {graph.layout.box(500).center(), 1}});
  CHECK(near.widgets.size() > 3);
  CHECK(near.records.size() < 400);
  for (const Widget& widget : near.widgets) {
    CHECK(widget.rect.x >= area.x);
    CHECK(widget.rect.right() <= area.right());
    CHECK(widget.rect.bottom() <= area.bottom());
  }
  const Scene far = graph.scene({area, fitted(graph.layout.world, area)});
  CHECK(far.widgets.empty());
  CHECK(far.records.size() > 1000);
  CHECK(far.records.size() < 14'000);
  // The current step's place is marked all the same.
  const bool marked = std::any_of(far.records.begin(), far.records.end(), [](const Record& record) {
    return std::holds_alternative<draw::Circle>(record.shape);
  });
  CHECK(marked);
}

TEST_CASE("a view may be of any size, zoom and place, of a graph without anything in it too") {
  Graph graph(lstm_program);
  for (const Index step : {Index{0}, Index{30}, graph.state.trace->step_count()}) {
    graph.go(step);
    for (const float zoom : {1e-6F, 1e-3F, 0.1F, 40.0F, 1e5F}) {
      for (const Rect& area : {Rect{0, 0, 0, 0}, Rect{5, 5, 20, 10}, Rect{0, 0, 4000, 3000}})
        graph.scene({area, {graph.layout.world.center(), zoom}});
    }
  }
  graph.model = {};
  graph.layout = layout_graph(graph.model);
  const Rect area{0, 0, 400, 300};
  CHECK(names_of_boxes(graph.scene({area, fitted(graph.layout.world, area)})).empty());
  CHECK_FALSE(graph_focus(graph.state, graph.model, graph.layout).has_value());
}

TEST_CASE("a camera sees what it is fitted to, and goes from the screen to the world and back") {
  const Rect world{-300, 200, 4000, 1000};
  const Rect area{100, 50, 640, 480};
  const Viewport view{area, fitted(world, area)};
  const Rect on_screen = view.at(world);
  CHECK(on_screen.x >= area.x);
  CHECK(on_screen.right() <= area.right());
  CHECK(on_screen.bottom() <= area.bottom());
  const Vec2 back = view.world_at(view.at(Vec2{12, 345}));
  CHECK(back.x == doctest::Approx(12));
  CHECK(back.y == doctest::Approx(345));
  CHECK(view.seen().w == doctest::Approx(area.w / view.camera.zoom));
  CHECK(fitted({0, 0, 10, 10}, area).zoom == 1);
  CHECK(fitted({0, 0, 10, 10}, area, 3).zoom == 3);
}

}  // namespace
}  // namespace backprop::test
