/// Markdown (CommonMark with $...$ for TeX) as the few kinds of block that lessons are made of.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lessons/model/lesson.h"

namespace backprop::lessons {

/// A fenced block: what stands after the opening fence, and its lines, each ended by '\n'. The
/// first of them stands on the line after the fence.
struct Fence {
  std::string info;
  std::string text;
};

struct MarkdownBlock {
  Place place;
  std::variant<Heading, Paragraph, Formula, List, Table, Fence> is;
};

/// The blocks of `source` from the byte `begin` on; places are those of the whole source. What
/// lessons have no block for (quotes, pictures, HTML) is an error, and so is a mark that had no
/// effect: "**" or "$" left in the text. Links lead to "lesson:ID", "term:NAME",
/// "step:MOMENT" or "https://...".
Result<std::vector<MarkdownBlock>> parse_markdown(std::string_view source, std::size_t begin);

/// Running text, as of one paragraph; `place` is where it stands.
Result<Inlines> parse_inlines(std::string_view text, Place place);

}  // namespace backprop::lessons
