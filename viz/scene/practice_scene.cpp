#include "viz/scene/practice_scene.h"

#include "viz/scene/choice_row.h"
#include "viz/scene/inline_writer.h"
#include "viz/scene/numbers.h"
#include "viz/scene/practice_text.h"
#include "viz/text/math_markup.h"

namespace backprop::viz {
namespace {

namespace practice = lessons::practice;
using practice::Ask;

constexpr float margin = 18;
constexpr float row_height = 30;
constexpr std::size_t most_known = 8;

/// The words, and the formulas between dollars, set or as a line of text.
std::vector<InlineRun> runs_of(const std::string& text, bool set) {
  std::vector<InlineRun> runs;
  bool formula = false;
  for (std::size_t at = 0; at <= text.size(); formula = !formula) {
    const std::size_t end = std::min(text.find('$', at), text.size());
    const std::string part = text.substr(at, end - at);
    at = end + 1;
    if (!formula || set) {
      runs.push_back({formula ? InlineRun::Kind::math : InlineRun::Kind::text, part});
      continue;
    }
    const Result<MathNode> read = parse_tex(part);
    runs.push_back({InlineRun::Kind::code, read ? math_as_text(read.value()) : part});
  }
  return runs;
}

class PracticePainter {
 public:
  PracticePainter(const State& state, const std::string& typed, Rect area, float scroll,
                  const Look& look)
      : trace_(*state.trace),
        now_(*state.practice),
        typed_(typed),
        b_(look),
        x_(area.x + margin),
        width_(area.w - 2 * margin),
        y_(area.y + 16 - scroll),
        top_(y_) {}

  Scene build() && {
    title();
    question();
    if (now_.ask == Ask::pick) {
      the_choices();
    } else if (now_.ask != Ask::finished) {
      the_known();
      the_entry();
      the_hints();
    }
    reply();
    scores();
    start_over();
    b_.scene.content_height = y_ - top_ + 24;
    return std::move(b_.scene);
  }

 private:
  void title() {
    y_ += 18;
    const std::string& leave = b_.words["practice.leave"];
    const float w = b_.width(leave, TextStyle::small) + 16;
    const std::string& title = b_.words["practice.title"];
    b_.text({x_, y_}, title,
            b_.fitting_style(title, {TextStyle::heading, TextStyle::strong, TextStyle::small},
                             width_ - w - 8),
            b_.colors.ink, Align::left, width_ - w - 8);
    b_.button("practice-leave", {x_ + width_ - w, y_ - 16, w, 22}, leave, command::LeavePractice{});
    y_ += 10;
  }

  /// A formula that is too wide for a line even in the smallest letters is broken like words.
  void question() {
    const Question asked = practice_question(trace_, now_, b_.words);
    std::vector<InlineRun> runs = runs_of(asked.text, true);
    TextStyle style = TextStyle::body;
    const auto fits = [&](TextStyle smaller) {
      style = smaller;
      return layout_paragraph(b_.look.glyphs, runs, style, width_).widest_word <= width_;
    };
    if (!fits(TextStyle::body) && !fits(TextStyle::small)) runs = runs_of(asked.text, false);
    const MathMarker as_written;
    y_ += 6 + InlineWriter(b_, as_written, asked.marks)
                  .write(runs, style, {x_, y_ + 6}, width_, b_.colors.ink);
  }

  void the_choices() {
    y_ += 8;
    for (const practice::Choice& choice : practice::choices(trace_, now_)) {
      const Step& step = trace_.step(choice.step);
      const std::string text = practice_choice(trace_, choice.step, b_.words);
      const float height = choice_height(b_, width_, text);
      choice_row(b_, "practice-pick:" + std::to_string(choice.step), {x_, y_, width_, height}, text,
                 command::PracticePick{choice.step})
          .entity = Entity::value(target(trace_, step));
      y_ += height + 4;
    }
  }

  void the_known() {
    const std::vector<Known> known = practice_known(trace_, now_, most_known);
    const float column = width_ * 0.55F;
    y_ += known.empty() ? 0.0F : 2.0F;
    for (const Known& its : known) {
      y_ += 20;
      b_.text({x_, y_}, its.name, TextStyle::small, b_.colors.muted, Align::left, column - 8,
              its.entity);
      b_.text({x_ + column, y_}, b_.number(its.number), TextStyle::code,
              its.gradient ? b_.colors.backward : b_.colors.forward, Align::left, width_ - column,
              its.entity);
    }
    y_ += known.empty() ? 0.0F : 4.0F;
  }

  void the_entry() {
    y_ += 8;
    const Rect entry{x_, y_, width_, row_height};
    b_.add(draw::Rectangle{entry, 6, b_.colors.background, b_.colors.hairline, 1});
    b_.text({entry.x + 8, b_.baseline_in(entry.y, entry.h, TextStyle::code)}, typed_,
            TextStyle::code, b_.colors.ink, Align::left, entry.w - 16);
    b_.region("practice-entry", entry, std::nullopt).tooltip = b_.words["practice.entry.tip"];
    y_ += row_height + 8;
    const float half = (width_ - 8) / 2;
    b_.button("practice-answer", {x_, y_, half, 28}, b_.words["practice.answer"],
              command::PracticeAnswer{typed_}, {.filled = true, .enabled = !typed_.empty()});
    b_.button("practice-hint", {x_ + half + 8, y_, half, 28},
              b_.words.format("practice.hint", now_.hints_here, practice::most_hints),
              command::PracticeHint{}, {.enabled = now_.hints_here < practice::most_hints},
              b_.words["practice.hint.tip"]);
    y_ += 32;
  }

  void the_hints() {
    const std::vector<std::string> hints = practice_hints(trace_, now_, b_.words);
    for (std::size_t i = 0; i < hints.size(); ++i) {
      const bool prose = i == 0;
      y_ = b_.paragraph({x_, y_ + 4}, width_, hints[i], prose ? TextStyle::small : TextStyle::code,
                        prose ? b_.colors.muted : b_.colors.ink);
    }
  }

  void reply() {
    const std::string text = practice_reply(trace_, now_, b_.words);
    if (text.empty()) return;
    const practice::Verdict verdict = now_.reply->verdict;
    const bool right = verdict == practice::Verdict::right;
    const Color color = right                           ? b_.colors.good
                        : practice::is_mistake(verdict) ? b_.colors.wrong
                                                        : b_.colors.ink;
    y_ = b_.paragraph({x_, y_ + 8}, width_, (right ? "\u2713 " : "") + text, TextStyle::body_strong,
                      color);
  }

  void scores() {
    y_ += 14;
    b_.line({x_, y_}, {x_ + width_, y_}, b_.colors.hairline);
    for (std::size_t kind = 0; kind < practice::kind_count; ++kind) {
      const practice::Score& score = now_.scores[kind];
      if (score.asked + score.mistakes == 0) continue;
      y_ += 22;
      b_.text({x_, y_}, practice_kind(static_cast<practice::Kind>(kind), b_.words),
              TextStyle::caption, b_.colors.muted, Align::left, width_);
      y_ += 18;
      b_.text({x_, y_}, practice_score(score, b_.words), TextStyle::small, b_.colors.ink,
              Align::left, width_);
    }
  }

  void start_over() {
    if (now_.moves.empty()) return;
    const std::string& label = b_.words["practice.anew"];
    y_ += 14;
    b_.button("practice-anew", {x_, y_, b_.width(label, TextStyle::small) + 20, 24}, label,
              command::StartPractice{now_.run, true});
    y_ += 24;
  }

  const Trace& trace_;
  const practice::Practice& now_;
  const std::string& typed_;
  Builder b_;
  float x_, width_, y_, top_;
};

}  // namespace

Scene practice_scene(const State& state, const std::string& typed, Rect area, float scroll,
                     const Look& look) {
  return PracticePainter(state, typed, area, scroll, look).build();
}

Scene modes_scene(const State& state, Rect area, const Look& look) {
  Builder b(look);
  b.add(draw::Rectangle{area, 0, look.colors.card});
  b.line({area.x, area.y + 0.5F}, {area.right(), area.y + 0.5F}, look.colors.hairline);
  const float half = (area.w - 2 * margin - 8) / 2;
  const float y = area.y + (area.h - 28) / 2;
  const auto style = [&](const char* key) {
    return b.fitting_style(look.words[key], {TextStyle::small, TextStyle::caption}, half - 8);
  };
  const Trace& trace = *state.trace;
  const auto why = practice::why_not(trace, practice::run_at(trace, state.time.step));
  b.button("start-practice", {area.x + margin, y, half, 28}, look.words["practice.start"],
           command::StartPractice{},
           {.text = style("practice.start"), .enabled = !why && !state.running},
           why ? b.words.translated(*why).cause : look.words["practice.start.tip"]);
  const bool can_hunt = !trace.backward_runs.empty() && !state.no_fault_to_show && !state.running;
  b.button("start-hunt", {area.x + margin + half + 8, y, half, 28}, look.words["hunt.start"],
           command::StartHunt{static_cast<std::uint64_t>(state.hunts)},
           {.text = style("hunt.start"), .enabled = can_hunt},
           look.words[state.no_fault_to_show ? "hunt.none" : "hunt.start.tip"]);
  return std::move(b.scene);
}

}  // namespace backprop::viz
