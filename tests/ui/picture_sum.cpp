#include "tests/ui/picture_sum.h"

#include <string>

#include "viz/ui/svg.h"

namespace backprop::test {

std::uint64_t picture_sum(const Desk& desk) {
  const std::string svg = viz::svg_of(desk.workbench.scenes(), desk.workbench.clips(),
                                      {0, 0, 1440, 900}, 1, *resources().glyphs);
  std::uint64_t sum = 14695981039346656037U;
  for (std::size_t i = svg.find("</defs>"); i < svg.size(); ++i)
    sum = (sum ^ static_cast<unsigned char>(svg[i])) * 1099511628211U;
  return sum;
}

}  // namespace backprop::test
