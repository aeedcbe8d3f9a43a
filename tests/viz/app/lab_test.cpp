// The activation lab's state: commands, undo, sharing, the programs that it makes, its settings.
#include "viz/app/lab.h"

#include <doctest/doctest.h>

#include <cmath>

#include "engine/function/evaluate.h"
#include "tests/support/programs.h"
#include "tests/viz/app/state_text.h"
#include "viz/app/app.h"
#include "viz/app/lab_functions.h"
#include "viz/app/lab_programs.h"
#include "viz/app/lab_settings.h"
#include "viz/app/packing.h"
#include "viz/app/share.h"

namespace backprop::test {
namespace {

using namespace viz;
using Kind = LabNumber::Kind;
using Names = std::vector<std::string>;

App app_in_lab() {
  State state;
  state.lesson = "4.2";
  state.draft = shipped_program("neuron-mse");
  state.trace = run_of(state.draft);
  App app(std::move(state));
  app.dispatch(command::OpenLab{Lab::activations});
  return app;
}

const ActivationLab& lab_of(const App& app) {
  return app.state().activations;
}

TEST_CASE("functions join those that are shown, are chosen, and go; one always stays") {
  App app = app_in_lab();
  app.dispatch(command::PickFunction{"relu"});
  app.dispatch(command::PickFunction{"mish"});
  CHECK(lab_of(app).shown == Names{"sigmoid", "relu", "mish"});
  CHECK(lab_of(app).chosen == "mish");
  app.dispatch(command::PickFunction{"sigmoid"});
  CHECK(lab_of(app).chosen == "sigmoid");
  CHECK(lab_of(app).shown.size() == 3);
  app.dispatch(command::PickFunction{"sigmoid"});
  CHECK(lab_of(app).shown == Names{"relu", "mish"});
  CHECK(lab_of(app).chosen == "mish");
  app.dispatch(command::PickFunction{"relu", true});
  app.dispatch(command::PickFunction{"relu"});
  app.dispatch(command::PickFunction{"no such"});
  CHECK(lab_of(app).shown == Names{"relu"});
  CHECK(lab_of(app).chosen == "relu");
}

TEST_CASE("a text that is no function yet leaves the last one; parameters go with it") {
  App app = app_in_lab();
  app.dispatch(command::TypeFunction{"def g(x, k=3): return k * x"});
  const LabNumber k{Kind::parameter, 0, mine, "k"};
  app.dispatch(command::EditLabNumber{k, 5});
  CHECK(number_in(lab_of(app), k) == 5.0);
  app.dispatch(command::TypeFunction{"def g(x, k=3): return k *"});
  CHECK(lab_of(app).typed == "def g(x, k=3): return k *");
  CHECK(lab_of(app).good == "def g(x, k=3): return k * x");
  CHECK(number_in(lab_of(app), k) == 5.0);
  app.dispatch(command::TypeFunction{"def g(x, c=1): return c + x"});
  CHECK_FALSE(number_in(lab_of(app), k));
  CHECK(lab_of(app).parameters.empty());
  app.undo();  // typing is one row
  CHECK(number_in(lab_of(app), k) == 5.0);
}

TEST_CASE("one undo takes a whole drag back, and no more") {
  App app = app_in_lab();
  app.dispatch(command::EditLabNumber{{Kind::x}, 2});
  app.dispatch(command::EditLabNumber{{Kind::weight, 1}, 0.5, false});
  app.dispatch(command::EditLabNumber{{Kind::weight, 1}, 0.75, true});
  app.dispatch(command::EditLabNumber{{Kind::weight, 1}, 1.25, true});
  app.dispatch(command::EditLabNumber{{Kind::weight, 0}, 9, true});  // another number
  CHECK(lab_of(app).weights[1] == 1.25);
  app.undo();
  CHECK(lab_of(app).weights[0] == ActivationLab{}.weights[0]);
  CHECK(lab_of(app).weights[1] == 1.25);
  app.undo();
  CHECK(lab_of(app).weights[1] == ActivationLab{}.weights[1]);
  CHECK(lab_of(app).x == 2);
  app.dispatch(command::SetLabRange{-1, 1, true});
  app.dispatch(command::SetLabRange{-2, 2, true});
  app.undo();
  CHECK(lab_of(app).high == ActivationLab{}.high);
}

TEST_CASE("numbers are moved into their range, and what is no number is refused") {
  ActivationLab lab;
  CHECK(set_number(lab, {Kind::depth}, 1e9));
  CHECK(lab.depth.depth == most_depth);
  CHECK(set_number(lab, {Kind::width}, -3));
  CHECK(lab.depth.width == 1);
  CHECK(set_number(lab, {Kind::seed}, 2.6));
  CHECK(lab.depth.seed == 3);
  const ActivationLab before = lab;
  CHECK_FALSE(set_number(lab, {Kind::x}, std::nan("")));
  CHECK_FALSE(set_number(lab, {Kind::input, 2}, 1));
  CHECK_FALSE(set_number(lab, {Kind::weight, -1}, 1));
  CHECK_FALSE(set_number(lab, {Kind::parameter, 0, "relu", "alpha"}, 1));
  CHECK(lab == before);
}

/// A lab in which nothing has its default.
void make_busy(App& app) {
  app.dispatch(command::PickFunction{"elu"});
  app.dispatch(command::TypeFunction{"def f(x, k=3): return k * x"});
  app.dispatch(command::PickFunction{mine});
  app.dispatch(command::TypeFunction{"def f(x, k=3): return k *"});
  app.dispatch(command::EditLabNumber{{Kind::parameter, 0, "elu", "alpha"}, 0.5});
  app.dispatch(command::EditLabNumber{{Kind::parameter, 0, mine, "k"}, -2});
  double number = 0.1;
  for (const LabNumber& which :
       {LabNumber{Kind::x}, LabNumber{Kind::input, 0}, LabNumber{Kind::input, 1},
        LabNumber{Kind::weight, 0}, LabNumber{Kind::weight, 1}, LabNumber{Kind::bias},
        LabNumber{Kind::target}})
    app.dispatch(command::EditLabNumber{which, number += 0.1});
  app.dispatch(command::EditLabNumber{{Kind::depth}, 7});
  app.dispatch(command::EditLabNumber{{Kind::width}, 9});
  app.dispatch(command::EditLabNumber{{Kind::seed}, 11});
  app.dispatch(command::SetDepthStart{DepthStart::large});
  app.dispatch(command::SetLabRange{-3, 4.5});
  app.dispatch(command::ShowSecondDerivative{true});
}

/// The code with a piece of it replaced, which must be there.
std::string damaged(const std::string& code, const std::string& piece, const std::string& by) {
  const std::string prefix = "BPT1:";
  auto text = unpack(code.substr(prefix.size()));
  REQUIRE(text.ok());
  std::string all = std::move(text).value();
  const std::size_t at = all.find(piece);
  CAPTURE(all);
  REQUIRE(at != std::string::npos);
  return prefix + pack(all.replace(at, piece.size(), by));
}

TEST_CASE("a lab is shared whole, and what is damaged is refused") {
  App app = app_in_lab();
  make_busy(app);
  const std::string code = share_text(app.state());
  auto read = read_share(code);
  REQUIRE(read.ok());
  App other = app_in_lab();
  other.dispatch(command::OpenLab{});
  other.dispatch(command::OpenShared{std::make_shared<const SharedState>(std::move(read).value())});
  other.work_to_end();
  CHECK(other.state().lab == Lab::activations);
  CHECK(lab_of(other) == lab_of(app));
  constexpr std::pair<const char*, const char*> damages[] = {
      {R"("chosen":"mine")", R"("chosen":"relu")"},
      {R"("start":"large")", R"("start":"huge")"},
      {R"("range":[-3.0,4.5])", R"("range":[4.5,-3.0])"},
      {R"("shown":["sigmoid")", R"("shown":["elu")"},
      {R"({"k":-2.0})", R"({"q":-2.0})"}};
  for (const auto& [piece, by] : damages)
    CHECK_FALSE(read_share(damaged(code, piece, by)).ok());
  app.dispatch(command::OpenLab{});
  app.dispatch(command::TypeFunction{ActivationLab{}.typed});
  const auto closed = read_share(share_text(app.state()));
  REQUIRE(closed.ok());
  CHECK(closed.value().state.lab == Lab::none);
  CHECK(closed.value().state.activations == lab_of(app));
}

TEST_CASE("a program leads out of the lab, and undo back into it") {
  App app = app_in_lab();
  app.dispatch(command::OpenProgram{"neuron", neuron_program(lab_of(app))});
  app.work_to_end();
  CHECK_FALSE(app.state().error);
  CHECK(app.state().lab == Lab::none);
  app.undo();
  CHECK(app.state().lab == Lab::activations);
}

TEST_CASE("the programs of the lab run for every function, and compute what it shows") {
  ActivationLab lab;
  type_function(lab, "def z(x, c=0, k=2):\n  u = k * x + c\n  return u * sigmoid(u)\n");
  set_number(lab, {Kind::parameter, 0, mine, "k"}, 0.75);
  set_number(lab, {Kind::parameter, 0, "elu", "alpha"}, 0.5);
  for (const std::string& name : lab_function_names()) {
    CAPTURE(name);
    lab.chosen = name;
    lab.shown = {name};
    const auto run = run_program(neuron_program(lab));
    REQUIRE(run.ok());
    const ScalarFunction function = *lab_function(lab, name);
    const FormulaPtr formulas[] = {function.formula};
    const CompiledFormulas direct(formulas, function.variable, lab_numbers(lab, name, function));
    const double z = 1.4 * 0.6 + -0.35 * -1.2;
    const ValueId a = find_value(*run.value(), "a");
    CHECK(run.value()->value(a).data[0] == doctest::Approx(direct.at(z)).epsilon(1e-14));
    const auto stack = run_program(stack_program(lab, name, 5));
    REQUIRE(stack.ok());
    CHECK(find_value(*stack.value(), "W5") != no_value);
    CHECK(find_value(*stack.value(), "W6") == no_value);
  }
}

TEST_CASE("a program has any function of the lab in the place of its activations") {
  ActivationLab lab;
  type_function(lab, "def x(z, k=2):\n  return z * sigmoid(k * z)\n");
  set_number(lab, {Kind::parameter, 0, mine, "k"}, 0.75);
  set_number(lab, {Kind::parameter, 0, "elu", "alpha"}, 0.5);
  const auto before = run_of(shipped_program("neuron-mse"));
  const double z = before->value(find_value(*before, "z")).data[0];
  for (const std::string& name : lab_function_names()) {
    CAPTURE(name);
    lab.chosen = name;
    lab.shown = {name};
    const auto text = program_with_chosen(lab, before->program);
    REQUIRE(text.ok());
    const auto trace = run_of(text.value());
    const ScalarFunction function = *lab_function(lab, name);
    const double a = evaluated(function.formula, function.variable,
                               lab_numbers(lab, name, function), std::vector<double>{z})[0];
    CHECK(trace->value(find_value(*trace, "a")).data[0] == doctest::Approx(a).epsilon(1e-12));
    const std::string def = name == mine ? "def x_2(z, k=2)" : "def my_" + name + "(x";
    CHECK(text.value().find(def) != std::string::npos);
  }
}

TEST_CASE("settings of a lesson") {
  const auto good =
      read_lab_settings("functions=sigmoid, relu ; depth=10; start=kaiming; low=-2; high=3");
  REQUIRE(good.ok());
  CHECK(good.value().shown == Names{"sigmoid", "relu"});
  CHECK(good.value().chosen == "relu");
  CHECK(good.value().depth.depth == 10);
  CHECK((good.value().depth.start == DepthStart::kaiming));
  CHECK(good.value().high == 3);
  CHECK(read_lab_settings("").value() == ActivationLab{});
  for (const char* bad : {"depth", "function=relu", "functions=no such", "functions=relu,relu",
                          "depth=deep", "start=zero", "low=3; high=2", "typed=def f(", "low=1e9"}) {
    CAPTURE(bad);
    CHECK_FALSE(read_lab_settings(bad).ok());
  }
}

}  // namespace
}  // namespace backprop::test
