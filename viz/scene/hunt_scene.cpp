#include "viz/scene/hunt_scene.h"

#include <algorithm>

#include "viz/scene/choice_row.h"
#include "viz/scene/number_region.h"
#include "viz/scene/numbers.h"

namespace backprop::viz {
namespace {

constexpr float margin = 24;
constexpr std::size_t most_rows = 12;

std::string fault_key(std::string_view what, Fault fault) {
  return std::string("hunt.") + std::string(what) + std::string(id_of(fault));
}

class HuntPainter {
 public:
  HuntPainter(const State& state, Rect area, float scroll, const Look& look)
      : state_(state),
        hunt_(*state.hunt),
        b_(look),
        x_(area.x + margin),
        width_(area.w - 2 * margin),
        y_(area.y + 16 - scroll),
        top_(y_) {}

  Scene build() && {
    title();
    if (hunt_.found) {
      verdict();  // where it is seen without scrolling
    } else {
      y_ =
          b_.paragraph({x_, y_ + 6}, width_, b_.words["hunt.text"], TextStyle::body, b_.colors.ink);
    }
    check();
    choices();
    b_.scene.content_height = y_ - top_ + 44;
    return std::move(b_.scene);
  }

 private:
  void title() {
    y_ += 18;
    const std::string& leave = b_.words["hunt.leave"];
    const float w = b_.width(leave, TextStyle::small) + 16;
    const std::string& title = b_.words["hunt.title"];
    b_.text({x_, y_}, title,
            b_.fitting_style(title, {TextStyle::heading, TextStyle::strong, TextStyle::small},
                             width_ - w - 8),
            b_.colors.ink, Align::left, width_ - w - 8);
    b_.button("hunt-leave", {x_ + width_ - w, y_ - 16, w, 22}, leave, command::LeaveHunt{});
    y_ += 10;
  }

  void check() {
    y_ += 10;
    if (!hunt_.check) {
      const std::string& label = b_.words["hunt.check"];
      const float w = std::min(width_, b_.width(label, TextStyle::small) + 28);
      b_.button("hunt-check", {x_, y_, w, 28}, label, command::HuntCheck{}, {},
                b_.words["hunt.check.tip"]);
      y_ += 34;
      return;
    }
    const auto& rows = hunt_.check->parameters;
    row(b_.words["hunt.column.parameter"], b_.words["hunt.column.engine"],
        b_.words["hunt.column.numeric"], b_.colors.muted, TextStyle::caption);
    for (std::size_t i = 0; i < std::min(rows.size(), most_rows); ++i)
      row(rows[i]);
    if (rows.size() > most_rows) {
      y_ += 20;
      b_.text({x_, y_}, b_.words.format("inspector.more", rows.size() - most_rows),
              TextStyle::small, b_.colors.muted);
    }
    y_ += 8;
  }

  /// The element of a parameter that fits least; a cross marks what fails, so that colour is not
  /// the only sign.
  void row(const CheckedParameter& its) {
    const Trace& trace = *state_.trace;
    const ValueId id = find_value(trace, its.name);
    const std::string name =
        (its.passed ? "\u2713 " : "\u00D7 ") +
        (id == no_value ? its.name : element_name(trace, id, its.worst)) +
        (trace.backward_runs.size() > 1 ? b_.words.format("hunt.run", its.run + 1) : "");
    row(name, b_.signed_number(its.exact), b_.signed_number(its.numeric),
        its.passed ? b_.colors.good : b_.colors.wrong, TextStyle::code_small);
    if (id == no_value) return;
    const BackwardRun& run = trace.backward_runs[static_cast<std::size_t>(its.run)];
    const Quantity gradient{id, its.worst, true, run.end_step};
    const auto ask = [&](const std::string& what, int column, double number) {
      derived_region(b_, "hunt-" + what + ":" + its.name + ":" + std::to_string(its.run),
                     {x_ + this->column(column), y_ - 14, width_ - this->column(2), 19}, trace,
                     {number, gradient})
          .focusable = true;
    };
    ask("engine", 1, its.exact);
    ask("numeric", 2, its.numeric);
  }

  /// Where the columns begin: names, what the engine gave, differences.
  float column(int which) const { return which == 0 ? 0 : width_ * (which == 1 ? 0.345F : 0.645F); }

  void row(const std::string& name, const std::string& exact, const std::string& numeric,
           Color color, TextStyle style) {
    y_ += 20;
    b_.text({x_, y_}, name, style, color, Align::left, column(1) - 6);
    b_.text({x_ + column(1), y_}, exact, style, color, Align::left, column(2) - column(1) - 6);
    b_.text({x_ + column(2), y_}, numeric, style, color, Align::left, width_ - column(2));
  }

  void choices() {
    y_ += 24;
    b_.text({x_, y_}, b_.words["hunt.which"], TextStyle::strong, b_.colors.ink, Align::left,
            width_);
    y_ += 8;
    if (!hunt_.wrong_guesses.empty() && !hunt_.found)
      wrong_guess(b_, y_, hunt_.wrong_guesses.back());
    y_ += room_for_a_wrong_guess() + 6;
    for (const FaultRow& fault : faults())
      choice(fault.fault);
  }

  /// Returns the y below it.
  float wrong_guess(Builder& b, float top, Fault fault) const {
    const std::string& guess = b.words[fault_key("fault.", fault)];
    return b.paragraph({x_, top}, width_, b.words.format("hunt.wrong", guess), TextStyle::small,
                       b.colors.wrong);
  }

  /// Kept free from the start: rows that move are clicked wrongly.
  float room_for_a_wrong_guess() const {
    Builder measured(b_.look);
    float height = 0;
    for (const FaultRow& fault : faults())
      height = std::max(height, wrong_guess(measured, 0, fault.fault));
    return height;
  }

  void choice(Fault fault) {
    const auto& wrong = hunt_.wrong_guesses;
    const bool refuted = std::find(wrong.begin(), wrong.end(), fault) != wrong.end();
    const bool right = hunt_.found && fault == hunt_.fault;
    const ChoiceMark mark = right     ? ChoiceMark::right
                            : refuted ? ChoiceMark::wrong
                                      : ChoiceMark::none;
    const std::string& text = b_.words[fault_key("fault.", fault)];
    // With room for the sign that may come before its words: the rows below do not move.
    const float height = std::max(28.0F, choice_height(b_, width_, "\u00D7 " + text));
    Widget& widget = choice_row(b_, "hunt-guess:" + std::string(id_of(fault)),
                                {x_, y_, width_, height}, text, command::HuntGuess{fault}, mark);
    widget.enabled = !hunt_.found && !refuted;
    y_ += height + 4;
  }

  void verdict() {
    y_ = b_.paragraph({x_, y_ + 4}, width_, b_.words["hunt.right"], TextStyle::body_strong,
                      b_.colors.good);
    y_ = b_.paragraph({x_, y_ + 2}, width_, b_.words[fault_key("about.", hunt_.fault)],
                      TextStyle::body, b_.colors.ink);
    y_ += 10;
    float x = x_;
    if (hunt_.first_step) {
      const std::string label = b_.words.format("hunt.first", *hunt_.first_step + 1);
      const float w = b_.width(label, TextStyle::small) + 24;
      b_.button("hunt-first", {x, y_, w, 28}, label, command::GoTo{{*hunt_.first_step + 1, 0}});
      x += w + 8;
    }
    const std::string& again = b_.words["hunt.again"];
    const float w = b_.width(again, TextStyle::small) + 24;
    if (x + w > x_ + width_) {
      x = x_;
      y_ += 34;
    }
    b_.button("hunt-again", {x, y_, w, 28}, again,
              command::StartHunt{static_cast<std::uint64_t>(state_.hunts)});
    y_ += 34;
  }

  const State& state_;
  const Hunt& hunt_;
  Builder b_;
  float x_, width_, y_, top_;
};

}  // namespace

Scene hunt_scene(const State& state, Rect area, float scroll, const Look& look) {
  return HuntPainter(state, area, scroll, look).build();
}

}  // namespace backprop::viz
