/// "You are backprop": the learner goes through one backward() by hand. They pick the edge that
/// comes next, give its local derivative, the contribution upstream x local, and, where the
/// gradient held something before, the sum; each answer is checked, and a mistake is told by its
/// name.
///
/// One element of each edge is done by hand, the rest of it is filled in from the recording. Only
/// edges on the way to a parameter are asked for. Plain data: the same commands give the same
/// state.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "engine/trace/trace.h"

namespace backprop::lessons::practice {

/// What an edge is practice in; the score is kept by it.
enum class Kind : std::uint8_t {
  seed,               ///< dJ/dJ
  loss,               ///< from the loss back to the network's output
  activation,         ///< f'
  product_by_weight,  ///< of a layer's product to its weight
  product_by_input,   ///< and to what is multiplied by it
  bias,               ///< a sum: z = W x + b to either side
  other,
};
inline constexpr std::size_t kind_count = 7;

/// "product-by-weight": the end of keys.
std::string_view id_of(Kind kind);

/// What the learner is to do now.
enum class Ask : std::uint8_t {
  pick,          ///< the next edge
  local,         ///< the derivative of one output element by the argument's element
  contribution,  ///< the sum over outputs of upstream x local
  sum,           ///< the gradient's element when the contribution has been added
  finished,
};

/// What is said to a pick or an answer. The order is that of the checks: of several mistakes that
/// would give the same number, the first is named.
enum class Verdict : std::uint8_t {
  right,
  more_digits,  ///< right, but given too roughly: does not count as a mistake
  // Picks.
  parent_unfinished,  ///< the edge's value has not received all its contributions yet
  not_on_the_way,     ///< no edge of this backward(), or none that leads to a parameter
  already_done,
  // Answers.
  wrong_sign,
  missing_slope,         ///< f' left out: the upstream gradient passed on unchanged
  missing_mean,          ///< 1/N left out
  missing_half,          ///< the factor 1/2 left out
  missing_factor,        ///< another constant factor, or the exponent that comes down
  value_for_derivative,  ///< f(z) where f'(z) belongs; of a product the element's own value
  sum_for_activation,    ///< z where a belongs
  forgot_upstream,       ///< the local derivative alone
  forgot_local,          ///< the upstream gradient alone
  included_upstream,     ///< the product where the local derivative was asked for
  overwrote,             ///< the contribution alone where it is added to what was there
  one_of_several,        ///< one term of the sum over outputs
  transposed,            ///< row and column exchanged
  updated_weight,        ///< the weight as the optimizer left it, after this backward()
  // Of values and updates, which sheets ask for.
  missing_activation,  ///< z where a = f(z) was asked for
  missing_bias,        ///< W x where W x + b was asked for
  other_logarithm,     ///< to the base 10 where the natural one is meant
  not_updated,         ///< the parameter as it was before
  wrong_direction,     ///< updated up the gradient
  change_alone,        ///< what is taken from the parameter, not the parameter after it
  missing_rate,        ///< updated with a learning rate of 1
  wrong,               ///< none of these
  unreadable,          ///< no number and no expression; does not count as a mistake
};

/// "missing-slope": the end of keys.
std::string_view id_of(Verdict verdict);

/// Whether the score counts it as a mistake.
bool is_mistake(Verdict verdict);

struct Reply {
  Verdict verdict = Verdict::right;
  Ask to = Ask::pick;  ///< what it answers
  Index step = 0;      ///< of the edge it is about
  double typed = 0;    ///< the number that an answer came to
  double detail = 0;   ///< missing_factor: the factor; parent_unfinished: how many are missing
  std::optional<Error> error{};  ///< of what is unreadable
};

struct Score {
  int asked = 0;    ///< questions answered in the end
  int right = 0;    ///< of them, without being shown the answer
  int at_once = 0;  ///< of them, without a mistake or a hint
  int mistakes = 0;
  int hints = 0;
};

struct LogEntry {
  Verdict verdict = Verdict::right;
  Ask to = Ask::pick;
  Index step = 0;
  std::string typed;  ///< empty for picks
};

inline constexpr int most_hints = 4;  ///< which rule; the formula; with numbers; the answer

struct Practice {
  int run = 0;               ///< index into Trace::backward_runs
  std::vector<bool> done;    ///< by the run's steps, the seed first
  std::vector<bool> needed;  ///< on the way to a parameter
  Ask ask = Ask::pick;
  Index step = 0;         ///< of the edge that was picked
  Index element = 0;      ///< of its argument, to be done by hand
  Index output = 0;       ///< element of its output whose derivative is asked
  int mistakes_here = 0;  ///< at this question
  int hints_here = 0;
  std::array<Score, kind_count> scores{};
  std::vector<LogEntry> log;
  std::vector<std::string> moves;  ///< "pick 12", "answer 0.5", "hint": see replayed()
  std::optional<Reply> reply;      ///< to the last command
};

/// Begins at a backward(). Errors: there is none of that number, the recording is of a broken
/// engine, or the way is too long to go by hand.
Result<Practice> start(const Trace& trace, int run);

/// Why that backward() cannot be practised; nothing where it can. Quick, and all errors of start().
std::optional<Error> why_not(const Trace& trace, int run);

/// The backward() that is under way at that time, or comes next; the last one after it.
int run_at(const Trace& trace, Index step);

/// The edges to choose from, ascending: all that could be taken, and beside them some that cannot
/// yet.
struct Choice {
  Index step = 0;  ///< of the recording
  bool ready = false;
};
std::vector<Choice> choices(const Trace& trace, const Practice& practice);

/// The learner's commands. Any argument is allowed; what makes no sense now changes nothing.
Practice pick(const Trace& trace, Practice practice, Index step);
Practice answer(const Trace& trace, Practice practice, const std::string& text);
Practice hint(const Trace& trace, Practice practice);

inline constexpr std::size_t most_moves = 2000;  ///< that are kept

/// A practice that has just begun, after these moves. What is none, or makes no sense, is passed
/// over.
Practice replayed(const Trace& trace, Practice practice, const std::vector<std::string>& moves);

/// What the edge of a backward step is practice in.
Kind kind_of(const Trace& trace, const Practice& practice, Index step);

/// A value's gradient as far as the learner has got: what it held before the run, and the edges
/// done, in the recording's order. When all are done it is the recording's, bit for bit.
Tensor gradient_so_far(const Trace& trace, const Practice& practice, ValueId id);

/// The number that is asked for now. Not while an edge is to be picked.
double expected(const Trace& trace, const Practice& practice);

/// The steps of the recording that are done without a gap: as far as its time may be shown.
Index time_reached(const Trace& trace, const Practice& practice);

/// All kinds together.
Score total(const Practice& practice);

}  // namespace backprop::lessons::practice
