#include "lessons/model/sheet_grade.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "lessons/model/practice_mistakes.h"
#include "lessons/model/sheet_carry.h"
#include "lessons/model/sheet_mistakes.h"
#include "lessons/model/sheet_number.h"

namespace backprop::lessons::sheet {
namespace {

using practice::Typed;
using practice::Verdict;
using practice::Wrong;

constexpr int enough_digits = 3;
constexpr double close_to_change = 0.5;  // of an update: nearer to it than to what was before

Typed typed_of(const WrittenNumber& written) {
  return {written.number, written.digits >= enough_digits ? written.half_unit : 0};
}

/// Whether the right number, rounded to what is written, gives that: "0.6" for 0.5933.
bool is_rounded(const WrittenNumber& written, double right) {
  return written.decimals && std::abs(written.number - right) <= written.half_unit;
}

/// Blanks, by their places.
using Places = std::vector<std::size_t>;

class Grader {
 public:
  Grader(const Trace& trace, const std::vector<Blank>& blanks) : trace_(trace), blanks_(blanks) {}

  Grade grade(const std::vector<std::string>& answers) && {
    written_.resize(blanks_.size());
    for (std::size_t i = 0; i < blanks_.size(); ++i) {
      Marked marked;
      marked.text = i < answers.size() ? answers[i] : std::string();
      marked.right = right_number(trace_, blanks_[i]);
      grade_.answers.push_back(std::move(marked));
      read(i);
    }
    return std::move(grade_);
  }

 private:
  Marked& at(std::size_t i) { return grade_.answers[i]; }

  void read(std::size_t i) {
    Marked& marked = at(i);
    if (marked.text.empty()) return;
    const auto written = read_number(marked.text);
    if (!written) {
      marked.mark = Mark::unreadable;
      marked.error = written.error();
      return;
    }
    written_[i] = written.value();
    marked.typed = written.value().number;
    judge(i);
  }

  /// Compares with a number that would do: true where it is met, rounded or not. An update must be
  /// told from the parameter before it, too: what does not is at best rounded too roughly.
  bool meets(std::size_t i, double number, Mark mark, double change) {
    const WrittenNumber& written = *written_[i];
    const Verdict verdict = practice::judge(number, {}, typed_of(written)).verdict;
    const bool rounded = is_rounded(written, number);
    const bool update = blanks_[i].kind == BlankKind::update;
    const double off = std::abs(written.number - number);
    const bool shows_it = off < std::abs(written.number - (number - change));
    const bool close = !update || off <= close_to_change * std::abs(change) ||
                       (off <= typed_of(written).half_unit && shows_it);
    const bool right = verdict == Verdict::right && close;
    if (!right && !rounded && (update || verdict != Verdict::more_digits)) return false;
    at(i).mark = right ? mark : Mark::rough;
    return true;
  }

  double change_at(std::size_t i, const Trace& trace) const {
    return blanks_[i].kind == BlankKind::update ? change_of(trace, blanks_[i]) : 0;
  }

  void judge(std::size_t i) {
    if (meets(i, at(i).right, Mark::right, change_at(i, trace_))) return;
    const Places wrong = before(i, [](const Marked& m) { return is_off(m); });
    const Places all = before(i, [](const Marked& m) { return m.typed.has_value(); });
    if (follows(i, wrong)) return;
    for (auto one = wrong.rbegin(); wrong.size() > 1 && one != wrong.rend(); ++one) {
      if (follows(i, {*one})) return;
    }
    if (follows(i, all)) return;
    at(i).mark = Mark::wrong;
    if (is_named(i, {}) || is_named(i, wrong)) return;
    is_named(i, all);
  }

  /// Whether an answer's number is another than the right one.
  static bool is_off(const Marked& marked) {
    return marked.typed && (marked.mark == Mark::wrong || marked.mark == Mark::follows);
  }

  template <class Test>
  Places before(std::size_t i, const Test& test) {
    Places places;
    for (std::size_t j = 0; j < i; ++j) {
      if (test(at(j))) places.push_back(j);
    }
    return places;
  }

  std::optional<Trace> carried(const Places& places) const {
    std::vector<Given> given;
    for (const std::size_t place : places)
      given.push_back({blanks_[place], *grade_.answers[place].typed});
    return carried_on(trace_, given);
  }

  std::optional<double> carried_number(std::size_t i, const Places& places) const {
    const auto other = carried(places);
    if (!other) return std::nullopt;
    const double number = right_number(*other, blanks_[i]);
    return std::isfinite(number) ? std::optional(number) : std::nullopt;
  }

  /// As few of the places as make the same number come out; of those that do, the latest.
  Places deciding(std::size_t i, Places places, double number) const {
    constexpr double apart = 1e-5;
    for (std::size_t at = 0; at < places.size();) {
      Places others = places;
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(at));
      const auto without = carried_number(i, others);
      if (without && std::abs(*without - number) <= apart * std::abs(number))
        places = std::move(others);
      else
        ++at;
    }
    return places;
  }

  bool follows(std::size_t i, const Places& places) {
    const auto other = places.empty() ? std::nullopt : carried(places);
    if (!other) return false;
    const double number = right_number(*other, blanks_[i]);
    if (!std::isfinite(number) || number == at(i).right) return false;
    if (!meets(i, number, Mark::follows, change_at(i, *other))) return false;
    const Places from = deciding(i, places, number);
    for (const std::size_t place : from) {
      if (is_off(at(place))) at(i).from.push_back(place);
    }
    // From nothing but rounded answers: the way is right, and nothing else is wrong.
    if (at(i).from.empty()) {
      at(i).from = from;
      at(i).mark = Mark::rough;
    }
    return true;
  }

  /// The mistake that gives the answer, on top of what is given in those places.
  bool is_named(std::size_t i, const Places& places) {
    const std::optional<Trace> other = places.empty() ? std::nullopt : carried(places);
    if (!places.empty() && !other) return false;
    const Trace& trace = places.empty() ? trace_ : *other;
    const double right = right_number(trace, blanks_[i]);
    const std::vector<Wrong> mistakes = possible_mistakes(trace, blanks_[i]);
    const auto made = std::find_if(mistakes.begin(), mistakes.end(), [&](const Wrong& wrong) {
      return practice::stands_for(typed_of(*written_[i]), wrong.number);
    });
    if (made == mistakes.end()) return false;
    at(i).mistake = made->verdict;
    at(i).detail = made->detail;
    for (const std::size_t place : deciding(i, places, right)) {
      if (is_off(at(place))) at(i).from.push_back(place);
    }
    return true;
  }

  const Trace& trace_;
  const std::vector<Blank>& blanks_;
  std::vector<std::optional<WrittenNumber>> written_;
  Grade grade_;
};

constexpr std::array<std::string_view, mark_count> ids{"right", "rough",      "follows",
                                                       "wrong", "unreadable", "missing"};

}  // namespace

std::string_view id_of(Mark mark) {
  return ids[static_cast<std::size_t>(mark)];
}

std::size_t Grade::count(Mark mark) const {
  return static_cast<std::size_t>(
      std::count_if(answers.begin(), answers.end(),
                    [mark](const Marked& marked) { return marked.mark == mark; }));
}

Grade graded(const Trace& trace, const std::vector<Blank>& blanks,
             const std::vector<std::string>& answers) {
  return Grader(trace, blanks).grade(answers);
}

}  // namespace backprop::lessons::sheet
