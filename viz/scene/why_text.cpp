#include "viz/scene/why_text.h"

#include "viz/scene/expression.h"
#include "viz/scene/numbers.h"

namespace backprop::viz {
namespace {

/// "o[0] − y[0] = 0.751 − 0.01"
std::string formula(const Trace& trace, const WhyLine& line) {
  const std::string symbols = plain_text(in_symbols(trace, line.step, line.terms));
  const std::string numbers = plain_text(in_numbers(trace, line.step, line.terms));
  return numbers == shown(line.number) ? symbols : symbols + " = " + numbers;
}

std::string place(const Trace& trace, const WhyLine& line, const Strings& words) {
  if (line.step < 0) return "";
  return words.format("why.step", line.step + 1, trace.step(line.step).line);
}

std::string sentence(const Trace& trace, const WhyLine& line, const Strings& words) {
  const std::string name = quantity_name(trace, line.of);
  const std::string number = shown(line.number);
  switch (line.kind) {
    case WhyLine::Kind::leaf:
      if (line.of.gradient) return words.format("why.seed", number, place(trace, line, words));
      return words.format("why.leaf", name, number, place(trace, line, words));
    case WhyLine::Kind::computed:
      return words.format("why.computed", name, number, formula(trace, line),
                          place(trace, line, words));
    case WhyLine::Kind::sum:
      return words.format("why.sum", name, number);
    case WhyLine::Kind::contribution:
      return words.format("why.contribution", shown_signed(line.number), formula(trace, line),
                          place(trace, line, words));
    case WhyLine::Kind::seen:
      return words.format("why.seen", name, number, line.seen_in + 1);
  }
  return {};
}

}  // namespace

std::vector<std::string> why_in_words(const Trace& trace, const std::vector<WhyLine>& lines,
                                      const Strings& words) {
  std::vector<std::string> text;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    text.push_back(std::string(number.size() < 4 ? 4 - number.size() : 0, ' ') + number + "  " +
                   std::string(static_cast<std::size_t>(lines[i].depth) * 2, ' ') +
                   sentence(trace, lines[i], words));
  }
  return text;
}

}  // namespace backprop::viz
