// The playground driven by hand: trained and rewound, changed and forked, drawn on, opened as a
// trace, led out of trouble.
#include <doctest/doctest.h>
#include <imgui.h>

#include <cmath>

#include "tests/ui/desk.h"
#include "tests/ui/records.h"
#include "viz/app/lab_settings.h"
#include "viz/app/share.h"
#include "viz/scene/number_field.h"
#include "viz/scene/playground_scene.h"

namespace backprop::test {
namespace {

using namespace viz;
using Kind = PlaygroundNumber::Kind;

State in_playground(const std::string& settings, Language language = Language::english) {
  return reduce(opened_program("two-two-two", language),
                lab_opening(Lab::playground, settings).value());
}

const PlaygroundLab& lab_of(const Desk& desk) {
  return *desk.state().playground;
}

std::int64_t edits(const Desk& desk) {
  return static_cast<std::int64_t>(lab_of(desk).run().edits.size());
}

/// The number that stands in a field.
double field(const Desk& desk, const std::string& widget) {
  return number_of(*widget_of(desk, widget).edit);
}

/// How many cells of the large map have each side's colour: class 1, class -1.
std::pair<int, int> sides(const Desk& desk) {
  const Rect map = widget_of(desk, playground_map_widget).rect;
  std::pair<int, int> found{0, 0};
  for (const Scene& scene : desk.workbench.scenes()) {
    for (const Record& record : scene.records) {
      const auto* cells = std::get_if<draw::Cells>(&record.shape);
      if (cells == nullptr || cells->columns != 100 || !map.contains(cells->rect.center()))
        continue;
      for (const Color& color : *cells->colors) {
        const Palette& colors = colors_of(desk);
        (color == colors.positive ? found.first : found.second) +=
            color == colors.positive || color == colors.negative ? 1 : 0;
      }
    }
  }
  return found;
}

}  // namespace

TEST_CASE("the playground opens from the list of labs, trains by a button and by key, and stops") {
  Desk desk(opened_program("two-two-two"));
  desk.key(GLFW_KEY_A);
  desk.click("open-lab:playground");
  CHECK(desk.state().lab == Lab::playground);
  CHECK(desk.shows("Iteration 0"));
  desk.click("play-run");
  CHECK(lab_of(desk).running);
  desk.frames(4);
  CHECK(lab_of(desk).iteration >= 100);  // 2,000 a second, of 60 frames
  desk.key(GLFW_KEY_SPACE);
  CHECK_FALSE(lab_of(desk).running);
  const std::int64_t stopped = lab_of(desk).iteration;
  desk.frames(3);
  CHECK(lab_of(desk).iteration == stopped);
  CHECK(desk.shows("Iteration " + std::to_string(stopped)));
  desk.key(GLFW_KEY_ESCAPE);
  CHECK(desk.state().lab == Lab::none);
  desk.key(GLFW_KEY_Z, true);
  CHECK(lab_of(desk).iteration == stopped);
}

TEST_CASE("steps, epochs, ends and the track go through time; each iteration is always the same") {
  Desk desk(in_playground("iteration=300"));
  desk.frames(3);
  desk.frames(2);
  desk.click("play-step");
  desk.key(GLFW_KEY_RIGHT);
  CHECK(lab_of(desk).iteration == 302);
  desk.click("play-back");
  desk.key(GLFW_KEY_LEFT);
  CHECK(lab_of(desk).iteration == 300);
  desk.key(GLFW_KEY_RIGHT, false, true);
  desk.click("play-epoch");
  CHECK(lab_of(desk).iteration == 350);  // 250 points in batches of 10
  desk.key(GLFW_KEY_LEFT, false, true);
  desk.click("play-epoch-back");
  CHECK(lab_of(desk).iteration == 300);
  const std::string loss = desk.after("training");
  const Rect track = widget_of(desk, "play-track").rect;
  desk.drag({track.right() - 2, track.center().y}, {track.x + track.w * 0.5F, track.center().y});
  CHECK(lab_of(desk).iteration == doctest::Approx(176).epsilon(0.05));
  CHECK(desk.after("training") != loss);
  desk.key(GLFW_KEY_HOME);
  CHECK(lab_of(desk).iteration == 0);
  desk.key(GLFW_KEY_END);
  CHECK(lab_of(desk).iteration == 350);  // the furthest
  desk.app.dispatch(play_change(playground_change::GoTo{300}));
  desk.frames(2);
  CHECK(desk.after("training") == loss);
  desk.click("play-anew");
  CHECK(lab_of(desk).iteration == 0);
}

TEST_CASE("features, layers, neurons and activations by click") {
  Desk desk(in_playground("iteration=20"));
  desk.frames(3);
  const auto setup = [&]() -> const playground::Setup& { return lab_of(desk).setup(); };
  desk.click("play-feature:2");
  CHECK(setup().features == std::vector<Feature>{Feature::x1, Feature::x2, Feature::x1_squared});
  desk.click("play-feature:0");
  desk.click("play-feature:1");
  desk.click("play-feature:2");  // the last one stays
  CHECK(setup().features == std::vector<Feature>{Feature::x1_squared});
  CHECK(desk.shows("the network has no input"));
  desk.click("play-layers-more");
  CHECK(setup().hidden.size() == 3);
  desk.click("play-more:2");
  desk.click("play-less:0");
  CHECK(setup().hidden[2].neurons == 3);
  CHECK(setup().hidden[0].neurons == 3);
  CHECK(desk.workbench.find_widget("play-neuron:2:2") != nullptr);
  desk.click("play-activation:1");
  desk.click("play-activation:1:elu");
  CHECK(setup().hidden[1].activation.op->name == "elu");
  CHECK(setup().hidden[0].activation.op->name == "tanh");
  CHECK(desk.workbench.find_widget("choice-close") == nullptr);  // a choice closes the list
  desk.click("play-activations");
  desk.key(GLFW_KEY_ESCAPE);
  CHECK(desk.state().lab == Lab::playground);
  desk.click("play-activations");
  desk.click("play-activations:relu");
  for (const playground::Layer& layer : setup().hidden)
    CHECK(layer.activation.op->name == "relu");
  desk.click("play-layers-less");
  desk.click("play-layers-less");
  desk.click("play-layers-less");
  CHECK(setup().hidden.empty());
  desk.click("play-run");
  desk.frames(2);
  CHECK(lab_of(desk).iteration > 0);
}

TEST_CASE("the function that was typed in the other lab is offered, chosen, trained and shared") {
  Desk desk(in_playground("iteration=20"));
  desk.app.dispatch(command::TypeFunction{"def wave(x, k=2): return x + sin(k * x) / k"});
  desk.app.dispatch(command::EditLabNumber{{LabNumber::Kind::parameter, 0, mine, "k"}, 1.5});
  desk.frames(2);
  desk.click("play-activation:1");
  CHECK(desk.shows("wave (typed)"));
  desk.click("play-activation:1:mine");
  const auto setup = [&]() -> const playground::Setup& { return lab_of(desk).setup(); };
  REQUIRE(setup().hidden[1].activation.typed != nullptr);
  CHECK(setup().hidden[1].activation.typed->numbers.at("k") == 1.5);
  CHECK(desk.shows("wave (typed)"));
  CHECK(desk.shows("mixed"));
  desk.click("play-activations");
  desk.click("play-activations:mine");
  CHECK(setup().hidden[0].activation == setup().hidden[1].activation);
  desk.app.dispatch(command::TypeFunction{"def step(x): return x > 0"});
  desk.click("play-activation:2");
  desk.click("play-activation:2:mine");  // the output
  CHECK(desk.shows("no gradient passes through 'step' to x"));
  CHECK(setup().output == playground::activation_named("tanh"));
  desk.click("play-run");
  desk.frames(2);
  CHECK(lab_of(desk).iteration > 20);
  const auto read = read_share(share_text(desk.state()));
  REQUIRE(read.ok());
  CHECK(setup_at(read.value().state.playground->run(), 100).hidden == setup().hidden);
}

TEST_CASE("numbers of activations stand below them, for each layer and for all") {
  Desk desk(in_playground("layers=3,2; activation=leaky_relu; iteration=20"));
  desk.frames(3);
  const auto slope = [&](std::size_t layer) {
    return number_in(lab_of(desk), {Kind::activation, "negative_slope", layer}).value();
  };
  const auto wheel = [&](const std::string& widget, float notches) {
    const Vec2 at = widget_of(desk, widget).rect.center();
    desk.move(at.x, at.y);
    desk.scroll(notches);
  };
  wheel("play-activation-number:1:negative_slope", 1);
  CHECK(slope(1) == doctest::Approx(0.011));
  CHECK(slope(0) == 0.01);
  wheel("play-activations-number:negative_slope", 2);
  CHECK(slope(0) == doctest::Approx(0.012));
  CHECK(slope(1) == doctest::Approx(0.012));
  CHECK(edits(desk) == 1);  // at iteration 20, where it stands
}

TEST_CASE("in a narrow window the layers are rows of the left column") {
  Desk desk(in_playground("layers=4,4,4,4,4,4; activation=elu; iteration=20"), 786, 1400);
  desk.frames(3);
  const auto setup = [&]() -> const playground::Setup& { return lab_of(desk).setup(); };
  CHECK(desk.shows("at the foot of the"));
  desk.click("play-more:0");
  CHECK(setup().hidden[0].neurons == 5);
  desk.click("play-activation:1");
  desk.click("play-activation:1:relu");
  CHECK(setup().hidden[1].activation.op->name == "relu");
  desk.click("play-activation-number:0:alpha-more");
  CHECK(setup().hidden[0].activation.attributes.real("alpha") == doctest::Approx(1.1));
}

TEST_CASE("points and how they are learnt: thumbs, fields and lists") {
  Desk desk(in_playground("iteration=20"));
  desk.frames(3);
  desk.click("play-set:spiral");
  CHECK(lab_of(desk).points.set == ToySet::spiral);
  desk.click("play-noise-more");
  CHECK(lab_of(desk).points.noise == doctest::Approx(0.01));
  desk.click("play-share-more");
  CHECK(lab_of(desk).points.train_share == doctest::Approx(0.51));
  desk.click("play-optimizer");
  desk.click("play-optimizer:adam");
  CHECK(lab_of(desk).setup().optimizer.row->name == "adam");
  desk.click("play-setting:lr");
  desk.frames(2);
  desk.type("0.01");
  desk.key(GLFW_KEY_ENTER);
  CHECK(field(desk, "play-setting:lr") == doctest::Approx(0.01));
  CHECK(field(desk, "play-setting:betas[1]") == 0.999);
  const Rect rate = widget_of(desk, "play-setting:lr").rect;
  desk.move(rate.center().x, rate.center().y);
  desk.scroll(2);
  CHECK(lab_of(desk).setup().optimizer.settings.real("lr") > 0.01);
  const Rect left = widget_of(desk, "play-setting:eps").rect;
  desk.move(left.x - 30, left.center().y);
  desk.scroll(-40);  // to what is further down
  desk.click("play-loss");
  desk.click("play-loss:cross_entropy");
  CHECK((lab_of(desk).setup().loss == playground::Loss::cross_entropy));
  desk.click("play-penalty");
  desk.click("play-penalty:l2");
  CHECK((lab_of(desk).setup().penalty == playground::Penalty::l2));
  CHECK(field(desk, "play-rate") == 0.001);
  desk.click("play-dropout-more");
  CHECK(lab_of(desk).setup().dropout > 0);
  desk.click("play-start");
  desk.click("play-start:kaiming_normal");
  CHECK(lab_of(desk).setup().start.row->name == "kaiming_normal");
  desk.click("play-seed-more");
  CHECK(lab_of(desk).setup().seed == 2);
  desk.click("play-speed");
  desk.click("play-speed:1");
  CHECK((lab_of(desk).speed == PlaygroundSpeed::steady));
}

TEST_CASE("a weight is opened by its line and edited; the map shows what it changed") {
  Desk desk(in_playground("iteration=200"));
  desk.frames(3);
  const auto before = sides(desk);
  const std::int64_t here = lab_of(desk).iteration;
  desk.app.dispatch(play_change(playground_change::TwoColors{true}));
  desk.frames(2);
  const auto two = sides(desk);
  CHECK(two.first + two.second == 100 * 100);  // nothing between
  CHECK(before.first + before.second < 100 * 100);
  const Widget& line = widget_of(desk, "play-parameter:0");
  const auto [from, to] = *line.along;
  desk.click_at(from.x * 0.8F + to.x * 0.2F, from.y * 0.8F + to.y * 0.2F);
  REQUIRE(lab_of(desk).parameter.has_value());
  const double weight = field(desk, "play-parameter");
  CHECK(std::isfinite(weight));
  desk.click("play-parameter-more");
  CHECK(edits(desk) == 1);
  CHECK(field(desk, "play-parameter") > weight);
  desk.click("play-parameter");
  desk.frames(2);
  desk.type("-4");
  desk.key(GLFW_KEY_ENTER);
  CHECK(field(desk, "play-parameter") == -4);
  CHECK(edits(desk) == 1);  // of one iteration the last word counts
  CHECK(sides(desk) != two);
  CHECK(lab_of(desk).iteration == here);
  desk.key(GLFW_KEY_Z, true);
  desk.key(GLFW_KEY_Z, true);
  desk.frames(2);
  CHECK(field(desk, "play-parameter") == weight);
  CHECK(sides(desk) == two);
  desk.key(GLFW_KEY_ESCAPE);  // the field's focus first
  desk.key(GLFW_KEY_ESCAPE);
  CHECK_FALSE(lab_of(desk).parameter);
  desk.click("play-bias:" + std::to_string(playground::layers_of(lab_of(desk).setup())[0].bias));
  CHECK(lab_of(desk).parameter.has_value());
  desk.click("play-parameter-close");
  CHECK_FALSE(lab_of(desk).parameter);
}

TEST_CASE("a neuron's map is shown large under the pointer, and stays after a click") {
  Desk desk(in_playground("iteration=100"));
  desk.frames(3);
  CHECK(desk.shows("Output"));
  const auto output = sides(desk);
  const Rect neuron = widget_of(desk, "play-neuron:0:1").rect;
  desk.move(neuron.center().x, neuron.center().y);
  CHECK(desk.shows("Layer 1, neuron 2"));
  CHECK(sides(desk) != output);
  desk.click("play-neuron:0:1");
  desk.move(neuron.x - 40, neuron.y - 300);
  CHECK(desk.shows("Layer 1, neuron 2"));
  desk.click("play-neuron:output");
  CHECK_FALSE(desk.shows("Layer 1, neuron 2"));
  CHECK(sides(desk) == output);
  const Rect map = widget_of(desk, playground_map_widget).rect;
  desk.move(map.x + map.w * 0.75F, map.y + map.h * 0.25F);
  CHECK(desk.shows("(3, 3) \u2192"));
  const Rect losses = widget_of(desk, playground_losses_widget).rect;
  desk.move(losses.right() - 2, losses.center().y);
  CHECK(desk.shows("at 100: training"));
}

TEST_CASE("a fork goes beside its run; tabs and small maps choose; it is dropped") {
  Desk desk(in_playground("data=xor; iteration=150"));
  desk.frames(3);
  desk.click("play-fork");
  REQUIRE(lab_of(desk).runs.size() == 2);
  CHECK(lab_of(desk).chosen == 1);
  desk.click("play-setting:lr-more");
  CHECK(edits(desk) == 1);
  desk.app.dispatch(play_change(playground_change::GoTo{600}));
  desk.frames(3);
  const std::string fork = desk.after("training");
  desk.click("play-choose:0");
  CHECK(desk.after("training") != fork);
  desk.click("play-map:1");
  CHECK(lab_of(desk).chosen == 1);
  CHECK(desk.after("training") == fork);
  desk.click("play-drop");
  CHECK(lab_of(desk).runs.size() == 1);
  CHECK(desk.workbench.find_widget("play-map:0") == nullptr);
  desk.key(GLFW_KEY_Z, true);
  CHECK(lab_of(desk).runs.size() == 2);
  desk.frames(4);
  CHECK(desk.after("training") == fork);  // made again, to the same bits
}

TEST_CASE("points of one's own are drawn, wiped, pasted and dropped") {
  Desk desk(in_playground(""));
  desk.frames(3);
  desk.click("play-set:own");
  CHECK(desk.shows("there are no points to train with"));
  CHECK_FALSE(desk.workbench.find_widget("play-run")->enabled);
  const Rect map = widget_of(desk, playground_map_widget).rect;
  desk.drag({map.x + 20, map.y + 30}, {map.x + 120, map.y + 30});
  const auto count = [&] {
    const auto& drawn = lab_of(desk).points.drawn;
    return drawn ? drawn->points.size() : 0;
  };
  REQUIRE(count() >= 2);
  const std::size_t stroke = count();
  CHECK(lab_of(desk).points.drawn->points[0].label == 1);
  desk.click("play-brush:-1");
  desk.click_at(map.center().x, map.center().y);
  CHECK(lab_of(desk).points.drawn->points.back().x1 == doctest::Approx(0).epsilon(0.05));
  CHECK(lab_of(desk).points.drawn->points.back().label == -1);
  CHECK(desk.workbench.find_widget("play-run")->enabled);
  desk.click("play-erase");
  desk.click_at(map.center().x, map.center().y);
  CHECK(count() == stroke);
  desk.key(GLFW_KEY_Z, true);
  desk.key(GLFW_KEY_Z, true);
  CHECK(count() == stroke);  // before the single point
  ImGui::SetClipboardText("x1,x2,label\n1,2,0\n-1,0.5,1\n3,3,1\n");
  desk.click("play-paste");
  CHECK(count() == 3);
  CHECK(desk.shows("3 points taken"));
  ImGui::SetClipboardText("1,2\n");
  desk.click("play-paste");
  CHECK(count() == 3);
  CHECK(desk.shows("2 fields in a line"));
  desk.click("play-copy");
  CHECK(std::string(ImGui::GetClipboardText()).find("-1,0.5,1") != std::string::npos);
  desk.click("play-clear");
  CHECK(count() == 0);
}

TEST_CASE("an iteration opens as a trace with its numbers, and undo leads back") {
  Desk desk(in_playground("iteration=321"));
  desk.frames(3);
  desk.frames(2);
  desk.click("play-trace");
  desk.app.work_to_end();
  desk.frames();
  CHECK(desk.state().lab == Lab::none);
  CHECK_FALSE(desk.state().error);
  playground::Session session =
      playground::Session::start(playground::Setup{},
                                 std::make_shared<const playground::Data>(playground_data({})), {})
          .value();
  session.advance(322);
  const Trace& trace = *desk.state().trace;
  CHECK(trace.value(trace.loss()).data[0] == session.loss_at(321));
  while (desk.state().lab == Lab::none)
    desk.key(GLFW_KEY_Z, true);
  CHECK(lab_of(desk).iteration == 321);
  desk.click("play-program");
  desk.app.work_to_end();
  CHECK(desk.state().draft.find("xavier_uniform") != std::string::npos);
  CHECK_FALSE(desk.state().error);
  while (desk.state().lab == Lab::none)
    desk.key(GLFW_KEY_Z, true);
  desk.click("play-pytorch");
  CHECK(std::string(ImGui::GetClipboardText()).find("import torch") != std::string::npos);
}

TEST_CASE("trouble names the iteration, the weight and the reason, and leads there") {
  for (const Language language : {Language::english, Language::chinese}) {
    Desk desk(in_playground("data=xor; activation=relu; output=none; lr=1000", language));
    desk.frames(3);
    desk.click("play-run");
    desk.frames(3);
    CHECK_FALSE(lab_of(desk).running);
    CHECK(lab_of(desk).iteration < 10);
    CHECK(desk.shows(language == Language::english ? "the learning rate is too large"
                                                   : "\u5B66\u4E60\u7387\u592A\u5927"));
    CHECK_FALSE(desk.workbench.find_widget("play-step")->enabled);
    const std::int64_t after = lab_of(desk).iteration;
    desk.click("play-before");
    CHECK(lab_of(desk).iteration == after - 1);
    CHECK(desk.workbench.find_widget("play-step")->enabled);
    desk.click("play-step");
    desk.click("play-trouble");
    desk.app.work_to_end();
    desk.frames();
    CHECK(desk.state().lab == Lab::none);
    CHECK(desk.state().time.step > 0);
  }
}

TEST_CASE("speeds are kept, whatever the frames are") {
  Desk desk(in_playground(""));
  desk.frames(3);
  desk.app.dispatch(play_change(playground_change::Speed{PlaygroundSpeed::steady}));
  desk.click("play-run");
  const std::int64_t from = lab_of(desk).iteration;
  desk.frames(120);  // two seconds
  CHECK(lab_of(desk).iteration - from == doctest::Approx(200).epsilon(0.1));
  desk.click("play-speed");
  desk.click("play-speed:3");  // as fast as it goes
  const std::int64_t slow = lab_of(desk).iteration;
  desk.frames(4);
  CHECK(lab_of(desk).iteration - slow >= 1000);
}

}  // namespace backprop::test
