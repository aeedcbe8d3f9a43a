/// Points as CSV: pasted from a spreadsheet, or loaded from a file that someone else wrote.
#pragma once

#include <string>
#include <string_view>

#include "engine/data/points.h"
#include "engine/result.h"

namespace backprop {

struct PointsCsv {
  static constexpr std::size_t most_points = 10'000;
  static constexpr std::size_t most_bytes = 1'000'000;
  /// In absolute value, of a coordinate; beyond, a network learns nothing but to overflow.
  static constexpr double largest = 1e6;

  Points points;
  bool classes = false;  ///< all labels are -1 or 1
  bool operator==(const PointsCsv&) const = default;
};

/// One point a line: x1, x2, label. The separator, the same in all lines, is a comma, a semicolon,
/// a tab, or spaces; where it is not a comma, numbers may have a decimal comma. A header may come
/// first; blank lines and lines that begin with # are skipped; any ends of lines, with or without a
/// byte order mark, and fields in double quotes are read. Where all labels are 0 or 1, class 0
/// becomes -1. Errors name line and column.
Result<PointsCsv> parse_points(std::string_view text);

/// With a header, commas, and numbers that read back as the same.
std::string points_csv(const Points& points);

}  // namespace backprop
