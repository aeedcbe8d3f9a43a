#include "viz/scene/sheet_page.h"
#include "viz/text/math_markup.h"

namespace backprop::viz {
namespace {

constexpr std::string_view write_here = "__________";

std::string text_of(const std::string& tex) {
  const auto node = parse_tex(tex);
  return node ? math_as_text(node.value()) : tex;
}

/// A fence that nothing in the text can close.
std::string fence_for(const std::string& text) {
  std::string fence = "```";
  while (text.find(fence) != std::string::npos)
    fence += '`';
  return fence;
}

std::string fenced(const std::string& kind, const std::string& text) {
  const std::string fence = fence_for(text);
  return fence + kind + "\n" + text + (text.ends_with('\n') ? "" : "\n") + fence + "\n";
}

std::string wrapped(const std::string& code) {
  constexpr std::size_t width = 76;
  std::string lines;
  for (std::size_t at = 0; at < code.size(); at += width)
    lines += code.substr(at, width) + "\n";
  return lines;
}

std::string item_text(const SheetItem& item) {
  std::string text = std::to_string(item.number) + ". `" + item.name.whole + "` = ";
  text += item.answer.empty() ? std::string(write_here) : item.answer;
  text += "\n";
  if (!item.working.empty()) {
    text += "\n";
    for (const std::string& line : item.working)
      text += "        " + line + "\n";  // a block of code inside the list's item
    text += "\n";
  }
  return text;
}

}  // namespace

std::string sheet_markdown(const SheetPage& page) {
  std::string text = "# " + page.title + "\n\n" + page.subtitle;
  for (const std::string& line : page.lines)
    text += " \u00B7 " + line + " ____________________";
  text += "\n\n## " + page.program_heading + "\n\n" + fenced("python", page.program) + "\n";
  for (const std::string& note : page.notes)
    text += "- " + note + "\n";
  if (!page.formulas.empty()) {
    text += "\n## " + page.formulas_heading + "\n\n";
    for (const SheetFormula& formula : page.formulas)
      text += "- `" + formula.name + "`: " + text_of(formula.tex) + "\n";
  }
  text += "\n## " + page.task_heading + "\n\n";
  for (const std::string& sentence : page.task)
    text += sentence + "\n";
  for (const SheetPart& part : page.parts) {
    text += "\n### " + part.heading + "\n\n";
    for (const SheetItem& item : part.items)
      text += item_text(item);
  }
  return text + "\n---\n\n" + page.code_note + "\n\n" +
         fenced("backprop-sheet", wrapped(page.code));
}

}  // namespace backprop::viz
