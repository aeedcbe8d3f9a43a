#include "viz/scene/draw.h"

#include <algorithm>

namespace backprop::viz {

std::vector<CellRun> runs_of(const draw::Cells& cells) {
  std::vector<CellRun> runs;
  if (cells.rows == 0 || cells.columns == 0) return runs;
  const float w = cells.rect.w / static_cast<float>(cells.columns);
  const float h = cells.rect.h / static_cast<float>(cells.rows);
  const std::vector<Color>& colors = *cells.colors;
  const auto columns = static_cast<std::size_t>(cells.columns);
  for (std::size_t i = 0; i < colors.size();) {
    const std::size_t row_end = std::min(colors.size(), (i / columns + 1) * columns);
    std::size_t end = i + 1;
    while (cells.gap == 0 && end < row_end && colors[end] == colors[i])
      ++end;
    runs.push_back({{cells.rect.x + w * static_cast<float>(i % columns),
                     cells.rect.y + h * static_cast<float>(i / columns),
                     w * static_cast<float>(end - i) - cells.gap, h - cells.gap},
                    colors[i]});
    i = end;
  }
  return runs;
}

Record::Record(Shape2D its_shape, Entity its_entity)
    : shape(std::move(its_shape)), entity(its_entity) {}
Record::Record() = default;
Record::Record(const Record&) = default;
Record::Record(Record&&) noexcept = default;
Record& Record::operator=(const Record&) = default;
Record& Record::operator=(Record&&) noexcept = default;
Record::~Record() = default;

Widget::Widget() = default;
Widget::Widget(const Widget&) = default;
Widget::Widget(Widget&&) noexcept = default;
Widget& Widget::operator=(const Widget&) = default;
Widget& Widget::operator=(Widget&&) noexcept = default;
Widget::~Widget() = default;

Scene::Scene() = default;
Scene::Scene(const Scene&) = default;
Scene::Scene(Scene&&) noexcept = default;
Scene& Scene::operator=(const Scene&) = default;
Scene& Scene::operator=(Scene&&) noexcept = default;
Scene::~Scene() = default;

}  // namespace backprop::viz
