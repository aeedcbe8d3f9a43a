#include "engine/train/playground/trainer.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace backprop::playground {

void begin_optimizer(const Setup& setup, State& state) {
  const auto size = static_cast<Index>(state.parameters.size());
  const OptimizerState start =
      backprop::first_state(*setup.optimizer.row, setup.optimizer.settings, {size});
  state.updates = 0;
  state.kept.clear();
  for (const Tensor& tensor : start.tensors)
    state.kept.insert(state.kept.end(), tensor.data.begin(), tensor.data.end());
}

State first_state(const Setup& setup) {
  State state;
  state.parameters = first_parameters(setup);
  begin_optimizer(setup, state);
  return state;
}

double target_of(const Setup& setup, double label) {
  return setup.loss == Loss::cross_entropy ? class_target(label) : label;
}

Trainer::Trainer(const Setup& setup, std::shared_ptr<const Data> data, std::int64_t order_from)
    : setup_(setup),
      data_(std::move(data)),
      order_from_(order_from),
      order_(data_->training.size(), static_cast<std::size_t>(setup.batch),
             order_seed(setup, order_from)),
      net_(setup, std::max<std::ptrdiff_t>(setup.batch, points_together)),
      training_(table_of(data_->training)),
      test_(table_of(data_->test)),
      inputs_(static_cast<std::size_t>(setup.batch * net_.input_row())),
      targets_(static_cast<std::size_t>(setup.batch)),
      gradient_(layers_of(setup).back().end()) {}

Trainer::Table Trainer::table_of(const Points& points) const {
  Table table;
  const auto row = static_cast<std::size_t>(net_.input_row());
  table.inputs.resize(points.size() * row);
  for (std::size_t i = 0; i < points.size(); ++i) {
    net_.write_input(table.inputs.data() + i * row, points[i].x1, points[i].x2);
    table.labels.push_back(points[i].label);
    table.targets.push_back(target_of(setup_, points[i].label));
  }
  return table;
}

double Trainer::step(State& state) {
  const auto row = static_cast<std::size_t>(net_.input_row());
  const auto its = batch(state.iteration);
  for (std::size_t n = 0; n < its.size(); ++n) {
    std::copy_n(training_.inputs.data() + its[n] * row, row, inputs_.data() + n * row);
    targets_[n] = training_.targets[its[n]];
  }
  const std::span<const double> targets(targets_.data(), its.size());
  net_.load(state.parameters);
  net_.forward(inputs_.data(), static_cast<std::ptrdiff_t>(its.size()), state.iteration);
  double loss = net_.loss(targets);
  if (has_penalty(setup_)) loss = loss + net_.penalty(state.parameters);
  net_.backward(targets, state.parameters, gradient_);
  update(state);
  return loss;
}

void Trainer::update(State& state) {
  std::array<double*, 4> kept{};
  const std::size_t count = state.parameters.size();
  assert(state.kept.size() <= kept.size() * count);
  for (std::size_t k = 0; k * count < state.kept.size(); ++k)
    kept[k] = state.kept.data() + k * count;
  ++state.updates;
  setup_.optimizer.row->update_all(setup_.optimizer.settings, state.updates, state.parameters,
                                   gradient_, kept.data());
  ++state.iteration;
}

Score Trainer::score(const State& state, const Table& table) {
  Score score;
  net_.load(state.parameters);
  const auto row = static_cast<std::size_t>(net_.input_row());
  std::size_t right = 0;
  for (std::size_t first = 0; first < table.labels.size(); first += points_together) {
    const std::size_t count = std::min<std::size_t>(points_together, table.labels.size() - first);
    net_.forward(table.inputs.data() + first * row, static_cast<std::ptrdiff_t>(count));
    score.loss += net_.loss_sum(std::span(table.targets).subspan(first, count));
    for (std::size_t i = 0; i < count; ++i)
      right += (net_.output()[i] > 0) == (table.labels[first + i] > 0) ? 1 : 0;
  }
  const auto points = static_cast<double>(std::max<std::size_t>(1, table.labels.size()));
  return {score.loss / points, static_cast<double>(right) / points};
}

}  // namespace backprop::playground
