#include "viz/scene/plot_frame.h"

#include <algorithm>
#include <cmath>

#include "viz/scene/cut.h"
#include "viz/scene/numbers.h"

namespace backprop::viz {
namespace {

constexpr float tick_gap = 5;

/// The smallest of 1, 2, 5 times a power of ten that is not below.
double round_up(double number) {
  const double power = std::pow(10.0, std::floor(std::log10(number)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= number * (1 - 1e-9)) return factor * power;
  }
  return 10 * power;
}

std::string tick_text(double at) {
  const bool is_count = std::abs(at) >= 1e4 && std::abs(at) < 1e10 && at == std::round(at);
  return is_count ? shown_count(std::llround(at)) : shown_short(at, 6);
}

std::vector<Tick> even_ticks(const PlotScale& scale, int most) {
  std::vector<Tick> ticks;
  const double step = round_up((scale.high - scale.low) / std::max(1, most));
  const double tolerance = step * 1e-6;
  const double first = std::ceil((scale.low - tolerance) / step);
  for (int i = 0; i <= most; ++i) {
    double at = (first + i) * step;
    if (at > scale.high + tolerance) break;
    if (std::abs(at) < tolerance) at = 0;
    ticks.push_back({at, tick_text(at)});
  }
  return ticks;
}

std::string power_of_ten(int power) {
  if (power >= -4 && power <= 5) return shown_short(std::pow(10.0, power), 6);
  return power < 0 ? "1e\u2212" + std::to_string(-power) : "1e" + std::to_string(power);
}

/// 1, 2 and 5 times the powers of ten, for a logarithmic scale of few of these.
std::vector<Tick> few_decades_ticks(const PlotScale& scale) {
  std::vector<Tick> ticks;
  const int last = static_cast<int>(std::ceil(std::log10(scale.high)));
  for (int power = static_cast<int>(std::floor(std::log10(scale.low))); power <= last; ++power) {
    for (const double factor : {1.0, 2.0, 5.0}) {
      const double at = factor * std::pow(10.0, power);
      if (at >= scale.low * (1 - 1e-9) && at <= scale.high * (1 + 1e-9))
        ticks.push_back({at, tick_text(at)});
    }
  }
  return ticks;
}

std::vector<Tick> decade_ticks(const PlotScale& scale, int most) {
  std::vector<Tick> ticks;
  const int first = static_cast<int>(std::ceil(std::log10(scale.low) - 1e-9));
  const int last = static_cast<int>(std::floor(std::log10(scale.high) + 1e-9));
  if (last - first < 1) {
    ticks = few_decades_ticks(scale);
    if (ticks.size() > 1) return ticks;
    ticks = even_ticks({scale.low, scale.high, false}, most);  // nearly a linear scale
    std::erase_if(ticks, [](const Tick& tick) { return tick.at <= 0; });
    return ticks;
  }
  const int step = (last - first) / std::max(1, most) + 1;
  for (int power = first; power <= last; power += step)
    ticks.push_back({std::pow(10.0, power), power_of_ten(power)});
  return ticks;
}

}  // namespace

double PlotScale::part(double number) const {
  if (!logarithmic) return (number - low) / (high - low);
  return std::log(number / low) / std::log(high / low);
}

PlotScale roomy_scale(double low, double high, bool logarithmic) {
  constexpr double room = 0.06;
  if (logarithmic) {
    const double by = std::pow(std::max(high / low, 1.5), room);
    return {low / by, high * by, true};
  }
  const double range = high > low ? high - low : std::max(1e-6, std::abs(low));
  return {low - room * range, high + room * range, false};
}

std::vector<Tick> ticks_of(const PlotScale& scale, int most) {
  return scale.logarithmic ? decade_ticks(scale, most) : even_ticks(scale, most);
}

Vec2 PlotFrame::at(double its_x, double its_y) const {
  return {area.x + area.w * static_cast<float>(x.part(its_x)),
          area.bottom() - area.h * static_cast<float>(y.part(its_y))};
}

PlotFrame plot_axes(Builder& b, Rect all, const PlotScale& x, const PlotScale& y,
                    const AxesStyle& style) {
  constexpr TextStyle small = TextStyle::code_small;
  constexpr int most_x = 7;
  constexpr int most_y = 5;
  const float row = line_height(small);
  const auto y_ticks = ticks_of(y, most_y);
  float left = 12;
  for (const Tick& tick : y_ticks)
    left = std::max(left, b.width(tick.label, small) + tick_gap + 1);
  const float above = style.y_name.empty() ? 4 : row + 2;
  const float below = row + 5;
  const float right = 8;
  PlotFrame frame{{all.x + left, all.y + above, all.w - left - right, all.h - above - below}, x, y};
  const Rect& area = frame.area;
  b.add(draw::Rectangle{area, 0, b.colors.card, b.colors.hairline, 1});
  if (!style.y_name.empty())
    b.text({all.x + left, all.y + row - 4}, style.y_name, small, b.colors.muted);
  for (const Tick& tick : y_ticks) {
    const float at = frame.at(x.low, tick.at).y;
    if (style.grid) b.line({area.x, at}, {area.right(), at}, b.colors.hairline);
    b.text({area.x - tick_gap, at + 4.5F}, tick.label, small, b.colors.muted, Align::right);
  }
  const float name_width = style.x_name.empty() ? 0 : b.width(style.x_name, small) + 10;
  const float base = area.bottom() + row;
  b.text({area.right(), base}, style.x_name, small, b.colors.muted, Align::right);
  for (const Tick& tick : ticks_of(x, most_x)) {
    const float at = frame.at(tick.at, y.low).x;
    if (style.grid) b.line({at, area.y}, {at, area.bottom()}, b.colors.hairline);
    b.line({at, area.bottom()}, {at, area.bottom() + 3}, b.colors.faint);
    const float half = b.width(tick.label, small) / 2;
    if (at + half > area.right() - name_width) continue;
    b.text({at, base}, tick.label, small, b.colors.muted, Align::center);
  }
  return frame;
}

std::vector<std::vector<Vec2>> visible_parts(const std::vector<Vec2>& points, Rect area) {
  std::vector<std::vector<Vec2>> parts;
  const auto finite = [](Vec2 p) { return std::isfinite(p.x) && std::isfinite(p.y); };
  bool joined = false;
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const auto inside = finite(points[i]) && finite(points[i + 1])
                            ? cut_line(points[i], points[i + 1], area)
                            : std::nullopt;
    if (!inside) {
      joined = false;
      continue;
    }
    if (!joined || !(parts.back().back() == inside->first)) parts.push_back({inside->first});
    parts.back().push_back(inside->second);
    joined = true;
  }
  return parts;
}

void plot_line(Builder& b, const std::vector<Vec2>& points, Rect area, const Stroke& stroke) {
  for (auto& part : visible_parts(points, area))
    b.add(draw::Polyline{std::move(part), stroke.width, stroke.color, stroke.dashed});
}

}  // namespace backprop::viz
