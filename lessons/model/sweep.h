/// A program run again and again with other numbers in the place of one or two of its own.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/trace/queries.h"

namespace backprop::lessons {

class Sweep {
 public:
  /// `entities`: the numbers that are replaced, "w", "W1[0,1]": data or parameters. `expressions`:
  /// what is evaluated of each run, one number each, at the moment of claims. What these do not
  /// need of the program's end is not run.
  static Result<Sweep> begin(std::shared_ptr<const Trace> trace,
                             const std::vector<std::string>& entities,
                             std::vector<std::string> expressions);

  /// The expressions' values with these numbers, one for each entity.
  Result<std::vector<double>> at(const std::vector<double>& numbers) const;

  /// Why the program cannot be run so many times while somebody waits; nothing where it can.
  std::optional<Error> too_long(int runs) const;

  /// Where the program itself stands: its own numbers, and what each update made of them. Without
  /// the updates where they move other numbers too: the places would not be the program's.
  std::vector<std::vector<double>> path() const;

 private:
  bool moves_these_alone() const;

  std::shared_ptr<const Trace> whole_;
  std::shared_ptr<const Trace> trace_;  ///< as far as it is needed
  std::vector<Quantity> swept_;         ///< in trace_
  std::vector<Quantity> in_whole_;
  std::vector<std::string> expressions_;
};

}  // namespace backprop::lessons
