// What every chapter must keep: claims that come out as the lesson says, and two languages that
// agree.
#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "engine/program/interpreter.h"
#include "lessons/model/catalogue.h"
#include "lessons/model/claims.h"
#include "lessons/model/tex_text.h"

namespace backprop::lessons {
namespace {

struct Chapter {
  Lesson english;
  Lesson chinese;
};

std::vector<Chapter> chapters() {
  std::vector<Chapter> chapters;
  const auto ids = list_lessons();
  REQUIRE(ids.ok());
  for (const std::string& id : ids.value()) {
    auto english = load_lesson(id, Language::english);
    auto chinese = load_lesson(id, Language::chinese);
    REQUIRE(english.ok());
    REQUIRE(chinese.ok());
    chapters.push_back({english.value(), chinese.value()});
  }
  return chapters;
}

std::vector<Inlines> texts_of(const Block& block) {
  if (const auto* heading = std::get_if<Heading>(&block.is)) return {heading->inlines};
  if (const auto* paragraph = std::get_if<Paragraph>(&block.is)) return {paragraph->inlines};
  if (const auto* list = std::get_if<List>(&block.is)) return list->items;
  if (const auto* claim = std::get_if<Claim>(&block.is)) return {claim->note};
  if (const auto* predict = std::get_if<Predict>(&block.is)) {
    return {predict->question, predict->explanation};
  }
  return {};
}

std::vector<std::string> tex_of(const Block& block) {
  std::vector<std::string> all;
  if (const auto* formula = std::get_if<Formula>(&block.is)) all.push_back(formula->tex);
  if (const auto* claim = std::get_if<Claim>(&block.is)) all.push_back(claim->tex);
  for (const Inlines& text : texts_of(block)) {
    for (const Inline& run : text) {
      if (run.kind == Inline::Kind::math) all.push_back(run.text);
    }
  }
  return all;
}

TEST_CASE("every claim comes out as its lesson says, and every question has an answer") {
  for (const auto& [english, chinese] : chapters()) {
    const auto traces = run_programs(english);
    REQUIRE_MESSAGE(traces.ok(), (traces ? "" : traces.error().cause));
    for (const Block& block : english.blocks) {
      CAPTURE(english.id);
      CAPTURE(block.line);
      CAPTURE(block.id);
      if (const auto* claim = std::get_if<Claim>(&block.is)) {
        const ClaimResult result = check_claim(*claim, *traces.value().at(claim->program));
        CHECK_FALSE(result.error);
        CHECK(result.holds == claim->expected_to_hold);
        if (!claim->as_printed) CHECK(claim->expected_to_hold);
      }
      if (const auto* predict = std::get_if<Predict>(&block.is)) {
        CHECK_FALSE(check_predict(*predict, *traces.value().at(predict->program)).error);
      }
    }
  }
}

TEST_CASE("the two languages have the same blocks, formulas and expressions") {
  for (const auto& [english, chinese] : chapters()) {
    CAPTURE(english.id);
    CHECK(english.program == chinese.program);
    REQUIRE(english.blocks.size() == chinese.blocks.size());
    for (std::size_t i = 0; i < english.blocks.size(); ++i) {
      const Block& en = english.blocks[i];
      const Block& zh = chinese.blocks[i];
      CAPTURE(en.id);
      CHECK(en.id == zh.id);
      REQUIRE(en.is.index() == zh.is.index());
      if (const auto* heading = std::get_if<Heading>(&en.is)) {
        CHECK(heading->level == std::get<Heading>(zh.is).level);
      }
      if (const auto* formula = std::get_if<Formula>(&en.is)) {
        CHECK(formula->tex == std::get<Formula>(zh.is).tex);
      }
      if (const auto* list = std::get_if<List>(&en.is)) {
        CHECK(list->ordered == std::get<List>(zh.is).ordered);
        CHECK(list->items.size() == std::get<List>(zh.is).items.size());
      }
      if (const auto* claim = std::get_if<Claim>(&en.is)) {
        const auto& other = std::get<Claim>(zh.is);
        CHECK(claim->tex == other.tex);
        CHECK(claim->left == other.left);
        CHECK(claim->right == other.right);
        CHECK(claim->program == other.program);
        CHECK(claim->as_printed == other.as_printed);
        CHECK(claim->expected_to_hold == other.expected_to_hold);
        CHECK(claim->note.empty() == other.note.empty());
      }
      if (const auto* predict = std::get_if<Predict>(&en.is)) {
        CHECK(predict->expression == std::get<Predict>(zh.is).expression);
        CHECK(predict->program == std::get<Predict>(zh.is).program);
      }
    }
  }
}

TEST_CASE("no Markdown mark is left in any text, and no half-width punctuation in Chinese") {
  constexpr std::array<std::string_view, 5> half_width{",", ";", "?", "!", "("};
  for (const auto& [english, chinese] : chapters()) {
    for (const Lesson* lesson : {&english, &chinese}) {
      for (const Block& block : lesson->blocks) {
        for (const Inlines& text : texts_of(block)) {
          for (const Inline& run : text) {
            if (run.kind == Inline::Kind::code || run.kind == Inline::Kind::math) continue;
            CAPTURE(block.line);
            CAPTURE(run.text);
            CHECK(run.text.find_first_of("*$`\\") == std::string::npos);
            for (const std::string_view mark : half_width) {
              if (lesson == &chinese) CHECK(run.text.find(mark) == std::string::npos);
            }
          }
        }
      }
    }
  }
}

TEST_CASE("all TeX is within what lessons use") {
  for (const auto& [english, chinese] : chapters()) {
    for (const Lesson* lesson : {&english, &chinese}) {
      for (const Block& block : lesson->blocks) {
        for (const std::string& tex : tex_of(block)) {
          CAPTURE(block.line);
          const auto text = tex_as_text(tex);
          CHECK_MESSAGE(text.ok(), tex << ": " << (text ? "" : text.error().cause));
        }
      }
    }
  }
}

TEST_CASE("4.2: what its words say about the numbers is so") {
  auto source = load_program("neuron-mse");
  auto entropy = load_program("neuron-cross-entropy");
  REQUIRE(source.ok());
  REQUIRE(entropy.ok());
  const auto value = [](const std::string& program, const std::string& expression) {
    const auto trace = run_program(program);
    REQUIRE(trace.ok());
    const auto tensor =
        evaluate(*trace.value(), trace.value()->backward_runs.back().end_step, expression);
    REQUIRE(tensor.ok());
    return tensor.value()[0];
  };
  CHECK(value(source.value(), "grad(w)[0]") < 0);
  CHECK(value(source.value(), "a - y") < 0);
  CHECK(value(source.value(), "x[0]") > 0);
  CHECK(value(source.value(), "grad(b)") < 0);

  // The weights that the chapter asks the reader to put in.
  const auto saturated = [](std::string program) {
    return program.replace(program.find("[0.8, 0.9]"), 10, "[-8.0, 9.0]");
  };
  CHECK(value(saturated(source.value()), "y - a") > 0.999);
  CHECK(value(saturated(source.value()), "-grad(w)[0]") < 1e-6);
  CHECK(value(saturated(entropy.value()), "-grad(w)[0]") > 0.5);
}

}  // namespace
}  // namespace backprop::lessons
