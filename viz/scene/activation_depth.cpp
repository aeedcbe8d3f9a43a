// What a deep stack of layers does to values and gradients, for two functions beside each other.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viz/app/lab_settings.h"
#include "viz/scene/activation_lab.h"

namespace backprop::viz {
namespace {

constexpr float row_height = 26;

/// The range of powers of ten that all bars share.
struct Powers {
  int low = 0, high = 0;
  float part(double size) const {
    if (!(size > 0)) return 0;
    if (std::isinf(size)) return 1;
    const double at = (std::log10(size) - low) / (high - low);
    return static_cast<float>(std::clamp(at, 0.0, 1.0));
  }
};

Powers powers_of(const std::vector<const DepthStudy*>& studies, bool of_gradient) {
  constexpr int lowest = -30;
  constexpr int highest = 30;
  double low = 0;
  double high = 0;
  bool begun = false;
  for (const DepthStudy* study : studies) {
    for (const LayerStudy& layer : study->layers) {
      const double size = of_gradient ? layer.gradient.mean_size : layer.a.mean_size;
      if (!(size > 0) || !std::isfinite(size)) continue;
      const double power = std::log10(size);
      low = begun ? std::min(low, power) : power;
      high = begun ? std::max(high, power) : power;
      begun = true;
    }
  }
  Powers powers;
  powers.low = std::max(lowest, static_cast<int>(std::floor(low)) - 1);
  powers.high = std::min(highest, static_cast<int>(std::ceil(high)));
  powers.high = std::max(powers.high, powers.low + 1);
  return powers;
}

std::string power_text(int power) {
  return power < 0 ? "1e\u2212" + std::to_string(-power) : "1e" + std::to_string(power);
}

std::string percent(double share) {
  return fmt::format("{:.0f} %", 100 * share);
}

/// What a layer's column says.
std::string layer_tip(const LayerStudy& layer, std::size_t n, const Strings& words) {
  return words.format("lab.layer", n + 1, shown_short(layer.z.mean_size, 3),
                      shown_short(layer.a.mean_size, 3), shown_short(layer.gradient.mean_size, 3),
                      percent(layer.saturated), percent(layer.dead));
}

/// One bar for each layer, its height by powers of ten; what is not finite reaches the top, hollow.
void bars(const LabCard& card, Rect r, const DepthStudy& study, bool of_gradient,
          const Powers& powers) {
  Builder& b = card.b;
  const float step = r.w / static_cast<float>(study.layers.size());
  const float gap = std::min(3.0F, step * 0.25F);
  const Color color = of_gradient ? b.colors.backward : b.colors.forward;
  b.line({r.x, r.bottom()}, {r.right(), r.bottom()}, b.colors.faint);
  for (std::size_t i = 0; i < study.layers.size(); ++i) {
    const LayerStudy& layer = study.layers[i];
    const double size = of_gradient ? layer.gradient.mean_size : layer.a.mean_size;
    const bool finite = std::isfinite(size);
    const float part = finite ? powers.part(size) : 1;
    const float h = r.h * part;
    b.add(draw::Rectangle{
        {r.x + step * static_cast<float>(i), r.bottom() - h, step - gap, h},
        0,
        finite ? mix(b.colors.card, color, 0.35F + 0.65F * part) : Color{0, 0, 0, 0},
        finite ? Color{0, 0, 0, 0} : b.colors.wrong,
        1});
  }
}

/// The spread of a layer's numbers: a column for each layer, a row for each bin, over one range.
void spreads(Builder& b, Rect r, const DepthStudy& study, Spread LayerStudy::*of, Color color) {
  constexpr int rows = 12;
  double reach = 0;
  for (const LayerStudy& layer : study.layers) {
    const Spread& spread = layer.*of;
    reach = std::max({reach, std::abs(spread.low), std::abs(spread.high)});
  }
  const auto columns = study.layers.size();
  std::vector<float> sums(columns * rows, 0);
  for (std::size_t l = 0; l < columns; ++l) {
    const Spread& spread = study.layers[l].*of;
    const double width = (spread.high - spread.low) / Spread::bins;
    for (std::size_t bin = 0; bin < spread.counts.size(); ++bin) {
      const double at = spread.low + width * (static_cast<double>(bin) + 0.5);
      const double place = reach > 0 ? (reach - at) / (2 * reach) * rows : rows / 2.0;
      const auto row = static_cast<std::size_t>(std::clamp(place, 0.0, rows - 1.0));
      sums[row * columns + l] += static_cast<float>(spread.counts[bin]);
    }
  }
  auto colors = std::make_shared<std::vector<Color>>();
  for (std::size_t i = 0; i < sums.size(); ++i) {
    float most = 1;
    for (std::size_t row = 0; row < rows; ++row)
      most = std::max(most, sums[row * columns + i % columns]);
    colors->push_back(mix(b.colors.background, color, std::sqrt(sums[i] / most)));
  }
  draw::Cells cells;
  cells.rect = r;
  cells.rows = rows;
  cells.columns = static_cast<int>(columns);
  cells.colors = std::move(colors);
  b.add(cells);
}

/// How much of each layer is saturated, as far up as the box is high for all of it; within that,
/// solid, how many of its neurons are dead.
void shares(Builder& b, Rect r, const DepthStudy& study) {
  const float step = r.w / static_cast<float>(study.layers.size());
  const float gap = std::min(3.0F, step * 0.25F);
  b.add(draw::Rectangle{r, 0, b.colors.background});
  for (std::size_t i = 0; i < study.layers.size(); ++i) {
    const LayerStudy& layer = study.layers[i];
    const auto column = [&](double share) {
      const float h = r.h * static_cast<float>(share);
      return Rect{r.x + step * static_cast<float>(i), r.bottom() - h, step - gap, h};
    };
    b.add(
        draw::Rectangle{column(layer.saturated), 0, mix(b.colors.card, b.colors.negative, 0.45F)});
    b.add(draw::Rectangle{column(layer.dead), 0, b.colors.ink});
  }
}

void controls(const LabCard& card, Rect inner) {
  Builder& b = card.b;
  using Kind = LabNumber::Kind;
  const float w = (inner.w - 12) / 3;
  const auto field = [&](Kind kind, const char* name, int column) {
    lab_field(card, {kind, 0, {}, {}}, std::string("lab-") + name,
              {inner.x + (w + 6) * static_cast<float>(column), inner.y, w, row_height},
              b.words[std::string("lab.") + name], b.colors.ink);
  };
  field(Kind::depth, "depth", 0);
  field(Kind::width, "width", 1);
  field(Kind::seed, "seed", 2);
  const float part = (inner.w - 18) / 4;
  for (std::size_t i = 0; i < depth_start_names.size(); ++i) {
    const std::string name = depth_start_names[i];
    const bool chosen = card.lab().depth.start == static_cast<DepthStart>(i);
    b.button("lab-start:" + name,
             {inner.x + (part + 6) * static_cast<float>(i), inner.y + row_height + 6, part, 25},
             b.words["lab.start." + name], command::SetDepthStart{static_cast<DepthStart>(i)},
             {.filled = chosen}, b.words["lab.start." + name + ".tip"]);
  }
}

/// The function's name, and what is to be said of its layers; the y below.
float stack_head(const LabCard& card, Rect r, const std::string& name, const DepthStudy& study) {
  Builder& b = card.b;
  constexpr const char* verdicts[] = {"healthy", "vanishing", "exploding", "dying", "not-finite"};
  const std::string verdict = verdicts[static_cast<int>(study.verdict)];
  const bool good = study.verdict == DepthVerdict::healthy;
  const CurveStyle style = curve_style(card.lab(), name, b.colors);
  styled_line(b, {{r.x, r.y + 9}, {r.x + 24, r.y + 9}}, inset(r, -1, -1), style, 2.4F);
  const float w = b.text({r.x + 30, r.y + 14}, lab_function_label(name, b.words), TextStyle::strong,
                         b.colors.ink, Align::left, r.w * 0.45F);
  b.text({r.x + 30 + w + 10, r.y + 14}, b.words["lab.verdict." + verdict], TextStyle::small,
         good ? b.colors.good : b.colors.wrong);
  return b.paragraph({r.x, r.y + 20}, r.w,
                     b.words.format("lab.ratio", shown_short(study.first_over_last, 3)),
                     TextStyle::small, b.colors.muted) +
         4;
}

/// What a row of pictures is of, and the range of its bars at the right end.
void row_caption(Builder& b, Rect row, const std::string& key, const Powers* powers) {
  const float base = row.y + 15;
  float end = 0;
  if (powers != nullptr) {
    end =
        b.text({row.right(), base}, power_text(powers->low) + " \u2026 " + power_text(powers->high),
               TextStyle::code_small, b.colors.muted, Align::right);
  }
  b.text({row.x, base}, b.words[key], TextStyle::small, b.colors.muted, Align::left,
         row.w - end - 6);
}

/// One place to point at and click for each layer.
void layer_places(const LabCard& card, Rect r, const std::string& name, const DepthStudy& study) {
  Builder& b = card.b;
  const float step = r.w / static_cast<float>(study.layers.size());
  for (std::size_t i = 0; i < study.layers.size(); ++i) {
    Widget& widget = b.region(fmt::format("lab-layer:{}:{}", name, i + 1),
                              {r.x + step * static_cast<float>(i), r.y, step, r.h}, std::nullopt);
    widget.view_action = widget.name;
    widget.tooltip = layer_tip(study.layers[i], i, b.words) + "\n" + b.words["lab.layer.open"];
    widget.focusable = i == 0;
  }
}

/// The function's layers: sizes as bars, spreads as heat maps, shares.
void stack(const LabCard& card, Rect r, const std::string& name, const DepthStudy& study,
           const Powers& values, const Powers& gradients) {
  Builder& b = card.b;
  constexpr float label = 20;
  constexpr int rows = 6;  // two of bars
  const float top = stack_head(card, r, name, study);
  const float below = r.bottom() - top;
  const float heat = std::clamp(below * 0.066F, 15.0F, 44.0F);
  const float bar = std::max(20.0F, (below - (rows - 2) * heat - rows * label - 4) / 2);
  float y = top;
  const auto next = [&](const std::string& key, const Powers* powers, float height) {
    row_caption(b, {r.x, y, r.w, label}, key, powers);
    const Rect row{r.x, y + label, r.w, height};
    y = row.bottom();
    return row;
  };
  bars(card, next("lab.bars.gradient", &gradients, bar), study, true, gradients);
  bars(card, next("lab.bars.value", &values, bar), study, false, values);
  spreads(b, next("lab.spread.z", nullptr, heat), study, &LayerStudy::z, b.colors.forward);
  spreads(b, next("lab.spread.a", nullptr, heat), study, &LayerStudy::a, b.colors.forward);
  spreads(b, next("lab.spread.gradient", nullptr, heat), study, &LayerStudy::gradient,
          b.colors.backward);
  shares(b, next("lab.shares", nullptr, heat), study);
  layer_places(card, {r.x, top, r.w, y - top}, name, study);
}

/// The chosen function, and the last other one that is shown.
std::vector<std::string> compared(const LabCard& card) {
  std::vector<std::string> names{card.lab().chosen};
  const auto& shown = card.lab().shown;
  const auto other = std::find_if(shown.rbegin(), shown.rend(),
                                  [&](const std::string& name) { return name != names[0]; });
  if (other != shown.rend()) names.push_back(*other);
  std::erase_if(names, [&](const std::string& name) {
    return card.models.function(card.lab(), name) == nullptr;
  });
  return names;
}

}  // namespace

void lab_depth_card(const LabCard& card) {
  Builder& b = card.b;
  const Rect inner = card.open("lab.gradient");
  float y = b.paragraph({inner.x, inner.y - 4}, inner.w, b.words["lab.gradient.what"],
                        TextStyle::small, b.colors.muted, 4) +
            6;
  controls(card, {inner.x, y, inner.w, 0});
  y += 2 * row_height + 14;
  const std::vector<std::string> names = compared(card);
  std::vector<const DepthStudy*> studies;
  std::vector<bool> outdated;
  for (const std::string& name : names) {
    const StudyModel its = card.models.study(card.lab(), name);
    studies.push_back(&its.study);
    outdated.push_back(its.outdated);
  }
  const Powers values = powers_of(studies, false);
  const Powers gradients = powers_of(studies, true);
  constexpr float most = 600;
  constexpr float line = 30;  // of the words below a single one
  const float room = names.size() > 1 ? (inner.bottom() - y) / 2 : inner.bottom() - y - line;
  const float height = std::min(most, room);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Rect place{inner.x, y, inner.w, height - 10};
    stack(card, place, names[i], *studies[i], values, gradients);
    if (outdated[i]) b.add(draw::Rectangle{place, 0, faded(b.colors.card, 0.6F)});
    y += height;
  }
  if (names.size() < 2) {
    b.paragraph({inner.x, y + 4}, inner.w, b.words["lab.second.function"], TextStyle::small,
                b.colors.muted);
  }
}

}  // namespace backprop::viz
