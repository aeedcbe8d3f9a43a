#include "viz/scene/heat.h"

#include <algorithm>
#include <cmath>

namespace backprop::viz {
namespace {

constexpr Index longest_row = 16;  // of a vector that is shown as one row

/// The element of a block whose size is largest; one that is not finite comes first.
double strongest(const Tensor& numbers, const MatrixForm& form, int row, int column, int down,
                 int across) {
  double found = 0;
  for (int r = row; r < std::min(form.rows, row + down); ++r) {
    for (int c = column; c < std::min(form.columns, column + across); ++c) {
      const Index element = static_cast<Index>(r) * form.columns + c;
      if (element >= numbers.size()) continue;
      const double number = numbers[element];
      if (!std::isfinite(number)) return number;
      if (std::abs(number) > std::abs(found)) found = number;
    }
  }
  return found;
}

HeatCells cells_of(const Tensor& numbers, bool gradient, int most_rows, int most_columns,
                   const Palette& colors) {
  const MatrixForm form = matrix_form(numbers.shape);
  HeatCells cells;
  cells.down = (form.rows + most_rows - 1) / std::max(1, most_rows);
  cells.across = (form.columns + most_columns - 1) / std::max(1, most_columns);
  cells.rows = (form.rows + cells.down - 1) / cells.down;
  cells.columns = (form.columns + cells.across - 1) / cells.across;
  const double largest = largest_size(numbers);
  std::vector<Color> painted;
  for (int r = 0; r < cells.rows; ++r) {
    for (int c = 0; c < cells.columns; ++c) {
      const Index first =
          static_cast<Index>(r) * cells.down * form.columns + static_cast<Index>(c) * cells.across;
      if (first >= numbers.size()) continue;  // the last row ends early
      const double number =
          strongest(numbers, form, r * cells.down, c * cells.across, cells.down, cells.across);
      const float strength =
          gradient ? gradient_strength(number, largest) : value_strength(number, largest);
      painted.push_back(heat(colors, number, strength));
    }
  }
  cells.colors = std::make_shared<const std::vector<Color>>(std::move(painted));
  return cells;
}

}  // namespace

float value_strength(double number, double largest) {
  return largest > 0 ? static_cast<float>(std::min(1.0, std::abs(number) / largest)) : 0;
}

float gradient_strength(double number, double largest) {
  if (number == 0 || largest == 0) return 0;
  const double decades = std::log10(std::abs(number) / largest);
  return static_cast<float>(std::clamp(1 + decades / gradient_decades, 0.0, 1.0));
}

Color heat(const Palette& colors, double number, float strength) {
  if (!std::isfinite(number)) return colors.wrong;
  return mix(colors.zero, number < 0 ? colors.negative : colors.positive, strength);
}

double largest_size(const Tensor& numbers) {
  double largest = 0;
  for (const double number : numbers.data) {
    if (std::isfinite(number)) largest = std::max(largest, std::abs(number));
  }
  return largest;
}

MatrixForm matrix_form(const Shape& shape) {
  const Index count = element_count(shape);
  if (shape.size() < 2) {
    if (count <= longest_row) return {1, static_cast<int>(std::max<Index>(1, count))};
    const auto side = static_cast<Index>(std::ceil(std::sqrt(static_cast<double>(count))));
    return {static_cast<int>((count + side - 1) / side), static_cast<int>(side)};
  }
  const Index columns = std::max<Index>(1, shape.back());
  return {static_cast<int>(std::max<Index>(1, count / columns)), static_cast<int>(columns)};
}

const HeatCells& HeatCache::value(const Trace& trace, ValueId id, int most_rows, int most_columns,
                                  const Palette& colors) {
  Entry& entry = entries_[{id, false}];
  const Key key{&trace, id, -1, -1, most_rows, most_columns, colors.zero};
  if (!(entry.key == key)) {
    entry.cells = cells_of(trace.value(id).data, false, most_rows, most_columns, colors);
    entry.key = key;
  }
  return entry.cells;
}

const HeatCells& HeatCache::gradient(const Trace& trace, ValueId id, Index step, int most_rows,
                                     int most_columns, const Palette& colors) {
  const ValueId first = first_version(trace, id);
  Entry& entry = entries_[{first, true}];
  const auto clear = std::lower_bound(trace.clears.begin(), trace.clears.end(), step);
  const Key key{&trace,
                first,
                contribution_count(trace, id, step),
                clear - trace.clears.begin(),
                most_rows,
                most_columns,
                colors.zero};
  if (!(entry.key == key)) {
    entry.cells = cells_of(gradient_at(trace, id, step), true, most_rows, most_columns, colors);
    entry.key = key;
  }
  return entry.cells;
}

}  // namespace backprop::viz
