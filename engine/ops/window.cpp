#include "engine/ops/window.h"

namespace backprop {
namespace {

std::string why_not_sliding(const Sliding& s) {
  if (s.stride < 1) return "the stride must be at least 1, not " + std::to_string(s.stride);
  if (s.padding < 0) return "the padding must not be negative";
  if (s.window < 1) return "the window must have a size of at least 1";
  if (s.padding > 1'000'000) return "the padding is larger than any tensor";
  if (s.window > s.size + 2 * s.padding) {
    return "a window of " + std::to_string(s.window) + " is larger than the input of " +
           std::to_string(s.size) + " with its padding of " + std::to_string(s.padding);
  }
  return {};
}

}  // namespace

std::optional<Window> make_window(const Shape& input, const Shape& window,
                                  const std::vector<Index>& stride,
                                  const std::vector<Index>& padding, std::size_t dimensions,
                                  std::string& problem) {
  for (const auto* list : {&window, &stride, &padding}) {
    if (list->size() == 1 || list->size() == dimensions) continue;
    problem = "the window, stride and padding take one number" +
              std::string(dimensions == 2 ? " or two" : "") + ", not " + to_text(*list);
    return std::nullopt;
  }
  Window sliding;
  for (std::size_t d = 0; d < dimensions; ++d) {
    const auto pick = [d](const auto& list) { return list[list.size() == 1 ? 0 : d]; };
    const Sliding one{input[input.size() - dimensions + d], pick(window), pick(stride),
                      pick(padding)};
    problem = why_not_sliding(one);
    if (!problem.empty()) return std::nullopt;
    sliding[2 - dimensions + d] = one;
  }
  return sliding;
}

}  // namespace backprop
