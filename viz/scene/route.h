/// The routes of a list of paths, each named in a row: "W1[0,0] → h[0] → o[0] → J". Where a row is
/// too short for all names, those are left out first that do not tell its route from the others.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "viz/scene/builder.h"
#include "viz/scene/paths_model.h"

namespace backprop::viz {

struct RoutePart {
  std::string text;                    ///< "→ h[0]", or "…" for what is left out
  std::optional<std::size_t> element;  ///< place in the path; nothing for dots
};

class Routes {
 public:
  static constexpr TextStyle style = TextStyle::strong;
  static constexpr float gap = 6;  ///< between two parts

  Routes(const Trace& trace, const std::vector<Path>& paths);

  /// All names of the n-th path.
  std::string whole(std::size_t path) const;

  /// As many of them as there is room for; always one.
  std::vector<RoutePart> fitting(std::size_t path, float room, const Builder& b) const;

 private:
  using Places = std::vector<std::size_t>;
  Places named(const Path& path) const;
  std::uint64_t users(const Quantity& number) const;
  Places least_telling(const Path& path, const Places& names) const;
  std::vector<RoutePart> parts(const Path& path, const Places& kept, const Places& names) const;

  const Trace& trace_;
  const std::vector<Path>& paths_;
  std::map<std::pair<ValueId, Index>, std::uint64_t> users_;  ///< the paths through it, a bit each
};

}  // namespace backprop::viz
