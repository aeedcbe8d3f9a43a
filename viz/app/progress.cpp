#include "viz/app/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "viz/app/json_text.h"

namespace backprop::viz {
namespace {

using lessons::Answer;
using lessons::Answers;
using nlohmann::json;

constexpr int format_version = 1;

json written(const lessons::TaskKey& key, const Answer& answer) {
  return {{"lesson", key.lesson},
          {"block", key.block},
          {"given", answer.given},
          {"hints", answer.hints},
          {"shown", answer.shown},
          {"done", answer.done},
          {"missed", answer.missed},
          {"given_before", answer.given_before},
          {"wrong_before", answer.wrong_before},
          {"hints_before", answer.hints_before}};
}

std::optional<std::string> text_at(const json& entry, const char* key) {
  const auto found = entry.find(key);
  if (found == entry.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

bool flag_at(const json& entry, const char* key) {
  const auto found = entry.find(key);
  return found != entry.end() && found->is_boolean() && found->get<bool>();
}

/// Nothing where there is no list of texts.
std::optional<std::vector<std::string>> texts_at(const json& entry, const char* key) {
  const auto found = entry.find(key);
  if (found == entry.end() || !found->is_array()) return std::nullopt;
  std::vector<std::string> texts;
  for (const json& one : *found) {
    if (!one.is_string()) return std::nullopt;
    texts.push_back(one.get<std::string>());
  }
  return texts;
}

/// Nothing sensible counts as none.
int count_at(const json& entry, const char* key) {
  const auto found = entry.find(key);
  const bool sensible =
      found != entry.end() && found->is_number_integer() && *found >= 0 && *found < 1'000'000;
  return sensible ? found->get<int>() : 0;
}

/// Adds one answer; false where it is none.
bool read_answer(const json& entry, Answers& answers) {
  if (!entry.is_object()) return false;
  const auto lesson = text_at(entry, "lesson");
  const auto block = text_at(entry, "block");
  auto given = texts_at(entry, "given");
  if (!lesson || !block || !given) return false;
  Answer answer;
  answer.given = std::move(*given);
  answer.hints = count_at(entry, "hints");
  answer.shown = flag_at(entry, "shown");
  answer.done = flag_at(entry, "done");
  answer.missed = flag_at(entry, "missed");
  answer.given_before = texts_at(entry, "given_before").value_or(std::vector<std::string>{});
  answer.wrong_before = count_at(entry, "wrong_before");
  answer.hints_before = count_at(entry, "hints_before");
  answers[{*lesson, *block}] = std::move(answer);
  return true;
}

Error damaged() {
  return {{}, "the file of your progress is damaged", "answers are kept anew from now on"};
}

}  // namespace

std::string progress_text(const Answers& answers) {
  std::string text = fmt::format("{{\"version\": {}, \"answers\": [", format_version);
  const char* separator = "\n";
  for (const auto& [key, answer] : answers) {
    text += separator + to_line(written(key, answer));
    separator = ",\n";
  }
  return text + "\n]}\n";
}

Result<Answers> read_progress(std::string_view text) {
  const auto all = parse_small_object(text);
  if (!all) return damaged();
  const auto version = all->find("version");
  if (version == all->end() || !version->is_number_integer()) return damaged();
  if (*version != format_version) {
    return Error{{},
                 "the file of your progress is of another version of this program",
                 "answers are kept anew from now on"};
  }
  const auto entries = all->find("answers");
  if (entries == all->end() || !entries->is_array()) return damaged();
  Answers answers;
  for (const json& entry : *entries) {
    if (!read_answer(entry, answers)) return damaged();
  }
  return answers;
}

std::vector<Trouble> troubles(const Answers& answers,
                              const std::vector<lessons::Chapter>& chapters) {
  std::vector<Trouble> found;
  for (const lessons::Chapter& chapter : chapters) {
    for (const std::string& block : chapter.tasks) {
      const auto at = answers.find({chapter.id, block});
      if (at == answers.end()) continue;
      const Answer& answer = at->second;
      const int wrong = lessons::wrong_tries(answer);
      const bool well = answer.done && wrong + answer.hints == 0 && !answer.shown;
      const Trouble trouble{at->first,
                            wrong + answer.wrong_before,
                            answer.hints + answer.hints_before,
                            answer.shown,
                            answer.done,
                            well};
      if (trouble.wrong + trouble.hints > 0 || trouble.shown) found.push_back(trouble);
    }
  }
  return found;
}

std::vector<std::string> details_of(const std::string& given) {
  std::vector<std::string> details;
  std::istringstream parts(given);
  for (std::string part; std::getline(parts, part, ';');) {
    const auto begin = part.find_first_not_of(' ');
    if (begin != std::string::npos) details.push_back(part.substr(begin));
  }
  if (!details.empty()) details.erase(details.begin());
  return details;
}

StepMistakes step_mistakes(const Answers& answers) {
  StepMistakes mistakes;
  for (const auto& [key, answer] : answers) {
    for (const auto* tries : {&answer.given_before, &answer.given}) {
      for (const std::string& given : *tries) {
        if (!given.starts_with("done;")) continue;
        for (const std::string& detail : details_of(given)) {
          const auto space = detail.find(' ');
          if (space != std::string::npos)
            ++mistakes[detail.substr(0, space)][detail.substr(space + 1)];
        }
      }
    }
  }
  return mistakes;
}

}  // namespace backprop::viz
