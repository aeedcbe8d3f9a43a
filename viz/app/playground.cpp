#include "viz/app/playground.h"

#include <algorithm>
#include <cmath>

#include "engine/data/batches.h"

namespace backprop::viz {
namespace {

using playground::Plan;
using playground::Setup;
namespace change = playground_change;

constexpr double most_setting = 1000;  // of an optimizer, in absolute value

bool is_regression(const PlaygroundPoints& points) {
  if (points.own) return points.drawn != nullptr && !points.drawn->classes;
  return row_of(points.set).regression;
}

/// The set-up takes the place of the chosen run's from this iteration on; with other layers, from
/// the beginning.
void set_setup(PlaygroundLab& lab, Plan& run, const Setup& setup) {
  if (playground::same_layers(run.setup, setup)) {
    run = playground::with_setup(std::move(run), lab.iteration, setup);
    return;
  }
  run = {setup, {}};
  lab.iteration = 0;
}

/// The same for what all runs have in common.
template <class Change>
void set_in_all(PlaygroundLab& lab, bool from_start, const Change& make) {
  const std::int64_t iteration = lab.iteration;
  for (Plan& run : lab.runs) {
    Setup setup = playground::setup_at(run, iteration);
    make(setup);
    if (from_start)
      run = {setup, {}};
    else
      run = playground::with_setup(std::move(run), iteration, setup);
  }
  if (from_start) lab.iteration = 0;
}

/// The outputs and losses that go with such labels. Other points are another task: all begins anew.
void take_points(PlaygroundLab& lab, bool was_regression) {
  const bool regression = is_regression(lab.points);
  set_in_all(lab, true, [&](Setup& setup) {
    if (regression == was_regression) return;
    setup.loss = playground::Loss::squared;
    setup.output = regression ? playground::Activation{} : playground::activation_named("tanh");
  });
}

/// What a layer's neuron or a parameter was, it is no more.
void forget_places(PlaygroundLab& lab) {
  const auto& hidden = lab.setup().hidden;
  if (lab.neuron) {
    const auto layer = static_cast<std::size_t>(lab.neuron->first);
    if (layer >= hidden.size() || lab.neuron->second >= hidden[layer].neurons) lab.neuron.reset();
  }
  if (lab.parameter && *lab.parameter >= playground::layers_of(lab.setup()).back().end())
    lab.parameter.reset();
}

PointsCsv drawn_points(const PlaygroundLab& lab) {
  return lab.points.drawn ? *lab.points.drawn : PointsCsv{{}, true};
}

playground::Activation made(const std::string& name, const std::optional<change::Typed>& typed) {
  if (typed) return playground::typed_activation(typed->text, typed->numbers);
  return playground::activation_named(name);
}

class Changer {
 public:
  explicit Changer(PlaygroundLab& its) : lab(its) {}

  void operator()(const change::Set& set) const {
    const bool was = is_regression(lab.points);
    lab.points.set = set.set;
    lab.points.own = false;
    take_points(lab, was);
  }
  void operator()(const change::Own&) const {
    const bool was = is_regression(lab.points);
    lab.points.own = true;
    take_points(lab, was);
  }
  void operator()(const change::Draw& draw) const {
    PointsCsv points = drawn_points(lab);
    if (points.points.size() >= most_drawn_points || !std::isfinite(draw.x1 + draw.x2)) return;
    const auto in_plane = [](double x) { return std::clamp(x, -plane_reach, plane_reach); };
    points.points.push_back({in_plane(draw.x1), in_plane(draw.x2), lab.brush});
    set_drawn(std::move(points));
  }
  void operator()(const change::Erase& erase) const {
    PointsCsv points = drawn_points(lab);
    const auto gone = std::erase_if(points.points, [&](const Point& point) {
      return std::hypot(point.x1 - erase.x1, point.x2 - erase.x2) <= erase.reach;
    });
    if (gone > 0) set_drawn(std::move(points));
  }
  void operator()(const change::Paste& paste) const { set_drawn(*paste.points); }
  void operator()(const change::Brush& brush) const { lab.brush = brush.label < 0 ? -1 : 1; }

  void operator()(const change::ToggleFeature& toggle) const {
    edit([&](Setup& setup) {
      auto& all = setup.features;
      const auto found = std::find(all.begin(), all.end(), toggle.feature);
      if (found != all.end()) {
        all.erase(found);
      } else {
        all.insert(std::upper_bound(all.begin(), all.end(), toggle.feature), toggle.feature);
      }
    });
  }
  void operator()(const change::Layers& layers) const {
    edit([&](Setup& setup) {
      const auto count =
          static_cast<std::size_t>(std::clamp(layers.count, 0, playground::limits::hidden_layers));
      playground::Layer more;
      if (!setup.hidden.empty()) more = {2, setup.hidden.back().activation};
      setup.hidden.resize(count, more);
    });
  }
  void operator()(const change::Neurons& neurons) const {
    edit([&](Setup& setup) {
      if (neurons.layer < setup.hidden.size())
        setup.hidden[neurons.layer].neurons =
            std::clamp(neurons.count, 1, playground::limits::neurons);
    });
  }
  void operator()(const change::Activation& activation) const {
    edit([&](Setup& setup) {
      const playground::Activation its = made(activation.name, activation.typed);
      if (activation.layer < setup.hidden.size()) setup.hidden[activation.layer].activation = its;
      if (activation.layer == setup.hidden.size()) setup.output = its;
    });
  }
  void operator()(const change::Activations& all) const {
    const playground::Activation its = made(all.name, all.typed);
    edit([&](Setup& setup) {
      for (playground::Layer& layer : setup.hidden)
        layer.activation = its;
    });
  }
  /// The cross-entropy takes the weighted sum; of classes the squared error likes tanh.
  void operator()(const change::Loss& loss) const {
    edit([&](Setup& setup) {
      if (setup.loss == loss.loss) return;
      setup.loss = loss.loss;
      const bool plain = loss.loss == playground::Loss::cross_entropy || is_regression(lab.points);
      setup.output = plain ? playground::Activation{} : playground::activation_named("tanh");
    });
  }
  void operator()(const change::Penalty& penalty) const {
    edit([&](Setup& setup) {
      setup.penalty = penalty.penalty;
      if (setup.penalty_rate == 0) setup.penalty_rate = 0.001;
    });
  }
  void operator()(const change::Optimizer& optimizer) const {
    edit([&](Setup& setup) {
      const double lr = setup.optimizer.settings.real("lr");
      const auto its = playground::optimizer_named(optimizer.name, lr);
      if (its.row != nullptr && its.row != setup.optimizer.row) setup.optimizer = its;
    });
  }
  void operator()(const change::Flag& flag) const {
    edit([&](Setup& setup) {
      for (const auto& [name, value] : setup.optimizer.settings.named()) {
        if (name != flag.setting || !std::holds_alternative<bool>(value)) continue;
        setup.optimizer.settings.set(name, flag.on);
        return;
      }
    });
  }
  void operator()(const change::Start& start) const {
    const playground::Start its = playground::start_named(start.name);
    if (its.row == nullptr) return;
    set_in_all(lab, true, [&](Setup& setup) { setup.start = its; });
  }

  void operator()(const change::Anew&) const {
    set_in_all(lab, true, [](Setup&) {});
  }
  void operator()(const change::Run&) const { lab.running = true; }
  void operator()(const change::Pause&) const { lab.running = false; }
  void operator()(const change::Trained& trained) const {
    lab.iteration = std::max<std::int64_t>(0, trained.iteration);
  }
  void operator()(const change::GoTo& go) const {
    lab.iteration = std::max<std::int64_t>(0, go.iteration);
    lab.running = false;
  }
  void operator()(const change::Speed& speed) const { lab.speed = speed.speed; }
  void operator()(const change::Choose& choose) const {
    if (choose.run < lab.runs.size()) lab.chosen = choose.run;
  }
  void operator()(const change::Fork&) const {
    if (lab.runs.size() >= playground::Race::most) return;
    Plan fork = lab.run();
    std::erase_if(fork.edits, [&](const auto& its) { return its.iteration > lab.iteration; });
    lab.runs.push_back(std::move(fork));
    lab.chosen = lab.runs.size() - 1;
  }
  void operator()(const change::Drop& drop) const {
    if (lab.runs.size() < 2 || drop.run >= lab.runs.size()) return;
    lab.runs.erase(lab.runs.begin() + static_cast<std::ptrdiff_t>(drop.run));
    if (lab.chosen > drop.run || lab.chosen == lab.runs.size()) --lab.chosen;
  }
  void operator()(const change::ShowTest& show) const { lab.show_test = show.shown; }
  void operator()(const change::TwoColors& two) const { lab.two_colors = two.on; }
  void operator()(const change::Look& look) const {
    const std::pair place{look.layer, look.neuron};
    if (lab.neuron == place || look.layer < 0 || look.neuron < 0)
      lab.neuron.reset();
    else
      lab.neuron = place;
  }
  void operator()(const change::Open& open) const { lab.parameter = open.parameter; }

 private:
  template <class Make>
  void edit(const Make& make) const {
    Setup setup = lab.setup();
    make(setup);
    set_setup(lab, lab.runs[lab.chosen], setup);
  }
  void set_drawn(PointsCsv points) const {
    const bool was = is_regression(lab.points);
    lab.points.drawn = std::make_shared<const PointsCsv>(std::move(points));
    lab.points.own = true;
    take_points(lab, was);
  }

  PlaygroundLab& lab;
};

/// The runs make sense, with one another's points too: those that were drawn may still be none.
Result<PlaygroundLab> checked(PlaygroundLab lab) {
  forget_places(lab);
  for (const Plan& run : lab.runs) {
    if (auto error = playground::validate(run)) return *error;
  }
  return lab;
}

int whole(double number, int low, int high) {
  return static_cast<int>(std::lround(std::clamp(number, double(low), double(high))));
}

std::uint64_t seed_of(double number) {
  constexpr auto most = static_cast<double>(playground::limits::seed);
  return static_cast<std::uint64_t>(std::llround(std::clamp(number, 0.0, most)));
}

bool set_points(PlaygroundPoints& points, PlaygroundNumber::Kind kind, double number) {
  using Kind = PlaygroundNumber::Kind;
  if (kind == Kind::count) points.count = whole(number, 10, 2000);
  if (kind == Kind::noise) points.noise = std::clamp(number, 0.0, ToySetOptions::most_noise);
  if (kind == Kind::train_share) points.train_share = std::clamp(number, 0.1, 0.9);
  if (kind == Kind::data_seed) points.seed = seed_of(number);
  return kind <= Kind::data_seed;
}

bool is_number(const AttributeValue& value) {
  return std::holds_alternative<double>(value) || std::holds_alternative<Index>(value);
}

/// The row's own name, which lives for ever.
std::string_view name_in(const Attributes& settings, std::string_view name) {
  for (const auto& [its, value] : settings.named()) {
    if (its == name) return its;
  }
  return {};
}

/// Null where the optimizer has none of that name.
const AttributeValue* setting_of(const Setup& setup, std::string_view name) {
  for (const auto& [its, value] : setup.optimizer.settings.named()) {
    if (its == name) return &value;
  }
  return nullptr;
}

bool set_in_activations(Setup& setup, const PlaygroundNumber& which, double number) {
  using Kind = PlaygroundNumber::Kind;
  if (which.kind != Kind::activation && which.kind != Kind::activations) return false;
  number = std::clamp(number, -most_setting, most_setting);
  for (std::size_t i = 0; i <= setup.hidden.size(); ++i) {
    const bool last = i == setup.hidden.size();
    if (which.kind == Kind::activation ? i != which.index : last) continue;
    playground::Activation& its = last ? setup.output : setup.hidden[i].activation;
    its = playground::with_number(std::move(its), which.setting, number);
  }
  return true;
}

std::optional<double> number_of_activation(const Setup& setup, const PlaygroundNumber& which) {
  using Kind = PlaygroundNumber::Kind;
  const bool all = which.kind == Kind::activations;
  const std::size_t end = all ? setup.hidden.size() : which.index + 1;
  for (std::size_t i = all ? 0 : which.index; i < end && i <= setup.hidden.size(); ++i) {
    for (const auto& [name, number] : playground::numbers_of(playground::activation_of(setup, i))) {
      if (name == which.setting) return number;
    }
  }
  return std::nullopt;
}

void set_in_setup(Setup& setup, const PlaygroundNumber& which, double number) {
  using Kind = PlaygroundNumber::Kind;
  if (set_in_activations(setup, which, number)) return;
  if (which.kind == Kind::penalty_rate) setup.penalty_rate = std::clamp(number, 0.0, 10.0);
  if (which.kind == Kind::dropout) setup.dropout = std::clamp(number, 0.0, 0.9);
  if (which.kind != Kind::setting) return;
  auto& settings = setup.optimizer.settings;
  const AttributeValue* value = setting_of(setup, which.setting);
  if (value == nullptr) return;
  number = std::clamp(number, -most_setting, most_setting);
  const std::string_view name = name_in(settings, which.setting);
  if (const auto* several = std::get_if<std::vector<double>>(value)) {
    auto all = *several;
    if (which.index < all.size()) all[which.index] = number;
    settings.set(name, std::move(all));
  } else if (is_number(*value)) {
    settings.set(name, number);
  }
  // Nesterov's way needs a momentum.
  if (name == "momentum" && number <= 0 && settings.flag("nesterov"))
    settings.set("nesterov", false);
}

}  // namespace

double updates_per_second(PlaygroundSpeed speed) {
  constexpr double rates[playground_speeds] = {5, 100, 2000, 0};
  return rates[static_cast<std::size_t>(speed)];
}

playground::Data playground_data(const PlaygroundPoints& points) {
  Points all;
  if (points.own) {
    if (points.drawn) all = points.drawn->points;
  } else {
    all = toy_points(points.set, {points.count, points.noise, points.seed}).value();
  }
  Split parts = split(all, points.train_share, points.seed);
  return {std::move(parts.training), std::move(parts.test), !is_regression(points)};
}

Result<PlaygroundLab> changed(PlaygroundLab lab, const PlaygroundChange& change) {
  std::visit(Changer(lab), change);
  return checked(std::move(lab));
}

Result<PlaygroundLab> changed(PlaygroundLab lab, const PlaygroundNumber& which, double number) {
  using Kind = PlaygroundNumber::Kind;
  if (!std::isfinite(number))
    return Error{{}, "that is not a finite number", "give one such as 0.5"};
  const bool regression = is_regression(lab.points);
  if (set_points(lab.points, which.kind, number)) {
    take_points(lab, regression);
  } else if (which.kind == Kind::seed) {
    set_in_all(lab, true, [&](Setup& setup) { setup.seed = seed_of(number); });
  } else if (which.kind == Kind::batch) {
    set_in_all(lab, false,
               [&](Setup& setup) { setup.batch = whole(number, 1, playground::limits::batch); });
  } else if (which.kind == Kind::parameter) {
    Plan& run = lab.runs[lab.chosen];
    run = playground::with_weight(std::move(run), lab.iteration, {which.index, number});
  } else {
    Setup setup = lab.setup();
    set_in_setup(setup, which, number);
    set_setup(lab, lab.runs[lab.chosen], setup);
  }
  return checked(std::move(lab));
}

std::optional<double> number_in(const PlaygroundLab& lab, const PlaygroundNumber& which) {
  using Kind = PlaygroundNumber::Kind;
  const Setup& setup = lab.setup();
  switch (which.kind) {
    case Kind::count:
      return lab.points.count;
    case Kind::noise:
      return lab.points.noise;
    case Kind::train_share:
      return lab.points.train_share;
    case Kind::data_seed:
      return static_cast<double>(lab.points.seed);
    case Kind::seed:
      return static_cast<double>(setup.seed);
    case Kind::batch:
      return setup.batch;
    case Kind::penalty_rate:
      return setup.penalty_rate;
    case Kind::dropout:
      return setup.dropout;
    case Kind::setting: {
      const AttributeValue* value = setting_of(setup, which.setting);
      if (value == nullptr) return std::nullopt;
      if (const auto* several = std::get_if<std::vector<double>>(value)) {
        if (which.index >= several->size()) return std::nullopt;
        return (*several)[which.index];
      }
      if (!is_number(*value)) return std::nullopt;
      return setup.optimizer.settings.real(which.setting);
    }
    case Kind::activation:
    case Kind::activations:
      return number_of_activation(setup, which);
    case Kind::parameter:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace backprop::viz
