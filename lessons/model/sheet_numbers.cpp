#include "lessons/model/sheet_numbers.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <sstream>

#include "engine/number_text.h"
#include "engine/program/edit.h"
#include "engine/program/interpreter.h"
#include "engine/program/literal.h"
#include "engine/program/locate.h"
#include "engine/random.h"
#include "engine/trace/time.h"

namespace backprop::lessons::sheet {
namespace {

constexpr Index most_spelled = 64;  // of a leaf whose numbers are not written in the program

/// A leaf whose numbers are drawn, and where the program's text writes them.
struct Leaf {
  Tensor numbers;
  int decimals = 0;                ///< the most that one of its numbers is written with
  bool whole = false;              ///< only whole numbers
  bool may_flip = false;           ///< signs may change
  std::size_t begin = 0, end = 0;  ///< of all its numbers' text, or of each:
  struct Literal {
    Index element = 0;
    std::size_t begin = 0, end = 0;
  };
  std::vector<Literal> literals;  ///< empty where the numbers are to be written out
  bool is_call = false;           ///< an initialiser by itself: it becomes a tensor(...)
};

template <class Test>
bool all_of(const Tensor& tensor, const Test& test) {
  return std::all_of(tensor.data.begin(), tensor.data.end(), test);
}

bool is_whole(double number) {
  return std::isfinite(number) && number == std::floor(number);
}

/// Zeros and ones, as masks, one-hot classes and truth tables have them.
bool is_binary(const Tensor& tensor) {
  return all_of(tensor, [](double number) { return number == 0 || number == 1; });
}

bool is_zero(const Tensor& tensor) {
  return all_of(tensor, [](double number) { return number == 0; });
}

/// Rows that are probabilities.
bool is_distribution(const Tensor& tensor) {
  if (tensor.shape.empty() || tensor.shape.back() < 2) return false;
  const Index width = tensor.shape.back();
  for (Index row = 0; row < tensor.size(); row += width) {
    double sum = 0;
    for (Index i = row; i < row + width; ++i) {
      if (tensor[i] < 0) return false;
      sum += tensor[i];
    }
    if (std::abs(sum - 1) > 1e-9) return false;
  }
  return true;
}

/// Whether an op reads the value as something that cannot be any number: an index, a condition, a
/// loss's target that is a distribution.
bool means_something(const Trace& trace, ValueId id) {
  for (const Value& user : trace.values) {
    if (user.op == nullptr) continue;
    for (std::size_t i = 0; i < user.arguments.size(); ++i) {
      if (user.arguments[i] != id) continue;
      const auto which = static_cast<int>(i);
      const auto read = arguments_of(trace, static_cast<ValueId>(&user - trace.values.data()));
      if (!user.op->passes_gradient({read, user.attributes}, which)) return true;
      if (user.op->kind == OpKind::loss && which == 1 && is_distribution(trace.value(id).data))
        return true;
    }
  }
  return false;
}

/// Decimals after the point in the shortest text of a number.
int decimals_of(double number) {
  const std::string text = exact_text(number);
  const std::size_t point = text.find('.');
  if (point == std::string::npos || text.find('e') != std::string::npos) return 0;
  return static_cast<int>(text.size() - point - 1);
}

/// What kind of numbers they are; nothing where they stay as they are.
std::optional<Leaf> leaf_of(const Trace& trace, ValueId id) {
  const Value& value = trace.value(id);
  const bool leaf = editable(trace, id) && value.version <= 1;
  const bool is_data = value.kind == ValueKind::data;
  if (!leaf || is_zero(value.data) || (is_data && is_binary(value.data))) return std::nullopt;
  if (means_something(trace, id)) return std::nullopt;
  Leaf found;
  found.numbers = value.data;
  found.whole = all_of(value.data, is_whole);
  const bool mixed = std::any_of(value.data.data.begin(), value.data.data.end(),
                                 [](double number) { return number < 0; });
  found.may_flip = !is_data || mixed;
  for (const double number : value.data.data)
    found.decimals = std::max(found.decimals, decimals_of(number));
  return found;
}

/// Finds the leaf's numbers in the text; false where they are not there or not worth spelling out.
bool place(const Trace& trace, ValueId id, Leaf& leaf) {
  const Value& value = trace.value(id);
  const auto located = locate_call(trace, value.place, value.text, trace.program);
  if (!located) return false;
  const ast::Call& call = located.value().call();
  const bool wraps = call.function == "tensor" || call.function == "param";
  const ast::Expression* content = located.value().expression;
  if (wraps) {
    if (call.arguments.size() != 1) return false;
    content = call.arguments.front().value.get();
    for (Index e = 0; e < value.data.size(); ++e) {
      const ast::Expression* one = element_expression(*content, value.data.shape, e);
      if (one != nullptr && literal_number(*one))
        leaf.literals.push_back({e, one->begin, one->end});
    }
    if (!leaf.literals.empty()) return true;
  }
  leaf.decimals = 0;  // nobody has chosen how many: two digits do
  leaf.begin = content->begin;
  leaf.end = content->end;
  leaf.is_call = !wraps;
  // What a loop draws anew in each round cannot be written in one place.
  return value.data.size() <= most_spelled && made_alike(trace, id).size() == 1;
}

/// All leaves that are drawn, each call once.
std::vector<Leaf> leaves_of(const Trace& trace) {
  std::vector<Leaf> leaves;
  for (std::size_t i = 0; i < trace.values.size(); ++i) {
    const auto id = static_cast<ValueId>(i);
    auto leaf = leaf_of(trace, id);
    if (!leaf || made_alike(trace, id).front() != id) continue;
    if (place(trace, id, *leaf)) leaves.push_back(std::move(*leaf));
  }
  return leaves;
}

/// Random numbers, one after the other.
class Draw {
 public:
  Draw(std::uint64_t seed, std::uint64_t attempt) : seed_(random::bits(seed, attempt)) {}
  double uniform() { return random::uniform(seed_, next_++); }

 private:
  std::uint64_t seed_;
  std::uint64_t next_ = 0;
};

constexpr double smallest_factor = 0.6;
constexpr double largest_factor = 1.6;

double drawn_whole(double size, Draw& draw) {
  const double low = std::max(1.0, std::ceil(size / 2));
  const double high = std::max(2 * size, size + 2);
  return low + std::floor(draw.uniform() * (high - low + 1));
}

/// Two significant digits at least, three at most, and else as many decimals as the leaf is written
/// with. What was below 1 stays below 1: it may be a share, or the target of a sigmoid.
double drawn_fraction(double size, int decimals, Draw& draw) {
  const int exponent = static_cast<int>(std::floor(std::log10(size)));
  decimals = std::clamp(std::clamp(decimals, 1 - exponent, 2 - exponent), -300, 300);
  const double units = std::pow(10.0, std::abs(decimals));
  const auto in_units = [&](double x) { return decimals >= 0 ? x * units : x / units; };
  double largest = size * largest_factor;
  if (size < 1 && decimals > 0) largest = std::min(largest, 1 - 1 / units);
  const double smallest = std::min(size * smallest_factor, largest);
  double count = std::round(in_units(smallest + (largest - smallest) * draw.uniform()));
  count = std::max(count, 1.0);
  if (count == in_units(1)) count += 1;  // a factor of 1 would hide mistakes
  return decimals >= 0 ? count / units : count * units;
}

double drawn_number(double number, const Leaf& leaf, bool flips, Draw& draw) {
  constexpr double share_of_flips = 0.25;
  const double chance = draw.uniform();  // drawn in any case: every number takes the same draws
  if (number == 0 || !std::isfinite(number)) return number;
  const double size = leaf.whole ? drawn_whole(std::abs(number), draw)
                                 : drawn_fraction(std::abs(number), leaf.decimals, draw);
  const bool flip = flips && leaf.may_flip && chance < share_of_flips;
  return std::signbit(number) != flip ? -size : size;
}

/// Where a line's comment begins, with a gap of spaces before it; npos without one.
std::size_t comment_place(const std::string& line) {
  const std::size_t at = line.find('#');
  const bool follows = at != std::string::npos && at > 0 && line[at - 1] == ' ';
  return follows && line.find_first_of("\"'") > at ? at : std::string::npos;
}

/// The lines of a program with each comment in the column where it stood, if the code leaves room.
std::string with_comments_in_place(const std::string& before, const std::string& after) {
  std::istringstream old_lines(before);
  std::istringstream new_lines(after);
  std::string text;
  std::string old_line;
  for (std::string line; std::getline(new_lines, line);) {
    std::getline(old_lines, old_line);
    const std::size_t column = comment_place(old_line);
    const std::size_t at = comment_place(line);
    if (column != std::string::npos && at != std::string::npos) {
      const std::string code = line.substr(0, line.find_last_not_of(' ', at - 1) + 1);
      const std::size_t gap = std::max(column, code.size() + 2) - code.size();
      line = code + std::string(gap, ' ') + line.substr(at);
    }
    text += line + (new_lines.eof() ? "" : "\n");
  }
  return text;
}

struct Edit {
  std::size_t begin = 0, end = 0;
  std::string text;
};

/// The program with new numbers in the place of all leaves'.
std::string drawn_program(const std::string& program, const std::vector<Leaf>& leaves, bool flips,
                          Draw draw) {
  std::vector<Edit> edits;
  bool written_out = false;  // what stood in several lines may stand in one
  for (const Leaf& leaf : leaves) {
    Tensor numbers = leaf.numbers;
    for (double& number : numbers.data)
      number = drawn_number(number, leaf, flips, draw);
    for (const Leaf::Literal& one : leaf.literals) {
      const auto like = std::string_view(program).substr(one.begin, one.end - one.begin);
      edits.push_back({one.begin, one.end, literal_text(numbers[one.element], like)});
    }
    if (!leaf.literals.empty()) continue;
    written_out = true;
    const std::string list = literal_text(numbers);
    edits.push_back({leaf.begin, leaf.end, leaf.is_call ? "tensor(" + list + ")" : list});
  }
  std::sort(edits.begin(), edits.end(),
            [](const Edit& a, const Edit& b) { return a.begin > b.begin; });
  std::string text = program;
  for (const Edit& edit : edits)
    text.replace(edit.begin, edit.end - edit.begin, edit.text);
  return written_out ? text : with_comments_in_place(program, text);
}

/// How much of a run there is nothing to compute with: the share of numbers that vanish or explode.
struct Quality {
  bool finite = true;
  double idle = 0;
};

class Counter {
 public:
  void count(const Tensor& tensor) {
    constexpr double tiny = 5e-4;
    constexpr double huge = 1e4;
    for (const double number : tensor.data) {
      ++all_;
      if (!std::isfinite(number)) finite_ = false;
      if (std::abs(number) < tiny || std::abs(number) > huge) ++idle_;
    }
  }
  Quality quality() const {
    return {finite_, all_ == 0 ? 0 : static_cast<double>(idle_) / static_cast<double>(all_)};
  }

 private:
  Index all_ = 0, idle_ = 0;
  bool finite_ = true;
};

/// Of the first round.
Quality quality_of(const Trace& trace) {
  Counter counter;
  const bool runs = !trace.backward_runs.empty();
  const Index end = runs ? trace.backward_runs.front().first_step : trace.step_count();
  for (const Value& value : trace.values) {
    if (value.op != nullptr && value.made_by < end) counter.count(value.data);
  }
  for (const Parameter& parameter : trace.parameters) {
    if (!runs || trace.value(parameter.versions.front()).made_by >= end) continue;
    counter.count(
        gradient_at(trace, parameter.versions.front(), trace.backward_runs.front().end_step));
  }
  return counter.quality();
}

/// Large programs take long to run, and are seldom degenerate.
int attempts_for(const Trace& trace) {
  constexpr Index work = 100'000;
  return static_cast<int>(std::clamp<Index>(work / (trace.step_count() + 1), 10, 60));
}

}  // namespace

Result<Redrawn> redrawn(const Trace& trace, std::uint64_t seed) {
  constexpr double idle_allowed = 0.1;
  const std::vector<Leaf> leaves = leaves_of(trace);
  const Quality own = quality_of(trace);
  const int attempts = leaves.empty() ? 1 : attempts_for(trace);
  Redrawn best;
  double least = 2;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    const bool flips = attempt < attempts / 2;
    auto ran = run_program(drawn_program(trace.program, leaves, flips,
                                         Draw(seed, static_cast<std::uint64_t>(attempt))));
    if (!ran) continue;
    const Quality quality = quality_of(*ran.value());
    if (!quality.finite || quality.idle >= least) continue;
    least = quality.idle;
    best = {std::move(ran).value(), !leaves.empty()};
    if (least <= std::max(idle_allowed, own.idle)) break;
  }
  if (best.trace) return best;
  return Error{
      {},
      "no numbers were found for this program with which all results are finite",
      "change the program so that it does not divide by zero or take logarithms and roots of "
      "negative numbers"};
}

}  // namespace backprop::lessons::sheet
