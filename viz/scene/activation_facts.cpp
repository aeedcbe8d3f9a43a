// The left column of the activation lab: what is said of the chosen function.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/function/formula_text.h"
#include "engine/program/utf8.h"
#include "viz/app/lab_programs.h"
#include "viz/scene/activation_lab.h"
#include "viz/scene/cut.h"
#include "viz/scene/number_field.h"

namespace backprop::viz {
namespace {

constexpr float formula_px = 17;
constexpr float smallest_px = 11;
constexpr std::size_t most_kinks = 4;

/// As large as the column allows; too long for it at the smallest size, the text says that.
float formula(const LabCard& card, Vec2 at, float width, const std::string& tex, Color color,
              const std::string& too_long) {
  Builder& b = card.b;
  float px = formula_px;
  MathBox box = set_tex(b.look.glyphs, tex, px, MathStyle::display);
  if (box.width > width) {
    px = std::max(smallest_px, px * width / box.width * 0.99F);
    box = set_tex(b.look.glyphs, tex, px, MathStyle::display);
  }
  if (box.width > width)
    return b.paragraph({at.x, at.y}, width, too_long, TextStyle::small, b.colors.muted) + 4;
  const float base = at.y + box.ascent + 4;
  b.add(draw::Math{{at.x, base}, box, color});
  return base + box.descent + 4;
}

std::string number_or_infinity(double number) {
  if (std::isinf(number)) return number > 0 ? "\u221E" : "\u2212\u221E";
  return shown_short(number, 4);
}

/// From where to where the values go, as far as is seen.
std::string range_text(const FunctionModel& model, const Strings& words) {
  if (!model.range) return words["lab.range.none"];
  const auto ends = [&](EndKind kind) {
    return model.facts.left.kind == kind || model.facts.right.kind == kind;
  };
  const double infinity = std::numeric_limits<double>::infinity();
  const double low = ends(EndKind::falls) ? -infinity : model.range->lowest;
  const double high = ends(EndKind::rises) ? infinity : model.range->highest;
  return words.format("lab.range", number_or_infinity(low), number_or_infinity(high));
}

std::string end_text(const End& end, bool left, const Strings& words) {
  constexpr const char* kinds[] = {"finite", "rises", "falls", "wavers", "undefined"};
  const std::string side = left ? "\u2212\u221E" : "+\u221E";
  std::string text = words.format(std::string("lab.end.") + kinds[static_cast<int>(end.kind)], side,
                                  number_or_infinity(end.limit));
  if (end.dies_from) {
    text += words[std::isinf(*end.dies_from) ? "lab.dies.everywhere" : "lab.dies"];
    if (!std::isinf(*end.dies_from))
      text += fmt::format("x {} {}", left ? "<" : ">", number_or_infinity(*end.dies_from));
  } else if (end.saturates_from) {
    text += words[std::isinf(*end.saturates_from) ? "lab.saturates.everywhere" : "lab.saturates"];
    if (!std::isinf(*end.saturates_from))
      text += fmt::format("x {} {}", left ? "<" : ">", number_or_infinity(*end.saturates_from));
  }
  return text;
}

std::string shape_text(const FunctionFacts& facts, const Strings& words) {
  constexpr const char* trends[] = {"constant", "rises", "falls", "both"};
  constexpr const char* symmetries[] = {"none", "odd", "even", "zero"};
  std::string text = words[std::string("lab.trend.") + trends[static_cast<int>(facts.trend)]];
  if (facts.symmetry == Symmetry::odd || facts.symmetry == Symmetry::even)
    text += words[std::string("lab.symmetry.") + symmetries[static_cast<int>(facts.symmetry)]];
  return text;
}

std::string kinks_text(const CurveModel& curve, const Strings& words) {
  std::string list;
  std::size_t n = 0;
  for (const Kink& kink : curve.check.kinks) {
    if (n++ == most_kinks) {
      list += ", \u2026";
      break;
    }
    list += (list.empty() ? "" : ", ") + shown_short(kink.x, 4);
  }
  return list.empty() ? list : words.format("lab.kinks", list);
}

/// The first says enough, of the function before its derivative; all are marked in the picture.
const NonFiniteStretch* first_stretch(const CurveModel& curve) {
  const auto& all = curve.check.stretches;
  const auto found =
      std::find_if(all.begin(), all.end(), [](const auto& its) { return !its.of_derivative; });
  if (found != all.end()) return &*found;
  return all.empty() ? nullptr : &all.front();
}

/// "Not defined at x = 0: division by 0 in 1 / x."
std::string stretch_text(const NonFiniteStretch& stretch, const Strings& words) {
  constexpr const char* causes[] = {"division", "log-zero", "log-negative", "root",
                                    "power",    "large",    "other"};
  const std::string why =
      words.format(std::string("lab.cause.") + causes[static_cast<int>(stretch.why.cause)],
                   shortened(formula_text(stretch.why.part)));
  const std::string from = shown_short(stretch.from, 4);
  const std::string text =
      stretch.from == stretch.to
          ? words.format("lab.undefined.at", from, why)
          : words.format("lab.undefined", from, shown_short(stretch.to, 4), why);
  return stretch.of_derivative ? "f\u2032: " + text : text;
}

/// What the check of the derivative came to.
float check(const LabCard& card, float x, float y, float width) {
  Builder& b = card.b;
  const CurveModel& curve = card.models.curve(card.lab(), card.lab().chosen);
  const bool good = curve.check.passed();
  const double off = good ? curve.check.largest : std::abs(curve.check.exact - curve.check.numeric);
  const std::string words = curve.check.compared == 0
                                ? b.words["lab.check.none"]
                                : b.words.format(good ? "lab.check.good" : "lab.check.bad",
                                                 curve.check.compared, shown_short(off, 1));
  y = b.paragraph({x, y}, width, (good ? "\u2713 " : "\u00D7 ") + words, TextStyle::small,
                  good ? b.colors.good : b.colors.wrong);
  const std::string kinks = kinks_text(curve, b.words);
  if (!kinks.empty()) y = b.paragraph({x, y}, width, kinks, TextStyle::small, b.colors.muted);
  if (const NonFiniteStretch* stretch = first_stretch(curve)) {
    y = b.paragraph({x, y}, width, stretch_text(*stretch, b.words), TextStyle::small,
                    b.colors.wrong, 3);
  }
  return y;
}

/// A slider and a field for a parameter.
float parameter_row(const LabCard& card, const FunctionModel& model,
                    const FunctionParameter& parameter, Rect row) {
  Builder& b = card.b;
  const auto [x, y, width, height] = row;
  const LabNumber which{LabNumber::Kind::parameter, 0, card.lab().chosen, parameter.name};
  const double number = model.at.numbers.at(parameter.name);
  const std::string name = "lab-parameter:" + parameter.name;
  const float field = 76;
  b.text({x, y + 14}, parameter.name, TextStyle::code_small, b.colors.ink, Align::left,
         width - field - 8);
  lab_field(b, {which, number}, name, {x + width - field, y, field, 24}, "", b.colors.ink);
  const double reach = std::max({2.0, 2 * std::abs(parameter.value), std::abs(number)});
  const Rect track{x + 4, y + 22, width - field - 20, 16};
  const double low = -reach;
  const double high = reach;
  const float middle = track.center().y;
  const auto place = [&](double at) {
    return track.x + track.w * static_cast<float>((at - low) / (high - low));
  };
  b.line({track.x, middle}, {track.right(), middle}, b.colors.hairline, 3);
  b.line({place(parameter.value), middle - 6}, {place(parameter.value), middle + 6}, b.colors.faint,
         1.5F);
  b.add(draw::Circle{{place(number), middle}, 6.5F, b.colors.forward});
  Widget& widget = b.region("lab-slide:" + parameter.name, track, std::nullopt);
  widget.slider = Slider{low, high, number, nullptr, reach / 40};
  widget.edit = command::EditLabNumber{which, number};
  widget.tooltip = b.words["lab.parameter.tip"];
  return y + height;
}

float line_of_words(const LabCard& card, float x, float y, float width, const std::string& text) {
  return card.b.paragraph({x, y}, width, text, TextStyle::small, card.b.colors.ink) + 2;
}

/// At the right end of the row; gives its width.
float use_button(const LabCard& card, Rect row) {
  Builder& b = card.b;
  const std::string& label = b.words["lab.use"];
  const float width = std::min(b.width(label, TextStyle::small) + 20, row.w * 0.6F);
  b.view_button("lab-use", {row.right() - width, row.y, width, row.h}, label, "lab-use",
                b.words["lab.use.tip"]);
  return width;
}

}  // namespace

float lab_facts(const LabCard& card, float x, float y, float width) {
  Builder& b = card.b;
  const std::string& name = card.lab().chosen;
  const FunctionModel* model = card.models.function(card.lab(), name);
  if (model == nullptr) return y;
  const bool outdated = name == mine && card.models.typed_error(card.lab()).has_value();
  const Color ink = outdated ? b.colors.faint : b.colors.ink;
  b.line({x, y + 4}, {x + width, y + 4}, b.colors.hairline);
  const float button = use_button(card, {x, y + 9, width, 23});
  y += 28;
  b.text({x, y}, lab_function_label(name, b.words), TextStyle::strong, ink, Align::left,
         width - button - 8);
  y += 4;
  const std::string& v = model->function.variable;
  const std::string& long_text = b.words["lab.formula.long"];
  y = formula(card, {x, y}, width, "f(" + v + ") = " + model->tex, ink, long_text);
  y = formula(card, {x, y}, width, "f'(" + v + ") = " + model->first_tex,
              outdated ? ink : b.colors.backward, long_text);
  if (card.lab().second) {
    y = formula(card, {x, y}, width, "f''(" + v + ") = " + model->second_tex,
                outdated ? ink : b.colors.update, long_text);
  }
  y = check(card, x, y + 2, width) + 4;
  for (const FunctionParameter& parameter : model->function.parameters)
    y = parameter_row(card, *model, parameter, {x, y + 4, width, 44});
  y = line_of_words(card, x, y, width, range_text(*model, b.words));
  y = line_of_words(card, x, y, width, end_text(model->facts.left, true, b.words));
  y = line_of_words(card, x, y, width, end_text(model->facts.right, false, b.words));
  y = line_of_words(card, x, y, width, shape_text(model->facts, b.words));
  y = b.paragraph({x, y + 4}, width, b.words["lab.about." + name], TextStyle::small,
                  b.colors.muted);
  if (name == mine) return y;
  return b.paragraph({x, y + 4}, width,
                     b.words["lab.pytorch"] + "F." + lab_call(card.lab(), name, "x"),
                     TextStyle::code_small, b.colors.muted);
}

}  // namespace backprop::viz
