#include "lessons/model/block_parts.h"

#include <algorithm>
#include <array>
#include <type_traits>
#include <variant>

#include "lessons/model/lesson_fields.h"

namespace backprop::lessons {
namespace {

constexpr std::array<std::string_view, std::variant_size_v<decltype(Block::is)>> kinds{
    "heading", "paragraph", "formula", "list",    "table",  "claim", "predict", "choose", "number",
    "change",  "backprop",  "fault",   "program", "figure", "plot",  "lab",     "map",    "aside"};

/// Gathers the texts of one block; of a constant one if they are constant.
template <class Text>
struct Texts {
  template <class Part>
  using Of = std::conditional_t<std::is_const_v<Text>, const Part, Part>;
  std::vector<TextInBlock<Text>> all;

  void add(std::string_view key, Text& text, int nth = 0) {
    if (!text.empty()) all.push_back({key, nth, &text});
  }
  void add_each(std::string_view key, Of<std::vector<Inlines>>& texts) {
    int nth = 0;
    for (Text& text : texts)
      add(key, text, nth++);
  }

  void operator()(Of<Heading>& is) { add({}, is.inlines); }
  void operator()(Of<Paragraph>& is) { add({}, is.inlines); }
  void operator()(Of<Formula>&) {}
  void operator()(Of<List>& is) { add_each({}, is.items); }
  void operator()(Of<Table>& is) {
    add_each({}, is.head);
    for (auto& row : is.rows)
      add_each({}, row);
  }
  void operator()(Of<Claim>& is) { add("note", is.note); }
  void operator()(Of<Predict>& is) {
    add("question", is.question);
    add("answer_note", is.explanation);
  }
  void operator()(Of<Choose>& is) {
    add("question", is.question);
    int replies = 0;
    for (std::size_t i = 0; i < is.options.size(); ++i) {
      const bool right = i == is.right;
      add(right ? "right" : "option", is.options[i].text,
          right ? 0 : static_cast<int>(i) - (i > is.right ? 1 : 0));
      if (!is.options[i].reply.empty()) add("reply", is.options[i].reply, replies++);
    }
    add("answer_note", is.explanation);
  }
  void operator()(Of<TypeNumber>& is) {
    add("question", is.question);
    add_each("hint", is.hints);
    int nth = 0;
    for (auto& mistake : is.mistakes)
      add("mistake", mistake.reply, nth++);
    add("answer_note", is.explanation);
  }
  void operator()(Of<Change>& is) {
    add("question", is.question);
    add_each("hint", is.hints);
    add("answer_note", is.explanation);
  }
  void operator()(Of<DoBackprop>& is) { add("text", is.text); }
  void operator()(Of<FindFault>& is) { add("text", is.text); }
  void operator()(Of<ShowProgram>& is) { add("text", is.text); }
  void operator()(Of<Figure>& is) { add("caption", is.caption); }
  void operator()(Of<Plot>& is) { add("caption", is.caption); }
  void operator()(Of<Lab>& is) { add("text", is.text); }
  void operator()(Of<ConceptMap>& is) {
    int nth = 0;
    for (auto& node : is.nodes)
      add("node", node.text, nth++);
  }
  void operator()(Of<Aside>& is) {
    for (auto& part : is.parts)
      std::visit([&](auto& text) { (*this)(text); }, part);
  }
};

/// Whether a line of a fenced block begins a field of that key.
bool begins_field(std::string_view line, std::string_view key) {
  const auto colon = line.find(':');
  return colon != std::string_view::npos && line.front() != ' ' && line.front() != '\t' &&
         trimmed(line.substr(0, colon)) == key;
}

}  // namespace

std::string_view kind_of(const Block& block) {
  if (const auto* aside = std::get_if<Aside>(&block.is))
    return aside->kind == Aside::Kind::summary ? "summary" : "reading";
  return kinds[block.is.index()];
}

std::vector<BlockText> texts_of(const Block& block) {
  Texts<const Inlines> texts;
  std::visit([&](const auto& is) { texts(is); }, block.is);
  return std::move(texts.all);
}

std::vector<TextInBlock<Inlines>> editable_texts_of(Block& block) {
  Texts<Inlines> texts;
  std::visit([&](auto& is) { texts(is); }, block.is);
  return std::move(texts.all);
}

std::optional<std::string> moment_linked(const Inline& run) {
  constexpr std::string_view step = "step:";
  if (run.kind != Inline::Kind::link || !run.address.starts_with(step)) return std::nullopt;
  return run.address.substr(step.size());
}

std::vector<BlockTex> tex_of(const Block& block) {
  std::vector<BlockTex> all;
  std::visit(
      [&](const auto& is) {
        if constexpr (requires { is.tex_delta; }) {
          all.push_back({"tex", 0, is.tex});
          if (!is.tex_delta.empty()) all.push_back({"tex_delta", 0, is.tex_delta});
          if (!is.tex_source.empty()) all.push_back({"tex_source", 0, is.tex_source});
        }
      },
      block.is);
  for (const BlockText& part : texts_of(block)) {
    for (const Inline& run : *part.text) {
      if (run.kind == Inline::Kind::math) all.push_back({part.key, part.nth, run.text});
    }
  }
  return all;
}

int line_of(std::string_view file, int block_line, std::string_view key, int nth) {
  if (key.empty()) return block_line;
  int number = 0;
  while (!file.empty()) {
    ++number;
    const auto end = std::min(file.find('\n'), file.size());
    const std::string_view line = file.substr(0, end);
    file.remove_prefix(std::min(end + 1, file.size()));
    if (number <= block_line) continue;
    if (trimmed(line).starts_with("```")) break;
    if (!line.empty() && begins_field(line, key) && nth-- == 0) return number;
  }
  return block_line;
}

}  // namespace backprop::lessons
