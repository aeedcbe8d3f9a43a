// The two languages of a chapter are one lesson: all that is not words is the same in both.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/number_text.h"
#include "lessons/model/block_parts.h"
#include "lessons/model/check_block.h"
#include "lessons/model/lesson_fields.h"

namespace backprop::lessons {
namespace {

/// What must not differ: by key, as text.
struct Part {
  std::string_view key;
  std::string value;
  int nth = 0;
};

std::string count_of(std::size_t count) {
  return std::to_string(count);
}

/// Gathers the parts of one block.
struct Parts {
  std::vector<Part> all;

  void add(std::string_view key, std::string value, int nth = 0) {
    all.push_back({key, std::move(value), nth});
  }
  void add_given(std::string_view key, const Inlines& text) {
    add(key, text.empty() ? "not given" : "given");
  }
  void add_axis(std::string_view key, const Plot::Axis& axis) {
    add(key, fmt::format("{} from {} to {}", axis.entity, axis.low, axis.high));
  }

  void operator()(const Heading& is) { add("level", std::to_string(is.level)); }
  void operator()(const Paragraph&) {}
  void operator()(const Formula& is) {
    add("tex", is.tex);
    add("tex_delta", is.tex_delta);
    add("tex_source", is.tex_source);
  }
  void operator()(const List& is) {
    add("numbering", is.ordered ? "numbered" : "not numbered");
    add("number of items", count_of(is.items.size()));
  }
  void operator()(const Table& is) {
    add("number of columns", count_of(is.head.size()));
    add("number of rows", count_of(is.rows.size()));
  }
  void operator()(const Claim& is) {
    add("tex", is.tex);
    add("tex_delta", is.tex_delta);
    add("tex_source", is.tex_source);
    add("left", is.left);
    add("right", is.right);
    add("program", is.program);
    add("at", is.at);
    add_given("note", is.note);
    add("within", exact_text(is.within));
    add("mark", std::string(is.as_printed ? "claim printed"
                            : is.as_said  ? "claim said"
                                          : "claim") +
                    (is.as_printed && is.expected_to_hold ? " holds" : ""));
  }
  void operator()(const Predict& is) {
    add("expression", is.expression);
    add("program", is.program);
  }
  void operator()(const Choose& is) {
    add("number of options", count_of(is.options.size()));
    add("right", fmt::format("option {}", is.right + 1));
    for (std::size_t i = 0; i < is.options.size(); ++i)
      add(i == is.right ? "right" : "option",
          fmt::format("option {} {} reply", i + 1,
                      is.options[i].reply.empty() ? "without" : "with"),
          static_cast<int>(i == is.right ? 0 : i - (i > is.right ? 1 : 0)));
    add("program", is.program);
    add_given("answer_note", is.explanation);
  }
  void operator()(const TypeNumber& is) {
    add("expression", is.expression);
    add("with", fmt::format("{}", fmt::join(is.with, "; ")));
    add("digits", std::to_string(is.digits));
    add("program", is.program);
    add("number of hints", count_of(is.hints.size()));
    add("number of mistakes", count_of(is.mistakes.size()));
    int nth = 0;
    for (const TypeNumber::Mistake& mistake : is.mistakes)
      add("mistake", mistake.expression, nth++);
    add_given("answer_note", is.explanation);
  }
  void operator()(const Change& is) {
    add("goal", is.goal);
    add("program", is.program);
    add("number of hints", count_of(is.hints.size()));
    add("number of solution lines", count_of(is.solution.size()));
    int nth = 0;
    for (const std::string& line : is.solution)
      add("solution", line, nth++);
    add("number of lines that may change", count_of(is.only.size()));
    nth = 0;
    for (const std::string& line : is.only)
      add("only", line, nth++);
    add_given("answer_note", is.explanation);
  }
  void operator()(const DoBackprop& is) {
    add("program", is.program);
    add("run", std::to_string(is.run));
  }
  void operator()(const FindFault& is) {
    add("program", is.program);
    add("fault", std::string(id_of(is.fault)));
  }
  void operator()(const ShowProgram& is) {
    add("program", is.program);
    add("at", is.at);
    if (is.view) add("view", std::string(name_of(*is.view)));
    add_given("text", is.text);
  }
  void operator()(const Figure& is) {
    add("view", std::string(name_of(is.view)));
    add("program", is.program);
    add("at", is.at);
    add("select", is.select);
  }
  void operator()(const Plot& is);
  void operator()(const Lab& is) {
    add("name", is.name);
    add("settings", is.settings);
  }
  void operator()(const ConceptMap& is);
  void operator()(const Aside& is) {
    add("number of paragraphs and lists", count_of(is.parts.size()));
    for (const auto& part : is.parts) {
      const auto* list = std::get_if<List>(&part);
      add("parts",
          list != nullptr ? fmt::format("a list of {}", list->items.size()) : "a paragraph");
    }
  }
};

void Parts::operator()(const Plot& is) {
  add("kind", std::to_string(static_cast<int>(is.kind)));
  add_axis("x", is.x);
  add_axis("y", is.y);
  add("number of lines", count_of(is.lines.size()));
  int nth = 0;
  for (const Plot::Line& line : is.lines)
    add("line", line.expression + " of " + line.program, nth++);
  add("points", is.points);
  add("classes", is.classes);
  add("scale", is.log_scale ? "log" : "linear");
  add("program", is.program);
}

void Parts::operator()(const ConceptMap& is) {
  add("number of nodes", count_of(is.nodes.size()));
  add("number of edges", count_of(is.edges.size()));
  int nth = 0;
  for (const ConceptMap::Node& node : is.nodes) {
    add("node", fmt::format("{} to {} at {}, {}", node.id, node.lesson, node.column, node.row),
        nth++);
  }
  nth = 0;
  int wrong = 0;
  for (const ConceptMap::Edge& edge : is.edges) {
    add(edge.printed_wrong ? "printed" : "edge", edge.from + " -> " + edge.to,
        edge.printed_wrong ? wrong++ : nth++);
  }
}

std::vector<Part> parts_of(const Block& block) {
  Parts parts;
  std::visit([&](const auto& is) { parts(is); }, block.is);
  parts.add("number of checks", count_of(block.checks.size()));
  int nth = 0;
  for (const Check& check : block.checks)
    parts.add("check", fmt::format("{} | {} | {}", check.condition, check.program, check.round),
              nth++);
  return std::move(parts.all);
}

/// One finding per block: what follows the first difference often follows from it.
void compare_blocks(const Block& english, const ChapterFile& file, const Block& block,
                    std::vector<Finding>& all) {
  const auto ours = parts_of(block);
  const auto theirs = parts_of(english);
  for (std::size_t i = 0; i < std::min(ours.size(), theirs.size()); ++i) {
    if (ours[i].key == theirs[i].key && ours[i].value == theirs[i].value) continue;
    BlockFindings(file, block, all)
        .add(ours[i].key, ours[i].nth,
             fmt::format("the languages differ in '{}': '{}' in Chinese, '{}' in English (line {})",
                         theirs[i].key, ours[i].value, theirs[i].value, english.line),
             "make them the same");
    return;
  }
}

std::string named(const Block& block) {
  return fmt::format("a {} '{}' (line {})", kind_of(block), block.id, block.line);
}

std::string rules_of(const std::vector<Letter>& letters) {
  std::string all;
  for (const Letter& letter : letters)
    all += fmt::format("{} = {}; ", letter.ours, letter.theirs);
  return all;
}

void compare_fronts(const ChapterFile& english, const ChapterFile& chinese,
                    std::vector<Finding>& all) {
  const auto compare = [&](std::string_view key, const std::string& en, const std::string& zh) {
    if (en == zh) return;
    all.push_back(
        {"lessons/" + chinese.path, line_of(chinese.text, 1, key), "",
         fmt::format("the languages differ in '{}': '{}' in Chinese, '{}' in English", key, zh, en),
         "make them the same"});
  };
  compare("program", english.lesson.program, chinese.lesson.program);
  compare("view", std::string(name_of(english.lesson.view)),
          std::string(name_of(chinese.lesson.view)));
  compare("source_letters", rules_of(english.lesson.source_letters),
          rules_of(chinese.lesson.source_letters));
  compare("written_out", rules_of(english.lesson.written_out),
          rules_of(chinese.lesson.written_out));
  compare("order", fmt::format("{}", english.lesson.order),
          fmt::format("{}", chinese.lesson.order));
  compare("indices", std::to_string(static_cast<int>(english.lesson.indices)),
          std::to_string(static_cast<int>(chinese.lesson.indices)));
  compare("minutes", std::to_string(english.lesson.minutes),
          std::to_string(chinese.lesson.minutes));
}

}  // namespace

void check_languages(const ChapterFile& english, const ChapterFile& chinese,
                     std::vector<Finding>& all) {
  compare_fronts(english, chinese, all);
  const auto& en = english.lesson.blocks;
  const auto& zh = chinese.lesson.blocks;
  for (std::size_t i = 0; i < std::max(en.size(), zh.size()); ++i) {
    if (i < en.size() && i < zh.size() && en[i].id == zh[i].id &&
        kind_of(en[i]) == kind_of(zh[i])) {
      compare_blocks(en[i], chinese, zh[i], all);
      continue;
    }
    const int line = i < zh.size() ? zh[i].line : zh.empty() ? 1 : zh.back().line;
    all.push_back({"lessons/" + chinese.path, line, i < zh.size() ? zh[i].id : "",
                   fmt::format("the languages part here: {} in Chinese, {} in English",
                               i < zh.size() ? named(zh[i]) : "the end",
                               i < en.size() ? named(en[i]) : "the end"),
                   "write the same blocks in the same order, with the same ids"});
    return;
  }
}

}  // namespace backprop::lessons
