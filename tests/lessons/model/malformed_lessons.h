/// Chapters that must be refused, each with where and why.
#pragma once

#include <string>
#include <vector>

namespace backprop::test {

/// The front matter of malformed chapters: five lines, for the program neuron-mse.
inline const std::string lesson_front = "---\nid: 1.1\ntitle: T\nprogram: neuron-mse\n---\n";

struct MalformedLesson {
  std::string text;
  int line;           ///< of its error
  std::string cause;  ///< how the error's cause begins
};

/// All of the families below.
std::vector<MalformedLesson> malformed_lessons();

std::vector<MalformedLesson> malformed_fronts();      ///< front matter
std::vector<MalformedLesson> malformed_markdown();    ///< text between the fenced blocks
std::vector<MalformedLesson> malformed_tasks();       ///< predict, choose, number, change, ...
std::vector<MalformedLesson> malformed_recordings();  ///< claims, figures, plots, labs, maps

}  // namespace backprop::test
