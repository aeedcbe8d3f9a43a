#include "engine/program/stale.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/program/line_diff.h"

namespace backprop {
namespace {

/// Which lines of the recorded program are stale: themselves changed, or reading a name whose
/// meaning may have changed without any recorded value to tell it by.
class StaleLines {
 public:
  StaleLines(const Trace& trace, std::vector<SourceLine> before, std::vector<SourceLine> after)
      : trace_(trace),
        before_(std::move(before)),
        after_(std::move(after)),
        heads_(outermost_of(before_)),
        new_heads_(outermost_of(after_)),
        stale_(before_.size(), false) {
    index_lines();
    for (const auto* lines : {&before_, &after_})
      note_functions(*lines);
    for (const Gap& gap : differences(before_, after_))
      close(gap);
    follow_names();
  }

  bool any() const { return any_; }
  bool contains(int physical) const {
    const int line = logical(physical);
    return line >= 0 && stale_[static_cast<std::size_t>(line)];
  }

 private:
  /// The place of a physical line in before_; -1 where it holds no code.
  int logical(int physical) const {
    const auto at = static_cast<std::size_t>(physical);
    return at < logical_.size() ? logical_[at] : -1;
  }

  void index_lines() {
    for (std::size_t k = 0; k < before_.size(); ++k) {
      logical_.resize(static_cast<std::size_t>(before_[k].last) + 1, -1);
      for (int line = before_[k].first; line <= before_[k].last; ++line)
        logical_[static_cast<std::size_t>(line)] = static_cast<int>(k);
      for (const std::string& name : before_[k].names)
        mentions_[name].push_back(k);
    }
  }

  void note_functions(const std::vector<SourceLine>& lines) {
    for (std::size_t k = 0; k < lines.size(); ++k) {
      if (!lines[k].definition) continue;
      functions_.insert(lines[k].assigned.begin(), lines[k].assigned.end());
      for (std::size_t i = k + 1; i < block_end(lines, k); ++i)
        functions_have_effects_ = functions_have_effects_ || lines[i].effect;
    }
  }

  static std::size_t block_end(const std::vector<SourceLine>& lines, std::size_t header) {
    std::size_t end = header + 1;
    while (end < lines.size() && lines[end].indent > lines[header].indent)
      ++end;
    return end;
  }

  /// Per line, the line at the margin whose block holds it: itself at the margin.
  static std::vector<std::size_t> outermost_of(const std::vector<SourceLine>& lines) {
    std::vector<std::size_t> heads;
    for (std::size_t k = 0; k < lines.size(); ++k)
      heads.push_back(lines[k].indent == 0 || k == 0 ? k : heads.back());
    return heads;
  }

  /// Whether a name stands for a value that its line made: then it is recorded who uses it.
  bool makes(std::size_t line, const std::string& name) const {
    const auto found = trace_.named.find(name);
    if (found == trace_.named.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(), [&](ValueId id) {
      const Index made_by = trace_.value(id).made_by;
      if (made_by < 0) return false;
      const Step& step = trace_.step(made_by);
      return logical(step.line) == static_cast<int>(line) ||
             logical(step.running_line) == static_cast<int>(line);
    });
  }

  bool calls_for_effect(const SourceLine& line) const {
    if (line.effect) return true;
    return functions_have_effects_ && !line.definition &&
           std::any_of(line.names.begin(), line.names.end(),
                       [&](const std::string& name) { return functions_.contains(name); });
  }

  /// Where the lines begin that may run after old line `at`: in a loop, all of it.
  std::size_t later_than(std::size_t at) const { return at < heads_.size() ? heads_[at] : at; }

  void close(const Gap& gap) {
    any_ = true;
    std::size_t from = later_than(gap.old_begin);
    // Lines that were added at the end of a block run in it.
    const bool joins_block =
        gap.old_begin > 0 && gap.new_begin < gap.new_end && after_[gap.new_begin].indent > 0;
    if (joins_block) from = std::min(from, later_than(gap.old_begin - 1));
    std::map<std::string, bool> assigned;  // whether uses of the name can be told by its value
    for (std::size_t i = gap.new_begin; i < gap.new_end; ++i)
      note_new_line(i, assigned);
    for (std::size_t k = gap.old_begin; k < gap.old_end; ++k) {
      for (const std::string& name : before_[k].assigned)
        assigned[name] = assigned.contains(name) && makes(k, name);
      mark_changed(k);
    }
    for (const auto& [name, told] : assigned) {
      if (!told) pending_.emplace_back(name, from);
    }
    if (changes_effects(gap)) mark_all(from);
  }

  void note_new_line(std::size_t at, std::map<std::string, bool>& assigned) {
    for (const std::string& name : after_[at].assigned)
      assigned.emplace(name, false);
    mark_function(after_[new_heads_[at]]);
  }

  /// Whether other calls such as sgd() run, or run elsewhere. Another number in one changes only
  /// what that call writes.
  bool changes_effects(const Gap& gap) const {
    const std::size_t count = gap.old_end - gap.old_begin;
    const bool paired = count == gap.new_end - gap.new_begin;
    if (!paired) {
      const auto calls = [&](const SourceLine& line) { return calls_for_effect(line); };
      return std::any_of(at(before_, gap.old_begin), at(before_, gap.old_end), calls) ||
             std::any_of(at(after_, gap.new_begin), at(after_, gap.new_end), calls);
    }
    for (std::size_t i = 0; i < count; ++i) {
      const SourceLine& then = before_[gap.old_begin + i];
      const SourceLine& now = after_[gap.new_begin + i];
      if (then.shape != now.shape && (calls_for_effect(then) || calls_for_effect(now))) return true;
    }
    return false;
  }

  static std::vector<SourceLine>::const_iterator at(const std::vector<SourceLine>& lines,
                                                    std::size_t place) {
    return lines.begin() + static_cast<std::ptrdiff_t>(place);
  }

  /// The line, and the block that it heads or the def that it stands in.
  void mark_changed(std::size_t line) {
    stale_[line] = true;
    if (before_[line].loop) {
      for (std::size_t i = line + 1; i < block_end(before_, line); ++i) {
        if (!stale_[i]) mark_read(i);
      }
    }
    mark_function(before_[heads_[line]]);
  }

  /// Where the line heads a def: all of it, and who calls it.
  void mark_function(const SourceLine& head) {
    if (!head.definition || head.assigned.empty()) return;
    const std::string& name = head.assigned.front();
    if (!marked_functions_.insert(name).second) return;
    for (std::size_t k = 0; k < before_.size(); ++k) {
      const auto& assigned = before_[k].assigned;
      if (!before_[k].definition || assigned.empty() || assigned.front() != name) continue;
      for (std::size_t i = k; i < block_end(before_, k); ++i)
        stale_[i] = true;
    }
    pending_.emplace_back(name, 0);
  }

  /// A line that reads a name of another meaning, and what it makes of it.
  void mark_read(std::size_t at) {
    mark_changed(at);
    const SourceLine& line = before_[at];
    for (const std::string& name : line.assigned) {
      if (!makes(at, name)) pending_.emplace_back(name, later_than(at));
    }
    const bool backward =
        std::find(line.names.begin(), line.names.end(), "backward") != line.names.end();
    if (calls_for_effect(line) && (backward || !line.effect)) mark_all(later_than(at));
  }

  void follow_names() {
    while (!pending_.empty()) {
      const auto [name, from] = pending_.back();
      pending_.pop_back();
      const auto [known, is_new] = followed_.emplace(name, from);
      if (!is_new && known->second <= from) continue;
      known->second = from;
      const auto readers = mentions_.find(name);
      if (readers == mentions_.end()) continue;
      for (const std::size_t k : readers->second) {
        if (k >= from && !stale_[k]) mark_read(k);
      }
    }
  }

  void mark_all(std::size_t from) {
    for (std::size_t k = from; k < before_.size(); ++k)
      stale_[k] = true;
  }

  const Trace& trace_;
  std::vector<SourceLine> before_, after_;
  std::vector<std::size_t> heads_, new_heads_;
  std::vector<bool> stale_;
  std::vector<int> logical_;
  std::map<std::string, std::vector<std::size_t>> mentions_;  ///< lines of before_
  std::set<std::string> functions_;
  bool functions_have_effects_ = false;
  std::set<std::string> marked_functions_;
  std::vector<std::pair<std::string, std::size_t>> pending_;  ///< names to follow, from a line on
  std::map<std::string, std::size_t> followed_;
  bool any_ = false;
};

/// From stale lines to stale values and steps, in the order in which they were recorded.
class Spread {
 public:
  Spread(const Trace& trace, const StaleLines& lines)
      : trace_(trace), lines_(lines), gradients_(trace.values.size(), false) {
    stale_.values.resize(trace.values.size(), false);
    stale_.steps.resize(trace.steps.size(), false);
    constants();
    for (Index at = 0; at < trace.step_count(); ++at)
      stale_.steps[static_cast<std::size_t>(at)] = spread(at);
  }

  Staleness result() && { return std::move(stale_); }

 private:
  bool stale(ValueId id) const { return stale_.values[static_cast<std::size_t>(id)]; }
  bool any_stale(const std::vector<ValueId>& ids) const {
    return std::any_of(ids.begin(), ids.end(), [&](ValueId id) { return stale(id); });
  }

  /// A plain number belongs to the line it stands in, and to the one that is run: in a def it may
  /// come from there.
  void constants() {
    int running_line = 0;
    for (std::size_t i = trace_.values.size(); i-- > 0;) {
      const Value& value = trace_.values[i];
      if (value.made_by >= 0) running_line = trace_.step(value.made_by).running_line;
      if (value.kind == ValueKind::constant)
        stale_.values[i] = lines_.contains(value.place.line) || lines_.contains(running_line);
    }
  }

  bool spread(Index at) {
    const Step& step = trace_.step(at);
    const bool line = lines_.contains(step.line) || lines_.contains(step.running_line);
    if (step.kind == StepKind::clear) {
      for (const ValueId id : touched_)
        gradients_[static_cast<std::size_t>(id)] = false;
      touched_.clear();
      return false;
    }
    if (step.kind == StepKind::backward) return backward(step);
    const bool result = line || any_stale(trace_.value(step.value).arguments) ||
                        (step.kind == StepKind::update && update(step));
    stale_.values[static_cast<std::size_t>(step.value)] = result;
    return result;
  }

  bool backward(const Step& step) {
    const BackwardRun& run = trace_.backward_runs[static_cast<std::size_t>(step.run)];
    if (!stale(run.loss) && !lines_.contains(run.place.line) &&
        !lines_.contains(step.running_line)) {
      return false;
    }
    const ValueId home = first_version(trace_, target(trace_, step));
    gradients_[static_cast<std::size_t>(home)] = true;
    touched_.push_back(home);
    return true;
  }

  bool update(const Step& step) const {
    if (updates_buffer(step)) return stale(step.by);
    return gradients_[static_cast<std::size_t>(first_version(trace_, step.value))];
  }

  const Trace& trace_;
  const StaleLines& lines_;
  Staleness stale_;
  std::vector<bool> gradients_;   ///< of each first version: a stale contribution is in it
  std::vector<ValueId> touched_;  ///< which of them
};

}  // namespace

Staleness stale_values(const Trace& trace, const std::string& text) {
  if (text == trace.program) return {};
  const StaleLines lines(trace, source_lines(trace.program), source_lines(text));
  if (!lines.any()) return {};
  return Spread(trace, lines).result();
}

bool gradient_is_stale(const Trace& trace, const Staleness& stale, ValueId id, Index step) {
  if (!stale.any()) return false;
  const auto clear = std::lower_bound(trace.clears.begin(), trace.clears.end(), step);
  const Index since = clear == trace.clears.begin() ? 0 : *(clear - 1);
  const std::vector<Index>& into = contributions_to(trace, id);
  const auto first = std::lower_bound(into.begin(), into.end(), since);
  const auto last = std::lower_bound(first, into.end(), step);
  return std::any_of(first, last, [&](Index at) { return stale.step(at); });
}

}  // namespace backprop
