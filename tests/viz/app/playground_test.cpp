// The playground's state: what each change does, undo, sharing, settings.
#include "viz/app/playground.h"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/viz/app/state_text.h"
#include "viz/app/app.h"
#include "viz/app/lab_settings.h"
#include "viz/app/packing.h"
#include "viz/app/share.h"

namespace backprop::test {
namespace {

using namespace viz;
namespace change = viz::playground_change;
using Kind = PlaygroundNumber::Kind;
using playground::WeightEdit;

PlaygroundLab after(const PlaygroundLab& lab, const PlaygroundChange& what) {
  auto next = changed(lab, what);
  REQUIRE(next.ok());
  return std::move(next).value();
}

PlaygroundLab with(const PlaygroundLab& lab, const PlaygroundNumber& which, double number) {
  auto next = changed(lab, which, number);
  REQUIRE(next.ok());
  return std::move(next).value();
}

PlaygroundLab at(std::int64_t iteration) {
  return after({}, change::GoTo{iteration});
}

App app_in_playground() {
  State state;
  auto run = run_program("w = param(2.0)\nJ = w * w\nJ.backward()\n");
  REQUIRE(run.ok());
  state.trace = run.value();
  state.draft = run.value()->program;
  App app(std::move(state));
  app.dispatch(command::OpenLab{Lab::playground});
  return app;
}

const PlaygroundLab& lab_of(const App& app) {
  return *app.state().playground;
}

void give(App& app, PlaygroundChange what, bool continues = false) {
  app.dispatch(command::ChangePlayground{std::move(what), continues});
}

}  // namespace

TEST_CASE("other points, features, layers or starts are another task: it begins anew") {
  const PlaygroundLab trained = with(at(500), {Kind::parameter, {}, 3}, 0.5);
  REQUIRE(trained.run().edits.size() == 1);
  const PlaygroundChange anew[] = {change::Set{ToySet::spiral},
                                   change::ToggleFeature{Feature::sin_x1},
                                   change::Layers{3},
                                   change::Neurons{0, 7},
                                   change::Start{"kaiming_normal"},
                                   change::Draw{1, 2},
                                   change::Anew{}};
  for (const PlaygroundChange& what : anew) {
    CAPTURE(what.index());
    const PlaygroundLab next = after(trained, what);
    CHECK(next.iteration == 0);
    CHECK(next.run().edits.empty());
  }
  for (const Kind kind : {Kind::noise, Kind::seed, Kind::count, Kind::data_seed, Kind::train_share})
    CHECK(with(trained, {kind}, 0.3).iteration == 0);
}

TEST_CASE("everything else is changed where one stands, and what came before stays") {
  const PlaygroundLab lab = at(500);
  const PlaygroundChange there[] = {change::Activation{1, "relu"},
                                    change::Activations{"elu"},
                                    change::Loss{playground::Loss::cross_entropy},
                                    change::Penalty{playground::Penalty::l1},
                                    change::Optimizer{"adam"},
                                    change::Flag{"nesterov", false}};
  for (const PlaygroundChange& what : there) {
    CAPTURE(what.index());
    const PlaygroundLab next = after(lab, what);
    CHECK(next.iteration == 500);
    REQUIRE(next.run().edits.size() == 1);
    CHECK(next.run().edits[0].iteration == 500);
    CHECK(next.run().setup == lab.run().setup);
    CHECK_FALSE(next.setup() == lab.setup());
  }
  CHECK(with(lab, {Kind::setting, "lr"}, 0.5).setup().optimizer.settings.real("lr") == 0.5);
  CHECK(with(lab, {Kind::dropout}, 0.25).setup().dropout == 0.25);
  CHECK(with(lab, {Kind::batch}, 30).setup().batch == 30);
  const PlaygroundLab weight = with(lab, {Kind::parameter, {}, 2}, -1.5);
  CHECK(weight.run().edits[0] == playground::Edit{500, WeightEdit{2, -1.5}});
}

TEST_CASE("the output goes with the labels, and the cross-entropy with the weighted sum") {
  PlaygroundLab lab = after({}, change::Set{ToySet::plane});
  CHECK(lab.setup().output.op == nullptr);
  lab = after(lab, change::Set{ToySet::circle});
  CHECK(lab.setup().output.op->name == "tanh");
  lab = after(lab, change::Loss{playground::Loss::cross_entropy});
  CHECK(lab.setup().output.op == nullptr);
  const auto refused = changed(lab, change::Activation{2, "tanh"});
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().cause.find("cross-entropy") != std::string::npos);
  lab = after(lab, change::Set{ToySet::sine});
  CHECK(lab.setup().loss == playground::Loss::squared);
  PlaygroundLab bare = after({}, change::ToggleFeature{Feature::x1});
  CHECK(changed(bare, change::ToggleFeature{Feature::x2}).error().cause ==
        "the network has no input");
}

TEST_CASE("numbers are moved into their ranges, and what is no number is refused") {
  const PlaygroundLab lab;
  CHECK(with(lab, {Kind::noise}, 9).points.noise == 0.5);
  CHECK(with(lab, {Kind::count}, -5).points.count == 10);
  CHECK(with(lab, {Kind::train_share}, 2).points.train_share == 0.9);
  CHECK(with(lab, {Kind::batch}, 0.2).setup().batch == 1);
  CHECK(with(lab, {Kind::dropout}, 1).setup().dropout == 0.9);
  CHECK(with(lab, {Kind::seed}, 1e300).setup().seed == playground::limits::seed);
  for (const double bad : {std::nan(""), HUGE_VAL})
    CHECK_FALSE(changed(lab, PlaygroundNumber{Kind::noise}, bad).ok());
  CHECK_FALSE(changed(lab, {Kind::parameter, {}, 999}, 1).ok());
  CHECK_FALSE(changed(lab, {Kind::setting, "lr"}, -1).ok());  // as the optimizer has it
  const PlaygroundLab adam = after(lab, change::Optimizer{"adam"});
  CHECK(number_in(adam, {Kind::setting, "betas", 1}) == 0.999);
  CHECK(number_in(with(adam, {Kind::setting, "betas", 1}, 0.9), {Kind::setting, "betas", 1}) ==
        0.9);
  CHECK_FALSE(number_in(adam, {Kind::setting, "betas", 2}));
  CHECK_FALSE(number_in(adam, {Kind::setting, "momentum"}));
  const PlaygroundLab still = with(lab, {Kind::setting, "momentum"}, 0);
  CHECK_FALSE(still.setup().optimizer.settings.flag("nesterov"));
}

TEST_CASE("numbers of activations are set for one layer, or for all that have them") {
  PlaygroundLab lab = after({}, change::Activations{"leaky_relu", std::nullopt});
  const auto slope = [&](std::size_t layer) {
    return number_in(lab, {Kind::activation, "negative_slope", layer});
  };
  CHECK(slope(0) == 0.01);
  CHECK_FALSE(slope(2));  // the output is a tanh
  CHECK_FALSE(slope(3));  // nor is there more
  lab = with(lab, {Kind::activation, "negative_slope", 1}, 0.3);
  CHECK(slope(0) == 0.01);
  CHECK(slope(1) == 0.3);
  lab = with(lab, {Kind::activation, "negative_slope", 7}, 0.9);
  CHECK(slope(1) == 0.3);
  lab = with(lab, {Kind::activations, "negative_slope"}, 0.2);
  CHECK(slope(0) == 0.2);
  CHECK(slope(1) == 0.2);
  CHECK(number_in(lab, {Kind::activations, "negative_slope"}) == 0.2);
  CHECK_FALSE(number_in(lab, {Kind::activations, "alpha"}));

  // A typed one's parameter, in the middle of a run: what came before stays.
  lab = after(lab, change::Activation{1, "mine", change::Typed{"def f(x, k=2): return k * x", {}}});
  lab = after(lab, change::GoTo{100});
  lab = with(lab, {Kind::activations, "k"}, 1.5);
  CHECK(lab.iteration == 100);
  CHECK(playground::setup_at(lab.run(), 99).hidden[1].activation.typed->numbers.at("k") == 2);
  CHECK(lab.setup().hidden[1].activation.typed->numbers.at("k") == 1.5);
  CHECK(slope(0) == 0.2);
  const PlaygroundNumber parameter{Kind::activation, "k", 1};
  CHECK_FALSE(changed(lab, parameter, std::nan("")).ok());
}

TEST_CASE("a fork is like its run up to here; runs have seed, batch and start in common") {
  PlaygroundLab lab = with(at(300), {Kind::setting, "lr"}, 0.3);
  lab = after(lab, change::GoTo{200});
  lab = after(lab, change::Fork{});
  REQUIRE(lab.runs.size() == 2);
  CHECK(lab.chosen == 1);
  CHECK(lab.runs[1].edits.empty());  // the change of 300 is not yet
  CHECK(lab.runs[0].edits.size() == 1);
  lab = with(lab, {Kind::setting, "lr"}, 0.05);
  CHECK(setup_at(lab.runs[0], 200).optimizer.settings.real("lr") == 0.02);
  lab = with(lab, {Kind::batch}, 25);
  for (const playground::Plan& run : lab.runs)
    CHECK(setup_at(run, 200).batch == 25);
  lab = after(lab, change::Start{"kaiming_uniform"});
  for (const playground::Plan& run : lab.runs)
    CHECK(run.setup.start.row->name == "kaiming_uniform");
  for (int i = 0; i < 4; ++i)
    lab = after(lab, change::Fork{});
  CHECK(lab.runs.size() == 4);
  lab = after(lab, change::Choose{1});
  for (int i = 0; i < 5; ++i)
    lab = after(lab, change::Drop{0});
  CHECK(lab.runs.size() == 1);
  CHECK(lab.chosen == 0);
  CHECK(lab.setup().optimizer.settings.real("lr") == 0.05);
}

TEST_CASE("points are drawn, wiped away and pasted; far ones are moved into the plane") {
  PlaygroundLab lab = after({}, change::Own{});
  CHECK(playground_data(lab.points).training.empty());
  lab = after(lab, change::Draw{1, 2});
  lab = after(lab, change::Brush{-3});
  lab = after(lab, change::Draw{-99, 0.5});
  REQUIRE(lab.points.drawn->points.size() == 2);
  CHECK(lab.points.drawn->points[0] == Point{1, 2, 1});
  CHECK(lab.points.drawn->points[1] == Point{-6, 0.5, -1});
  CHECK(playground_data(lab.points).training.size() == 1);
  CHECK(playground_data(lab.points).test.size() == 1);
  lab = after(lab, change::Erase{1.2, 2, 0.5});
  CHECK(lab.points.drawn->points.size() == 1);
  PointsCsv numbers{{{0, 0, 0.25}, {1, 1, 3}}, false};
  lab = after(lab, change::Paste{std::make_shared<const PointsCsv>(numbers)});
  CHECK(lab.setup().output.op == nullptr);  // regression
  CHECK_FALSE(playground_data(lab.points).classes);
  lab = after(lab, change::Set{ToySet::circle});
  CHECK(lab.points.drawn->points.size() == 2);  // still there
  CHECK(playground_data(lab.points).training.size() == 250);
}

TEST_CASE("undo takes back gestures whole; training is none of them, and stands still after it") {
  App app = app_in_playground();
  give(app, change::Run{});
  give(app, change::Trained{1200});
  CHECK(lab_of(app).iteration == 1200);
  app.dispatch(command::EditPlaygroundNumber{{Kind::setting, "lr"}, 0.1});
  app.dispatch(command::EditPlaygroundNumber{{Kind::setting, "lr"}, 0.2, true});
  app.dispatch(command::EditPlaygroundNumber{{Kind::setting, "lr"}, 0.3, true});
  CHECK(lab_of(app).running);  // one may change it on its way
  app.undo();
  CHECK(lab_of(app).iteration == 1200);
  CHECK(lab_of(app).run().edits.empty());
  CHECK_FALSE(lab_of(app).running);
  app.undo();
  CHECK(lab_of(app).iteration == 0);
  app.redo();
  CHECK(lab_of(app).iteration == 1200);
  give(app, change::Own{});
  for (int i = 0; i < 5; ++i)
    give(app, change::Draw{i * 0.5, 1}, i > 0);
  CHECK(lab_of(app).points.drawn->points.size() == 5);
  app.undo();
  CHECK(lab_of(app).points.drawn == nullptr);
  CHECK(lab_of(app).points.own);
  give(app, change::Run{});
  app.dispatch(command::OpenLab{});
  CHECK_FALSE(lab_of(app).running);  // nothing goes on behind another view
  const std::string before = text_of(app.state());
  app.dispatch(command::EditPlaygroundNumber{{Kind::setting, "lr"}, -1});
  CHECK(app.take_refusal().has_value());
  CHECK(text_of(app.state()) == before);
}

TEST_CASE("a typed function is a layer's activation, or is refused with its reason") {
  App app = app_in_playground();
  give(app, change::Activations{"", change::Typed{"def g(x): return x * sigmoid(x)", {}}});
  for (const playground::Layer& layer : lab_of(app).setup().hidden)
    CHECK(layer.activation.name() == "g");
  const auto refused =
      changed(lab_of(app), change::Activation{0, "", change::Typed{"def g(x): return x > 0", {}}});
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().cause == "no gradient passes through 'g' to x");
  give(app, change::Activation{2, "", change::Typed{"def g(x): return sin(x)", {}}});
  CHECK(lab_of(app).setup().output.name() == "g");
  give(app, change::Activation{2, "relu"});
  CHECK(lab_of(app).setup().output == playground::activation_named("relu"));
}

TEST_CASE("a playground is shared whole, with all that was changed on the way") {
  App app = app_in_playground();
  give(app, change::Set{ToySet::moons});
  give(app, change::Draw{1.25, -2});
  give(app, change::Draw{0.1, 3});
  give(app, change::Layers{3});
  give(app, change::Activation{0, "leaky_relu"});
  give(app, change::Activation{3, "tanh"});
  give(app, change::Activation{1, "", change::Typed{"def f(x, k=2): return k * sin(x)", {}}});
  give(app, change::Activation{2, "", change::Typed{"def f(x, k=2): return x / k", {{"k", 0.1}}}});
  CHECK(lab_of(app).setup().hidden[1].activation.name() == "f");
  give(app, change::Optimizer{"adam"});
  give(app, change::GoTo{700});
  app.dispatch(command::EditPlaygroundNumber{{Kind::parameter, {}, 4}, 0.1});
  give(app, change::Penalty{playground::Penalty::l2});
  give(app, change::Fork{});
  app.dispatch(command::EditPlaygroundNumber{{Kind::setting, "betas", 0}, 0.8});
  give(app, change::GoTo{650});
  give(app, change::ShowTest{true});
  const std::string code = share_text(app.state());
  auto read = read_share(code);
  REQUIRE(read.ok());
  App other = app_in_playground();
  other.dispatch(command::OpenLab{});
  other.dispatch(command::OpenShared{std::make_shared<const SharedState>(std::move(read).value())});
  other.work_to_end();
  CHECK(other.state().lab == Lab::playground);
  PlaygroundLab expected = lab_of(app);
  CHECK(*lab_of(other).points.drawn == *expected.points.drawn);
  expected.points.drawn = lab_of(other).points.drawn;
  CHECK(lab_of(other) == expected);

  const std::string prefix = "BPT1:";
  const std::string text = unpack(code.substr(prefix.size())).value();
  constexpr std::pair<const char*, const char*> damages[] = {
      {R"("set":"moons")", R"("set":"pizza")"},
      {R"("adam")", R"("adman")"},
      {R"("leaky_relu")", R"("softmax")"},
      {R"("betas":[)", R"("betas":["x",)"},
      {R"(return k * sin(x))", R"(return k * sine(x))"},
      {R"(return k * sin(x))", R"(return x > k)"},
      {R"({"k":0.1})", R"({"j":0.1})"},
      {R"({"k":0.1})", R"({"k":"x"})"},
      {R"("def":"def f(x, k=2): return x / k")", R"("def":7)"},
      {R"([700,4,0.1])", R"([700,4000,0.1])"},
      {R"([700,4,0.1])", R"([-7,4,0.1])"},
      {R"("chosen":1)", R"("chosen":2)"},
      {R"("batch":10)", R"("batch":0)"},
      {R"("features":[0,1])", R"("features":[0,0])"}};
  for (const auto& [piece, by] : damages) {
    CAPTURE(piece);
    std::string damaged = text;
    const std::size_t place = damaged.find(piece);
    REQUIRE(place != std::string::npos);
    damaged.replace(place, std::string(piece).size(), by);
    CHECK_FALSE(read_share(prefix + pack(damaged)).ok());
  }
}

TEST_CASE("settings of a lesson or the command line") {
  const auto read = read_playground_settings(
      "data = spiral; features=x1,sin(x2); layers=8,4; activation=relu,elu; output=none; "
      "loss=cross_entropy; penalty=l1; rate=0.01; optimizer=adam; lr=0.05; batch=32; dropout=0.1; "
      "start=kaiming_normal; seed=7; noise=0.1; count=200; share=0.8; points=3; iteration=250");
  REQUIRE(read.ok());
  const PlaygroundLab& lab = read.value();
  CHECK(lab.points.set == ToySet::spiral);
  CHECK(lab.points.count == 200);
  CHECK(lab.points.seed == 3);
  CHECK(lab.setup().features == std::vector<Feature>{Feature::x1, Feature::sin_x2});
  REQUIRE(lab.setup().hidden.size() == 2);
  CHECK(lab.setup().hidden[0].neurons == 8);
  CHECK(lab.setup().hidden[1].activation.op->name == "elu");
  CHECK(lab.setup().penalty_rate == 0.01);
  CHECK(lab.setup().optimizer.row->name == "adam");
  CHECK(lab.setup().optimizer.settings.real("lr") == 0.05);
  CHECK(lab.iteration == 250);
  CHECK(read_playground_settings("").value() == PlaygroundLab{});
  const auto typed = read_playground_settings(
      "typed=def f(x, k=2): return x * sigmoid(k * x); layers=3,2; activation=mine,leaky_relu; "
      "k=1.5; negative_slope=0.1");
  REQUIRE(typed.ok());
  const auto& hidden = typed.value().setup().hidden;
  CHECK(hidden[0].activation.typed->numbers.at("k") == 1.5);
  CHECK(hidden[1].activation.attributes.real("negative_slope") == 0.1);
  for (const char* bad :
       {"data=pizza", "features=", "features=x3", "layers=0", "layers=1,2,3,4,5,6,7",
        "activation=relu,relu,relu", "activation=softmax", "loss=nll", "lr=", "lr", "momentum=x",
        "nothing=1", "iteration=-1", "optimizer=adman", "negative_slope=0.1", "activation=mine",
        "typed=def f(x): return y", "typed=def f(x): return x > 0; activation=mine"})
    CHECK_FALSE(read_playground_settings(bad).ok());
  CHECK(lab_opening(Lab::playground, "").value().playground == nullptr);
  CHECK(lab_opening(Lab::playground, "noise=0.2").value().playground->points.noise == 0.2);
}

}  // namespace backprop::test
