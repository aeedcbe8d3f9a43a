#include "viz/scene/grade_text.h"

#include <algorithm>
#include <cmath>

#include "engine/trace/time.h"
#include "viz/app/json_text.h"
#include "viz/scene/numbers.h"

namespace backprop::viz {
namespace {

using lessons::practice::Verdict;
using lessons::sheet::Blank;
using lessons::sheet::BlankKind;
using lessons::sheet::Grade;
using lessons::sheet::Mark;
using lessons::sheet::Marked;
using nlohmann::json;

std::string places_text(const std::vector<std::size_t>& places) {
  std::string text;
  for (const std::size_t place : places)
    text += (text.empty() ? "" : ", ") + std::to_string(place + 1);
  return text;
}

/// A mistake's sentence is about the gradient that arrives: that of the edge's value.
std::string upstream_name(const Trace& trace, const Blank& blank) {
  Index at = blank.step;
  if (blank.kind == BlankKind::gradient) at = made_in(trace, blank);
  if (blank.kind == BlankKind::value || blank.kind == BlankKind::update) return {};
  return gradient_name(trace, trace.step(at).value, -1);
}

std::string mistake_text(const Trace& trace, const Blank& blank, const Marked& marked,
                         const Strings& words) {
  return words.format("practice.told." + std::string(id_of(marked.mistake)),
                      upstream_name(trace, blank), shown(marked.detail));
}

std::string wrong_text(const Trace& trace, const Blank& blank, const Marked& marked,
                       const Strings& words) {
  const std::string right = shown(marked.right);
  if (marked.mistake == Verdict::wrong) return words.format("grade.wrong", right);
  const std::string mistake = mistake_text(trace, blank, marked, words);
  if (marked.from.empty()) return words.format("grade.wrong.told", right, mistake);
  return words.format("grade.wrong.after", right, places_text(marked.from), mistake);
}

}  // namespace

std::string told(const Trace& trace, const CodedSheet& coded, const Grade& grade,
                 std::size_t answer, const Strings& words) {
  const Marked& marked = grade.answers[answer];
  const std::string right = shown(marked.right);
  switch (marked.mark) {
    case Mark::right:
      return words["grade.right"];
    case Mark::rough:
      if (marked.from.empty()) return words.format("grade.rough", right);
      return words.format("grade.rough.from", places_text(marked.from), right);
    case Mark::follows:
      return words.format("grade.follows", places_text(marked.from), right);
    case Mark::wrong:
      return wrong_text(trace, coded.sheet.blanks[answer], marked, words);
    case Mark::unreadable:
      return words.format("grade.unreadable",
                          marked.error ? words.translated(*marked.error).cause : "");
    case Mark::missing:
      break;
  }
  return words.format("grade.missing", right);
}

std::string score_text(const Grade& grade, const Strings& words) {
  std::string text = words.format("grade.score", grade.count(Mark::right), grade.answers.size());
  for (const Mark mark :
       {Mark::rough, Mark::follows, Mark::wrong, Mark::unreadable, Mark::missing}) {
    const std::size_t count = grade.count(mark);
    if (count > 0)
      text += "; " + words.format("grade." + ("score." + std::string(id_of(mark))), count);
  }
  return text;
}

std::vector<std::string> grade_in_words(const Trace& trace, const CodedSheet& coded,
                                        const Grade& grade, const Strings& words) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < grade.answers.size(); ++i) {
    const std::string& typed = grade.answers[i].text;
    const std::string number = std::to_string(i + 1);
    lines.push_back(std::string(number.size() < 2 ? " " : "") + number + ". " + coded.names[i] +
                    (typed.empty() ? "" : " = " + typed) + "  " +
                    told(trace, coded, grade, i, words));
  }
  lines.push_back(score_text(grade, words));
  return lines;
}

namespace {

json number_json(double number) {
  if (std::isfinite(number)) return number;
  return std::isnan(number) ? "nan" : number < 0 ? "-inf" : "inf";
}

}  // namespace

std::string grade_json(const Trace& trace, const CodedSheet& coded, const Grade& grade,
                       const Strings& words) {
  json blanks = json::array();
  for (std::size_t i = 0; i < grade.answers.size(); ++i) {
    const Marked& marked = grade.answers[i];
    json from = json::array();
    for (const std::size_t place : marked.from)
      from.push_back(place + 1);
    json blank = {{"number", i + 1},
                  {"name", coded.names[i]},
                  {"typed", marked.text},
                  {"value", marked.typed ? number_json(*marked.typed) : json()},
                  {"right", number_json(marked.right)},
                  {"mark", id_of(marked.mark)},
                  {"mistake", marked.mark == Mark::wrong ? json(id_of(marked.mistake)) : json()},
                  {"from", from},
                  {"told", told(trace, coded, grade, i, words)}};
    blanks.push_back(std::move(blank));
  }
  json score = {{"of", grade.answers.size()}};
  for (std::size_t m = 0; m < lessons::sheet::mark_count; ++m)
    score[std::string(id_of(static_cast<Mark>(m)))] = grade.count(static_cast<Mark>(m));
  const json all = {{"title", coded.sheet.title},
                    {"seed", coded.sheet.seed},
                    {"blanks", blanks},
                    {"score", score}};
  return to_line(all);
}

}  // namespace backprop::viz
