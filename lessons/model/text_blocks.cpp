// Blocks that need no numbers, as text.
#include <algorithm>

#include "lessons/model/text_context.h"
#include "lessons/model/text_lines.h"

namespace backprop::lessons {
namespace {

Cells cells_of(const std::vector<Inlines>& row, const TextContext& context) {
  Cells cells;
  for (const Inlines& cell : row)
    cells.push_back(context.plain(cell));
  return cells;
}

std::vector<int> widths_of(const Cells& head, const std::vector<Cells>& rows) {
  std::vector<int> widths;
  for (std::size_t column = 0; column < head.size(); ++column) {
    int widest = width_of(head[column]);
    for (const Cells& row : rows)
      widest = std::max(widest, column < row.size() ? width_of(row[column]) : 0);
    widths.push_back(widest);
  }
  return widths;
}

constexpr std::string_view margin = "  ";

std::string aligned_row(const Cells& row, const std::vector<int>& widths) {
  std::string line;
  for (std::size_t column = 0; column < widths.size(); ++column)
    line += std::string(margin) + padded(column < row.size() ? row[column] : "", widths[column]);
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::string aligned_table(const Cells& head, const std::vector<Cells>& rows,
                          const std::vector<int>& widths) {
  std::string text = aligned_row(head, widths);
  Cells rules;
  for (const int width : widths)
    rules.emplace_back(static_cast<std::size_t>(width), '-');
  text += aligned_row(rules, widths);
  for (const Cells& row : rows)
    text += aligned_row(row, widths);
  return text;
}

/// Where the columns do not fit beside one another: row by row, each cell after its column's name.
std::string listed_table(const Cells& head, const std::vector<Cells>& rows,
                         const TextContext& context) {
  std::string text;
  for (const Cells& row : rows) {
    std::string mark = "  - ";
    for (std::size_t column = 0; column < std::min(head.size(), row.size()); ++column) {
      if (row[column].empty()) continue;
      const std::string cell =
          head[column].empty() ? row[column] : say(context.words.line, head[column], row[column]);
      text += wrapped(cell, mark, "      ");
      mark = "    ";
    }
  }
  return text;
}

std::string titled(const ConceptMap::Node& node, const TextContext& context) {
  const std::string text = context.plain(node.text);
  return node.lesson.empty() ? text : say(context.words.chapter, text, node.lesson);
}

std::string name_of(const ConceptMap& map, const std::string& id, const TextContext& context) {
  for (const ConceptMap::Node& node : map.nodes) {
    if (node.id == id) return context.plain(node.text);
  }
  return id;
}

}  // namespace

std::string ruled(const std::string& text, char rule) {
  const int width = std::min(width_of(text), text_columns);
  return wrapped(text, "", "") + std::string(static_cast<std::size_t>(width), rule) + "\n";
}

std::string text_of(const Heading& is, const TextContext& context) {
  return ruled(context.plain(is.inlines), '-');
}

std::string text_of(const Paragraph& is, const TextContext& context) {
  return wrapped(context.plain(is.inlines), "", "");
}

std::string text_of(const Formula& is, const TextContext& context) {
  std::string text = wrapped(plain_tex(is.tex), "    ", "      ");
  if (!is.tex_delta.empty()) {
    text +=
        wrapped(std::string(context.words.in_delta) + plain_tex(is.tex_delta), "    ", "      ");
  }
  return text;
}

std::string text_of(const List& is, const TextContext& context) {
  std::string text;
  int number = 0;
  for (const Inlines& item : is.items) {
    const std::string mark = is.ordered ? fmt::format("{:>2}. ", ++number) : "  - ";
    text += wrapped(context.plain(item), mark, "    ");
  }
  return text;
}

std::string text_of(const Table& is, const TextContext& context) {
  const Cells head = cells_of(is.head, context);
  std::vector<Cells> rows;
  for (const auto& row : is.rows)
    rows.push_back(cells_of(row, context));
  return table_text(head, rows, context);
}

std::string table_text(const Cells& head, const std::vector<Cells>& rows,
                       const TextContext& context) {
  const auto widths = widths_of(head, rows);
  int width = 0;
  for (const int column : widths)
    width += column + static_cast<int>(margin.size());
  return width <= text_columns ? aligned_table(head, rows, widths)
                               : listed_table(head, rows, context);
}

std::string text_of(const Lab& is, const TextContext& context) {
  const std::string lead = is.settings.empty()
                               ? say(context.words.lab, is.name)
                               : say(context.words.lab_settings, is.name, is.settings);
  return wrapped(lead, "    ", "      ") + wrapped(context.plain(is.text), "    ", "    ");
}

std::string text_of(const ConceptMap& is, const TextContext& context) {
  std::string text = wrapped(context.words.map, "    ", "      ");
  for (const ConceptMap::Node& node : is.nodes)
    text += wrapped(titled(node, context), "    - ", "      ");
  for (const ConceptMap::Edge& edge : is.edges) {
    const std::string from = name_of(is, edge.from, context);
    const std::string to = name_of(is, edge.to, context);
    const std::string label = edge.label.empty() ? "" : " " + edge.label;
    text += wrapped(edge.printed_wrong ? say(context.words.printed_edge, from, to, edge.label)
                                       : from + label + " → " + to,
                    "    ", "      ");
  }
  return text;
}

std::string text_of(const Aside& is, const TextContext& context) {
  const bool summary = is.kind == Aside::Kind::summary;
  std::string text =
      ruled(std::string(summary ? context.words.summary : context.words.reading), '-');
  for (const auto& part : is.parts)
    text += std::visit([&](const auto& what) { return text_of(what, context); }, part);
  return text;
}

}  // namespace backprop::lessons
