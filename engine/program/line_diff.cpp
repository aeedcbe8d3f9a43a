#include "engine/program/line_diff.h"

#include <algorithm>

namespace backprop {
namespace {

/// Beyond so many pairs of lines everything between the first and the last change counts as
/// changed.
constexpr std::size_t most_pairs = 1'000'000;

bool same(const SourceLine& a, const SourceLine& b) {
  return a.indent == b.indent && a.code == b.code;
}

/// The longest common subsequence of the lines in a gap, by dynamic programming from the end.
class Alignment {
 public:
  Alignment(const std::vector<SourceLine>& before, const std::vector<SourceLine>& after,
            const Gap& gap)
      : before_(before), after_(after), gap_(gap), width_(gap.new_end - gap.new_begin + 1) {
    lengths_.resize((gap.old_end - gap.old_begin + 1) * width_, 0);
    for (std::size_t i = gap.old_end; i-- > gap.old_begin;) {
      for (std::size_t j = gap.new_end; j-- > gap.new_begin;) {
        length(i, j) = same(before[i], after[j]) ? length(i + 1, j + 1) + 1
                                                 : std::max(length(i + 1, j), length(i, j + 1));
      }
    }
  }

  std::vector<Gap> gaps() {
    std::vector<Gap> found;
    std::size_t i = gap_.old_begin;
    std::size_t j = gap_.new_begin;
    Gap open{i, i, j, j};
    const auto close = [&] {
      open.old_end = i;
      open.new_end = j;
      if (open.old_begin < i || open.new_begin < j) found.push_back(open);
    };
    while (i < gap_.old_end && j < gap_.new_end) {
      if (same(before_[i], after_[j])) {
        close();
        ++i;
        ++j;
        open = {i, i, j, j};
      } else if (length(i + 1, j) >= length(i, j + 1)) {
        ++i;
      } else {
        ++j;
      }
    }
    i = gap_.old_end;
    j = gap_.new_end;
    close();
    return found;
  }

 private:
  int& length(std::size_t i, std::size_t j) {
    return lengths_[(i - gap_.old_begin) * width_ + (j - gap_.new_begin)];
  }

  const std::vector<SourceLine>& before_;
  const std::vector<SourceLine>& after_;
  Gap gap_;
  std::size_t width_;
  std::vector<int> lengths_;
};

}  // namespace

std::vector<Gap> differences(const std::vector<SourceLine>& before,
                             const std::vector<SourceLine>& after) {
  Gap gap{0, before.size(), 0, after.size()};
  while (gap.old_begin < gap.old_end && gap.new_begin < gap.new_end &&
         same(before[gap.old_begin], after[gap.new_begin])) {
    ++gap.old_begin;
    ++gap.new_begin;
  }
  while (gap.old_begin < gap.old_end && gap.new_begin < gap.new_end &&
         same(before[gap.old_end - 1], after[gap.new_end - 1])) {
    --gap.old_end;
    --gap.new_end;
  }
  const std::size_t old_lines = gap.old_end - gap.old_begin;
  const std::size_t new_lines = gap.new_end - gap.new_begin;
  if (old_lines == 0 && new_lines == 0) return {};
  if (old_lines * new_lines > most_pairs) return {gap};
  return Alignment(before, after, gap).gaps();
}

}  // namespace backprop
