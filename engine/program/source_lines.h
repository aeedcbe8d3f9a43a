/// A program's text as logical lines, read without a parser: text that is being typed is seldom
/// well-formed.
#pragma once

#include <string>
#include <vector>

namespace backprop {

struct SourceLine {
  int first = 1;  ///< physical lines, from 1
  int last = 1;
  int indent = 0;
  std::string code;   ///< without comments; spaces single
  std::string shape;  ///< the same with every number as 0: what is left when numbers do not count
  std::vector<std::string> names;     ///< all that it mentions
  std::vector<std::string> assigned;  ///< that it gives a value: targets, a loop's counter, a def
  bool loop = false;
  bool definition = false;
  bool effect = false;  ///< calls something for what it does: sgd(), J.backward()
};

/// The lines that hold code, in order. Lines inside brackets are one; where a bracket is never
/// closed, brackets do not count.
std::vector<SourceLine> source_lines(const std::string& text);

}  // namespace backprop
