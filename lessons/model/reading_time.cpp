#include "lessons/model/reading_time.h"

#include <array>
#include <string_view>

#include "engine/program/utf8.h"
#include "lessons/model/block_parts.h"

namespace backprop::lessons {
namespace {

constexpr double words_per_minute = 200;
constexpr double words_per_chinese_character = 0.6;
constexpr double words_per_formula = 1.5;  ///< within a line

struct KindTime {
  std::string_view kind;
  double seconds;
};
/// To look at it, to try it, to work it out; its words are counted besides.
constexpr std::array<KindTime, 14> times{{{"formula", 6},
                                          {"claim", 6},
                                          {"program", 10},
                                          {"figure", 12},
                                          {"plot", 15},
                                          {"map", 30},
                                          {"lab", 30},
                                          {"predict", 20},
                                          {"choose", 25},
                                          {"number", 60},
                                          {"change", 75},
                                          {"fault", 90},
                                          {"backprop", 120},
                                          {"table", 6}}};

double seconds_of(std::string_view kind) {
  for (const KindTime& time : times) {
    if (time.kind == kind) return time.seconds;
  }
  return 0;
}

double words_in(std::string_view text) {
  double words = 0;
  bool within = false;  // a word of letters
  for (std::size_t at = 0; at < text.size(); at += utf8_length(text, at)) {
    const char32_t c = character_at(text, at);
    const bool chinese = c >= 0x4E00 && c <= 0x9FFF;
    const bool letter = !chinese && c > ' ' && c < 0x2000;
    if (chinese) words += words_per_chinese_character;
    if (letter && !within) words += 1;
    within = letter;
  }
  return words;
}

double words_in(const Inlines& text) {
  double words = 0;
  for (const Inline& run : text)
    words += run.kind == Inline::Kind::math ? words_per_formula : words_in(run.text);
  return words;
}

/// Whether everybody reads it.
bool is_read(const Block& block, const BlockText& part) {
  return part.key != "hint" && part.key != "mistake" && part.key != "reply" &&
         kind_of(block) != "reading";
}

}  // namespace

double minutes_for(const Lesson& lesson) {
  double words = 0;
  double seconds = 0;
  for (const Block& block : lesson.blocks) {
    seconds += seconds_of(kind_of(block));
    for (const BlockText& part : texts_of(block)) {
      if (is_read(block, part)) words += words_in(*part.text);
    }
  }
  return words / words_per_minute + seconds / 60;
}

}  // namespace backprop::lessons
