#include "viz/scene/step_rows.h"

#include <algorithm>

#include "engine/io/pytorch.h"
#include "viz/scene/accumulation.h"
#include "viz/scene/activation_rows.h"
#include "viz/scene/index_note.h"
#include "viz/scene/number_field.h"
#include "viz/scene/numbers.h"
#include "viz/scene/step_formula.h"
#include "viz/scene/step_text.h"
#include "viz/scene/update_rows.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

void code_row(Column& c, const std::string& text, Color ink, Entity entity) {
  c.y += 18;
  c.b.text({c.x, c.y}, text, TextStyle::code_small, ink, Align::left, c.width, entity);
  if (entity.kind == Entity::Kind::none) return;
  c.b.region("inspector-line", {c.x, c.y - 14, c.width, 19}, command::RunTo{entity}, entity);
}

class StepRows {
 public:
  StepRows(Column& c, const State& state, const EditableNumbers& numbers, Index at,
           Arrivals& arrivals)
      : c_(c),
        b_(c.b),
        state_(state),
        trace_(*state.trace),
        numbers_(numbers),
        arrivals_(arrivals),
        at_(at),
        step_(trace_.step(at)),
        element_(focus_element(state, at)) {}

  void draw() {
    title();
    if (step_.kind == StepKind::clear) return;
    rule_rows(c_, trace_, at_);
    if (step_.kind == StepKind::update) {
      update_rows(c_, state_, at_, element_);
      settings();
    } else if (step_.kind == StepKind::backward && step_.edge < 0) {
      c_.prose(b_.words["inspector.seed"], b_.colors.muted);
    } else {
      expression_rows(c_, state_, at_, element_);
    }
    if (step_.kind == StepKind::backward) accumulation_rows(c_, state_, at_, element_, arrivals_);
    activation();
    elements();
    program_rows(c_, trace_, step_.line);
  }

 private:
  ValueId written() const {
    return step_.kind == StepKind::backward ? target(trace_, step_) : step_.value;
  }

  void title() {
    c_.y += 18;
    const std::string text = step_.kind == StepKind::clear ? "zero_grad()"
                             : step_.kind == StepKind::backward
                                 ? gradient_name(trace_, written(), element_)
                                 : element_name(trace_, written(), element_);
    const std::string& copy = b_.words["inspector.copy"];
    const float width = b_.width(copy, TextStyle::small) + 16;
    const Rect button{c_.x + c_.width - width, c_.y - 16, width, 22};
    b_.view_button("copy-step", button, copy, "copy-step", b_.words["inspector.copy.tip"]);
    const float room = c_.width - width - 8;
    const float used =
        b_.text({c_.x, c_.y}, text, TextStyle::heading, b_.colors.ink, Align::left, room);
    if (step_.kind == StepKind::forward || step_.kind == StepKind::update)
      index_note(b_, {c_.x + used + 8, c_.y}, trace_, Entity::value(written(), element_),
                 room - used - 8);
    c_.y -= 6;
    c_.caption(b_.words.format("inspector.step", phase_word(b_.words, step_.kind), at_ + 1,
                               trace_.step_count()),
               direction_ink(b_.colors, step_.kind));
    c_.prose(step_summary(trace_, at_, b_.words), b_.colors.ink);
  }

  static std::string name_of(const Setting& setting) {
    const bool one_of_several = setting.name == "betas";
    return one_of_several ? setting.name + "[" + std::to_string(setting.element) + "]"
                          : setting.name;
  }

  /// What the optimizer was given, each number in a field.
  void settings() {
    if (numbers_.run != step_.run || numbers_.settings.empty()) return;
    c_.caption(b_.words.format("edit.settings", writer_of(trace_, step_)));
    float names = Column::names;
    for (const auto& [setting, number] : numbers_.settings)
      names = std::max(names, b_.width(name_of(setting), TextStyle::small) + 10);
    for (const auto& [setting, number] : numbers_.settings) {
      const std::string name = name_of(setting);
      const bool changed =
          state_.edited() && !(number == setting_number(trace_, step_.run, setting));
      number_field_row(c_, "setting:" + name, name,
                       command::EditSetting{step_.run, setting, number}, changed, names);
    }
  }

  void activation() {
    if (!is_activated(trace_, step_.value) || step_.kind == StepKind::update) return;
    if (step_.kind == StepKind::backward && step_.edge < 0) return;
    const bool back = step_.kind == StepKind::backward;
    activation_rows(c_, state_, step_.value, element_, back ? std::optional(at_) : std::nullopt);
  }

  /// The elements that the step writes, or those around the one in focus; a click selects one.
  void elements() {
    const ValueId id = written();
    const Tensor& data = trace_.value(id).data;
    if (data.size() < 2) return;
    c_.caption(b_.words.format("inspector.elements", data.size()));
    constexpr Index most = 16;
    const Index first =
        std::clamp<Index>(element_ - most / 2, 0, std::max<Index>(0, data.size() - most));
    const Index made = state_.time.term > 0 ? made_in_terms(state_) : data.size();
    for (Index e = first; e < std::min(data.size(), first + most); ++e)
      element(Entity::value(id, e), data.shape, e < made);
    if (data.size() > most)
      c_.prose(b_.words.format("inspector.more", data.size() - most), b_.colors.muted);
  }

  void element(const Entity& entity, const Shape& shape, bool made) {
    const Index e = entity.index;
    const bool back = step_.kind == StepKind::backward;
    const Rect row{c_.x - 6, c_.y + 4, c_.width + 12, 21};
    c_.y += 21;
    if (e == element_) b_.add(draw::Rectangle{row, 4, b_.colors.background}, entity);
    b_.text({c_.x, c_.y}, index_text(e, shape), TextStyle::code, b_.colors.muted, Align::left,
            Column::names - 6, entity);
    const Tensor& numbers = back
                                ? trace_.contributions[static_cast<std::size_t>(step_.contribution)]
                                : trace_.value(entity.id).data;
    const Color ink = number_ink(b_.colors, back ? b_.colors.backward : b_.colors.ink,
                                 is_step_stale(state_, at_));
    if (made)
      b_.text({c_.x + Column::names, c_.y}, b_.signed_number(numbers[e]), TextStyle::code, ink,
              Align::left, 0, entity);
    b_.region("element:" + std::to_string(e), row, command::Select{entity}, entity);
  }

  Column& c_;
  Builder& b_;
  const State& state_;
  const Trace& trace_;
  const EditableNumbers& numbers_;
  Arrivals& arrivals_;
  Index at_;
  const Step& step_;
  Index element_;
};

}  // namespace

void step_rows(Column& c, const State& state, const EditableNumbers& numbers, Index step,
               Arrivals& arrivals) {
  StepRows(c, state, numbers, step, arrivals).draw();
}

void program_rows(Column& c, const Trace& trace, int number) {
  const std::string line = program_line(trace, number);
  if (line.empty()) return;
  c.caption(c.b.words.format("inspector.line", number));
  code_row(c, line, c.b.colors.ink, Entity::line(number));
  const std::string spelt = pytorch_line(line);
  if (spelt != line) code_row(c, spelt, c.b.colors.muted, {});
}

}  // namespace backprop::viz
