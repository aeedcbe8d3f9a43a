#include "viz/scene/inspector_scene.h"

#include <algorithm>
#include <cmath>

#include "engine/io/pytorch.h"
#include "engine/trace/time.h"
#include "viz/scene/accumulation.h"
#include "viz/scene/curve.h"
#include "viz/scene/number_field.h"
#include "viz/scene/numbers.h"
#include "viz/scene/selection_rows.h"
#include "viz/scene/step_formula.h"
#include "viz/scene/step_text.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

constexpr float margin = 18;

class Inspector {
 public:
  Inspector(const State& state, const EditableNumbers& numbers, InspectorCache& cache, Rect area,
            float scroll, const Look& look)
      : state_(state),
        trace_(*state.trace),
        numbers_(numbers),
        cache_(cache),
        b_(look),
        c_{b_, area.x + margin, area.w - 2 * margin, area.y + 16 - scroll},
        top_(c_.y),
        step_(current_step(state)) {}

  Scene build() && {
    selection_rows(c_, state_, numbers_);
    if (!step_) {
      beginning();
    } else {
      element_ = focus_element(state_, *step_);
      title();
      the_step();
    }
    check_rows(c_, state_, cache_.checks);
    b_.scene.content_height = c_.y - top_ + 24;
    return std::move(b_.scene);
  }

 private:
  void beginning() {
    c_.y += 18;
    b_.text({c_.x, c_.y}, b_.words["inspector.start.title"], TextStyle::heading, b_.colors.ink,
            Align::left, c_.width);
    c_.gap(10);
    c_.prose(b_.words["inspector.start.text"], b_.colors.ink);
    c_.gap(6);
  }

  /// Of what the step writes.
  Color result_ink(Color fresh) const {
    return number_ink(b_.colors, fresh, is_step_stale(state_, *step_));
  }

  const Color& direction() const { return direction_ink(b_.colors, trace_.step(*step_).kind); }

  ValueId written() const {
    const Step& step = trace_.step(*step_);
    return step.kind == StepKind::backward ? target(trace_, step) : step.value;
  }

  void title() {
    const Step& step = trace_.step(*step_);
    c_.y += 18;
    const std::string text = step.kind == StepKind::clear ? "zero_grad()"
                             : step.kind == StepKind::backward
                                 ? gradient_name(trace_, written(), element_)
                                 : element_name(trace_, written(), element_);
    const std::string& copy = b_.words["inspector.copy"];
    const float width = b_.width(copy, TextStyle::small) + 16;
    const Rect button{c_.x + c_.width - width, c_.y - 16, width, 22};
    b_.view_button("copy-step", button, copy, "copy-step", b_.words["inspector.copy.tip"]);
    b_.text({c_.x, c_.y}, text, TextStyle::heading, b_.colors.ink, Align::left,
            c_.width - width - 8);
    c_.y -= 6;
    c_.caption(b_.words.format("inspector.step", phase_word(b_.words, step.kind), *step_ + 1,
                               trace_.step_count()),
               direction());
    c_.prose(step_summary(trace_, *step_, b_.words), b_.colors.ink);
  }

  /// The line of the program, and how it is written in PyTorch.
  void program_rows() {
    const Step& step = trace_.step(*step_);
    const std::string line = program_line(trace_, step.line);
    if (line.empty()) return;
    c_.caption(b_.words.format("inspector.line", step.line));
    code_row(line, b_.colors.ink, Entity::line(step.line));
    const std::string spelt = pytorch_line(line);
    if (spelt != line) code_row(spelt, b_.colors.muted, {});
  }

  void code_row(const std::string& text, Color ink, Entity entity) {
    c_.y += 18;
    b_.text({c_.x, c_.y}, text, TextStyle::code_small, ink, Align::left, c_.width, entity);
    if (entity.kind == Entity::Kind::none) return;
    b_.region("inspector-line", {c_.x, c_.y - 14, c_.width, 19}, command::RunTo{entity}, entity);
  }

  void the_step() {
    const Step& step = trace_.step(*step_);
    if (step.kind == StepKind::clear) return;
    rule_rows(c_, state_, *step_, element_);
    if (step.kind == StepKind::backward && step.edge < 0) {
      c_.prose(b_.words["inspector.seed"], b_.colors.muted);
    } else {
      expression_rows(c_, state_, *step_, element_);
    }
    if (step.kind == StepKind::backward)
      accumulation_rows(c_, state_, *step_, element_, cache_.arrivals);
    if (step.kind == StepKind::update) change();
    activation();
    elements();
    program_rows();
  }

  void change() {
    const Value& value = trace_.value(written());
    const double old = trace_.value(value.arguments[0]).data[element_];
    c_.caption(b_.words["inspector.change"]);
    c_.row(b_.words["inspector.before"], b_.number(old),
           number_ink(b_.colors, b_.colors.muted, is_stale(state_, value.arguments[0])));
    c_.row(b_.words["inspector.after"], b_.number(value.data[element_]),
           result_ink(b_.colors.update));
    settings();
  }

  static std::string name_of(const Setting& setting) {
    const bool one_of_several = setting.name == "betas";
    return one_of_several ? setting.name + "[" + std::to_string(setting.element) + "]"
                          : setting.name;
  }

  /// What the optimizer was given, each number in a field.
  void settings() {
    const Step& step = trace_.step(*step_);
    if (numbers_.run != step.run || numbers_.settings.empty()) return;
    c_.caption(b_.words.format("edit.settings", writer_of(trace_, step)));
    float names = Column::names;
    for (const auto& [setting, number] : numbers_.settings)
      names = std::max(names, b_.width(name_of(setting), TextStyle::small) + 10);
    for (const auto& [setting, number] : numbers_.settings) {
      const std::string name = name_of(setting);
      const bool changed =
          state_.edited() && !(number == setting_number(trace_, step.run, setting));
      number_field_row(c_, "setting:" + name, name, command::EditSetting{step.run, setting, number},
                       changed, names);
    }
  }

  /// The neuron's curve where the step is at its activation: arriving gradient x slope = delta.
  void activation() {
    const Step& step = trace_.step(*step_);
    const Value& value = trace_.value(step.value);
    if (value.op == nullptr || value.op->kind != OpKind::activation ||
        step.kind == StepKind::update)
      return;
    if (step.kind == StepKind::backward && step.edge < 0) return;
    const ValueId argument = value.arguments[0];
    const double z = trace_.value(argument).data[element_];
    const std::string name(value.op->name);
    c_.caption(b_.words.format("inspector.activation", name));
    const Rect plot{c_.x, c_.y + 6, c_.width, 92};
    const Curve curve{*value.op, value.attributes};
    activation_curve(b_, plot, curve, z);
    b_.text({plot.x + 2, plot.y + 12}, name + "(z)", TextStyle::small, b_.colors.forward);
    b_.text({plot.x + 2, plot.y + 30}, name + "\u2032(z)", TextStyle::small, b_.colors.backward);
    c_.y = plot.bottom() + 4;
    const auto ink = [&](Color fresh) {
      return number_ink(b_.colors, fresh, is_stale(state_, argument));
    };
    c_.row("z", b_.number(z), ink(b_.colors.ink), Entity::value(argument, element_));
    const double slope = curve.slope(z);
    if (step.kind == StepKind::backward) {
      const double arrives = gradient_element_at(trace_, step.value, element_, *step_);
      c_.row(
          b_.words["inspector.arrives"], b_.signed_number(arrives),
          number_ink(b_.colors, b_.colors.backward, is_gradient_stale(state_, step.value, *step_)),
          Entity::value(step.value, element_));
      c_.row(b_.words["inspector.slope"], b_.number(slope), ink(b_.colors.ink));
      const double delta =
          trace_.contributions[static_cast<std::size_t>(step.contribution)][element_];
      c_.row("= \u03B4", b_.signed_number(delta), result_ink(b_.colors.backward));
    } else {
      c_.row(name + "(z)", b_.number(value.data[element_]), result_ink(b_.colors.forward));
      c_.row(name + "\u2032(z)", b_.number(slope), ink(b_.colors.ink));
    }
  }

  /// The other elements that the step writes; a click selects one.
  void elements() {
    const ValueId id = written();
    const Tensor& data = trace_.value(id).data;
    if (data.size() < 2) return;
    const Step& step = trace_.step(*step_);
    const Tensor& numbers = step.kind == StepKind::backward
                                ? trace_.contributions[static_cast<std::size_t>(step.contribution)]
                                : data;
    c_.caption(b_.words.format("inspector.elements", data.size()));
    constexpr Index most = 8;
    for (Index e = 0; e < std::min(data.size(), most); ++e) {
      const float top = c_.y + 4;
      c_.y += 21;
      const Entity entity = Entity::value(id, e);
      if (e == element_) {
        b_.add(draw::Rectangle{{c_.x - 6, top, c_.width + 12, 21}, 4, b_.colors.background},
               entity);
      }
      b_.text({c_.x, c_.y}, index_text(e, data.shape), TextStyle::code, b_.colors.muted,
              Align::left, Column::names - 6, entity);
      b_.text({c_.x + Column::names, c_.y}, b_.signed_number(numbers[e]), TextStyle::code,
              result_ink(step.kind == StepKind::backward ? b_.colors.backward : b_.colors.ink),
              Align::left, 0, entity);
      b_.region("element:" + std::to_string(e), {c_.x - 6, top, c_.width + 12, 21},
                command::Select{entity}, entity);
    }
    if (data.size() > most) {
      c_.y += 20;
      b_.text({c_.x, c_.y}, b_.words.format("inspector.more", data.size() - most), TextStyle::small,
              b_.colors.muted);
    }
  }

  const State& state_;
  const Trace& trace_;
  const EditableNumbers& numbers_;
  InspectorCache& cache_;
  Builder b_;
  Column c_;
  float top_;
  std::optional<Index> step_;
  Index element_ = 0;
};

}  // namespace

Scene inspector_scene(const State& state, const EditableNumbers& numbers, InspectorCache& cache,
                      Rect area, float scroll, const Look& look) {
  return Inspector(state, numbers, cache, area, scroll, look).build();
}

}  // namespace backprop::viz
