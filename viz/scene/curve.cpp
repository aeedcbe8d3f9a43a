#include "viz/scene/curve.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "viz/scene/numbers.h"

namespace backprop::viz {
namespace {

constexpr int samples = 96;

struct Frame {
  Rect area;
  double x0, x1, y0, y1;
  Vec2 at(double x, double y) const {
    return {area.x + area.w * static_cast<float>((x - x0) / (x1 - x0)),
            area.bottom() - area.h * static_cast<float>((y - y0) / (y1 - y0))};
  }
};

}  // namespace

double Curve::value(double z) const {
  const Tensor input = Tensor::scalar(z);
  const std::array<const Tensor*, 1> arguments{&input};
  return op.forward({arguments, attributes}, {})[0];
}

double Curve::slope(double z) const {
  const Tensor input = Tensor::scalar(z);
  const std::array<const Tensor*, 1> arguments{&input};
  const OpCall call{arguments, attributes};
  const Tensor output = op.forward(call, {});
  return op.backward({call, output, Tensor::scalar(1)}, 0)[0];
}

void activation_curve(Builder& b, Rect area, const Curve& function, double z) {
  const double reach = std::max(5.0, std::min(std::abs(z) * 1.25, 60.0));
  Frame frame{area, -reach, reach, 0, 0};
  std::vector<double> values;
  std::vector<double> slopes;
  for (int i = 0; i <= samples; ++i) {
    const double x = frame.x0 + (frame.x1 - frame.x0) * i / samples;
    values.push_back(function.value(x));
    slopes.push_back(function.slope(x));
    frame.y0 = std::min({frame.y0, values.back(), slopes.back()});
    frame.y1 = std::max({frame.y1, values.back(), slopes.back()});
  }
  const double pad = 0.08 * (frame.y1 - frame.y0);
  frame.y0 -= pad;
  frame.y1 += pad;
  b.line(frame.at(frame.x0, 0), frame.at(frame.x1, 0), b.colors.hairline);
  b.line(frame.at(0, frame.y0), frame.at(0, frame.y1), b.colors.hairline);
  draw::Polyline curve{{}, 2, b.colors.forward, false};
  draw::Polyline derivative{{}, 1.5F, b.colors.backward, true};
  for (int i = 0; i <= samples; ++i) {
    const double x = frame.x0 + (frame.x1 - frame.x0) * i / samples;
    curve.points.push_back(frame.at(x, values[static_cast<std::size_t>(i)]));
    derivative.points.push_back(frame.at(x, slopes[static_cast<std::size_t>(i)]));
  }
  b.add(derivative);
  b.add(curve);
  if (!std::isfinite(z) || std::abs(z) > reach) return;
  const double y = function.value(z);
  const double k = function.slope(z);
  const double run = reach * 0.28;
  const auto on_tangent = [&](double dx) {
    return frame.at(z + dx, std::clamp(y + k * dx, frame.y0, frame.y1));
  };
  b.line(on_tangent(-run), on_tangent(run), b.colors.ink, 1.5F);
  b.add(draw::Circle{frame.at(z, y), 4.5F, b.colors.ink});
}

}  // namespace backprop::viz
