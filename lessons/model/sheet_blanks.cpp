#include "lessons/model/sheet_blanks.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/random.h"
#include "engine/trace/layers.h"
#include "engine/trace/time.h"
#include "lessons/model/practice_rules.h"

namespace backprop::lessons::sheet {
namespace {

constexpr std::size_t enough = 8;  ///< blanks on a page
constexpr std::size_t most_values = 6;
constexpr std::size_t most_locals = 3;
constexpr std::size_t most_gradients = 6;
constexpr std::size_t few = 3;    ///< blanks of one kind, below which second elements are asked
constexpr Index most_tried = 64;  ///< elements, to choose one

/// At most `count` of them, evenly spread, the first and the last among them.
template <class T>
std::vector<T> spread(const std::vector<T>& all, std::size_t count) {
  if (all.size() <= count) return all;
  std::vector<T> some;
  for (std::size_t i = 0; i < count; ++i)
    some.push_back(all[count == 1 ? all.size() - 1 : i * (all.size() - 1) / (count - 1)]);
  return some;
}

class Chooser {
 public:
  Chooser(const Trace& trace, std::uint64_t seed, bool parts_too)
      : trace_(trace), seed_(seed), parts_too_(parts_too) {
    if (!trace.backward_runs.empty()) run_ = &trace.backward_runs.front();
    for (const Layer& layer : layers(trace))
      sums_.push_back(layer.weighted_sum);
  }

  std::vector<Blank> choose() && {
    choose_values();
    if (run_ != nullptr) {
      choose_gradients();
      choose_locals();
      choose_update();
    }
    std::stable_sort(blanks_.begin(), blanks_.end(), [this](const Blank& a, const Blank& b) {
      const Index first = made_in(trace_, a);
      const Index second = made_in(trace_, b);
      return first != second ? first < second : a.kind < b.kind;  // a local before its gradient
    });
    return std::move(blanks_);
  }

 private:
  Index end_of_forward() const { return run_ == nullptr ? trace_.step_count() : run_->first_step; }

  /// Whether this backward() adds to its gradient.
  bool receives(ValueId id) const {
    if (run_ == nullptr) return false;
    return fits(trace_, {BlankKind::gradient, id, 0, -1, 0});
  }

  bool is_sum(ValueId id) const { return std::find(sums_.begin(), sums_.end(), id) != sums_.end(); }

  bool is_activation(ValueId id) const {
    const Value& value = trace_.value(id);
    return value.op != nullptr && value.op->kind == OpKind::activation;
  }

  /// Whether nothing else in this round is called so: of what has no name only the text of its
  /// expression is left, and a loop makes the same one again.
  bool is_unmistakable(ValueId id) const {
    const Value& value = trace_.value(id);
    if (!value.name.empty()) return true;
    const auto alike = [&](const Value& other) {
      return other.name.empty() && other.text == value.text && other.made_by < end_of_forward();
    };
    return std::count_if(trace_.values.begin(), trace_.values.end(), alike) == 1;
  }

  /// Values with a name, those that everyone calls z, and if need be parts of expressions; none
  /// that only moves numbers.
  bool worth_asking(ValueId id) const {
    const Value& value = trace_.value(id);
    if (value.op == nullptr || value.made_by >= end_of_forward() || value.data.size() == 0)
      return false;
    if (value.op->kind == OpKind::view || (run_ != nullptr && !receives(id))) return false;
    const bool meant =
        !value.name.empty() || is_sum(id) || parts_too_ || (run_ != nullptr && id == run_->loss);
    return meant && is_unmistakable(id);
  }

  double gradient(ValueId id, Index element) const {
    return gradient_element_at(trace_, id, element, run_->end_step);
  }

  static int worth(double number) {
    if (!std::isfinite(number)) return -100;
    const double size = std::abs(number);
    return (size != 0 ? 2 : 0) + (size > 1e-4 ? 2 : 0) + (size != 1 ? 1 : 0);
  }

  Index drawn(Index below, std::uint64_t salt) const {
    return static_cast<Index>(random::bits(seed_, salt) % static_cast<std::uint64_t>(below));
  }

  /// The same for all tensors of the same size, and the same row for all matrices of as many rows:
  /// then one blank follows from another.
  Index first_element(const Shape& shape) const {
    const Index width = shape.empty() ? 1 : shape.back();
    const Index rows = element_count(shape) / width;
    const auto salt = [](Index size) { return static_cast<std::uint64_t>(size); };
    return drawn(rows, salt(rows)) * width + drawn(width, 1'000'000 + salt(width));
  }

  /// The element of a value to ask for: the seed tells where to look first. Nothing where none is
  /// finite, or all have been asked for.
  std::optional<Index> element_of(ValueId id, BlankKind kind) const {
    const Tensor& data = trace_.value(id).data;
    const Index first = first_element(data.shape);
    std::optional<Index> best;
    int most = -1;
    for (Index i = 0; i < std::min(data.size(), most_tried); ++i) {
      const Index element = (first + i) % data.size();
      if (is_asked({kind, id, element, -1, 0})) continue;
      int its = worth(kind == BlankKind::gradient ? gradient(id, element) : data[element]);
      if (kind == BlankKind::value && receives(id)) its += worth(gradient(id, element)) / 2;
      const bool exchangeable = practice::exchanged(data.shape, element).has_value();
      its = its * 2 + (kind == BlankKind::gradient && exchangeable ? 1 : 0);
      if (its <= most) continue;
      most = its;
      best = element;
    }
    return best;
  }

  bool is_asked(const Blank& blank) const {
    return std::find(blanks_.begin(), blanks_.end(), blank) != blanks_.end();
  }

  /// One element of each, and where that makes few blanks a second one.
  void ask_of(const std::vector<ValueId>& ids, BlankKind kind, std::size_t at_least) {
    const std::size_t before = blanks_.size();
    for (int round = 0; round < 2; ++round) {
      for (const ValueId id : ids) {
        if (round > 0 && blanks_.size() - before >= at_least) return;
        if (const auto element = element_of(id, kind))
          blanks_.push_back({kind, id, *element, -1, 0});
      }
    }
  }

  void choose_values() {
    std::vector<ValueId> ids;
    for (ValueId id = 0; id < static_cast<ValueId>(trace_.values.size()); ++id) {
      if (worth_asking(id)) ids.push_back(id);
    }
    ask_of(spread(ids, most_values), BlankKind::value, few + 1);
  }

  /// Parameters first, and of the rest the sums and activations.
  void choose_gradients() {
    std::vector<ValueId> parameters;
    std::vector<ValueId> sums;
    std::vector<ValueId> others;
    for (ValueId id = 0; id < static_cast<ValueId>(trace_.values.size()); ++id) {
      const Value& value = trace_.value(id);
      if (id == run_->loss || value.version > 1 || !receives(id)) continue;
      if (value.kind == ValueKind::parameter && value.data.size() > 0) parameters.push_back(id);
      if (value.kind != ValueKind::computed || !worth_asking(id)) continue;
      (is_sum(id) ? sums : others).push_back(id);
    }
    // The last ones are the first that backward() comes to.
    std::reverse(others.begin(), others.end());
    std::vector<ValueId> ids = spread(parameters, most_gradients / 2);
    for (const ValueId id : spread(sums, most_gradients - ids.size() > 1 ? 2 : 1))
      ids.push_back(id);
    for (const ValueId id : spread(others, most_gradients))
      if (ids.size() < most_gradients) ids.push_back(id);
    ask_of(ids, BlankKind::gradient, few + 1);
  }

  /// What makes a local derivative a question: it is no plain 1, and meant by "d y / d x".
  std::optional<Blank> local_at(Index at) const {
    const Step& step = trace_.step(at);
    const Value& value = trace_.value(step.value);
    const ValueId into = target(trace_, step);
    const auto uses = std::count(value.arguments.begin(), value.arguments.end(), into);
    if (step.value == run_->loss) return std::nullopt;  // this is the gradient itself
    if (uses != 1 || value.op->kind == OpKind::view || trace_.value(into).data.size() == 0)
      return std::nullopt;
    const bool named =
        worth_asking(step.value) && (worth_asking(into) || !trace_.value(into).name.empty());
    if (!named) return std::nullopt;
    const practice::Edge edge(trace_, at);
    const practice::Asked asked = practice::element_to_ask(edge);
    const double local = edge.local(asked.element, asked.output);
    if (!std::isfinite(local) || local == 1 || local == 0) return std::nullopt;
    return Blank{BlankKind::local, into, asked.element, at, asked.output};
  }

  void choose_locals() {
    std::vector<Blank> activations;
    std::vector<Blank> others;
    for (Index at = run_->first_step + 1; at < run_->end_step; ++at) {
      const auto blank = local_at(at);
      if (!blank) continue;
      (is_activation(trace_.step(at).value) ? activations : others).push_back(*blank);
    }
    std::vector<Blank> chosen = spread(activations, most_locals - 1);
    for (const Blank& blank : spread(others, most_locals - chosen.size()))
      chosen.push_back(blank);
    blanks_.insert(blanks_.end(), chosen.begin(), chosen.end());
  }

  /// Of the parameters whose gradients are asked for the one that changes most, the same element: a
  /// small change would be lost in rounding. Not where several backward()s come before the update.
  void choose_update() {
    if (trace_.optimizer_runs.empty()) return;
    const OptimizerRun& update = trace_.optimizer_runs.front();
    const bool one =
        trace_.backward_runs.size() == 1 || trace_.backward_runs[1].first_step > update.first_step;
    if (!one || update.first_step < run_->end_step) return;
    std::optional<Blank> best;
    double most = 0;
    for (const Blank& blank : blanks_) {
      const int parameter = trace_.value(blank.value).parameter;
      if (blank.kind != BlankKind::gradient || parameter < 0) continue;
      const auto& versions = trace_.parameters[static_cast<std::size_t>(parameter)].versions;
      if (versions.size() < 2 || trace_.value(versions[1]).made_by >= update.end_step) continue;
      const Blank next{BlankKind::update, versions[1], blank.element, -1, 0};
      const double number = right_number(trace_, next);
      const double share = std::abs(change_of(trace_, next)) / std::max(std::abs(number), 1e-300);
      if (!std::isfinite(share) || share <= most) continue;
      most = share;
      best = next;
    }
    if (best) blanks_.push_back(*best);
  }

  const Trace& trace_;
  std::uint64_t seed_;
  bool parts_too_;  ///< parts of expressions, as well
  const BackwardRun* run_ = nullptr;
  std::vector<ValueId> sums_;
  std::vector<Blank> blanks_;
};

}  // namespace

std::vector<Blank> chosen_blanks(const Trace& trace, std::uint64_t seed) {
  std::vector<Blank> blanks = Chooser(trace, seed, false).choose();
  return blanks.size() >= enough ? blanks : Chooser(trace, seed, true).choose();
}

}  // namespace backprop::lessons::sheet
