#include <algorithm>

#include "viz/scene/sheet_page.h"
#include "viz/text/math_markup.h"

namespace backprop::viz {
namespace {

/// Prints on A4 and on Letter; on a screen it is a sheet of paper. No item, no row of blanks and no
/// program is cut by the end of a page, and no heading stands alone at its foot.
constexpr std::string_view style = R"css(
@page { margin: 16mm 17mm 18mm; }
* { box-sizing: border-box; }
body { font: 11pt/1.45 "Noto Sans", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC",
  "Microsoft YaHei", "Helvetica Neue", Arial, sans-serif; color: #23262e; margin: 0;
  orphans: 3; widows: 3; }
main { max-width: 180mm; margin: 0 auto; }
header { border-bottom: 1.5pt solid #23262e; padding-bottom: 8pt; margin-bottom: 10pt; }
h1 { font-size: 16pt; line-height: 1.25; margin: 0 0 6pt; }
h2 { font-size: 12pt; margin: 14pt 0 4pt; }
h3 { font-size: 11pt; margin: 12pt 0 2pt; color: #555862; }
h2, h3 { break-after: avoid; break-inside: avoid; }
.who { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 6pt 10pt; }
.who .which { flex: 0 0 auto; font-weight: 600; margin-right: 12pt; }
.who .write { flex: 1 1 24mm; border-bottom: .6pt solid #23262e; height: 18pt; }
.who .write.wide { flex-grow: 2; }
pre, code, .code, .working { font-family: "DejaVu Sans Mono", Menlo, Consolas,
  "Noto Sans Mono CJK SC", "Noto Sans CJK SC", monospace; }
pre { font-size: 9.5pt; line-height: 1.4; margin: 4pt 0 8pt; padding: 6pt 8pt;
  border: .6pt solid #d6d0c4; border-radius: 3pt; white-space: pre-wrap; overflow-wrap: anywhere;
  break-inside: avoid; }
code { font-size: .9em; }
ul.notes { margin: 4pt 0; padding-left: 14pt; font-size: 10pt; }
ul.notes li, table.formulas tr, p { break-inside: avoid; }
table.formulas { border-collapse: collapse; }
table.formulas td { padding: 4pt 18pt 4pt 0; vertical-align: middle; }
math { font-size: 1.15em; }
table.formulas math { display: inline math; }
math .code { font-size: .8em; }
p { margin: 4pt 0; }
section { break-inside: avoid; }
section.key { break-inside: auto; }
ol { list-style: none; margin: 0; padding: 0; }
ol.blanks { font-size: 0; }
ol.blanks > li { display: inline-block; width: 50%; font-size: 11pt; vertical-align: bottom; }
ol.blanks > li:nth-child(odd) { padding-right: 7mm; }
ol > li { break-inside: avoid; padding: 5pt 0; }
.line { display: flex; align-items: center; gap: 6pt; min-height: 30pt; }
.key .line { min-height: 0; padding-bottom: 3pt; }
.number { color: #7a7d86; min-width: 20pt; text-align: right; flex: 0 0 auto; }
.blank { flex: 1 1 auto; min-width: 20mm; border-bottom: .6pt solid #23262e; height: 16pt; }
.answer { font-weight: 600; }
.working { margin: 2pt 0 2pt 26pt; padding-left: 12pt; text-indent: -12pt; font-size: 8.5pt;
  line-height: 1.5; color: #555862; overflow-wrap: anywhere; }
@media screen { body { background: #f6f4ef; padding: 10mm 4mm; }
  main { background: #fffdf8; padding: 14mm; border: 1px solid #e2ddd2; } }
@media screen and (max-width: 700px) { main { padding: 6mm; }
  ol.blanks > li { display: block; width: auto; padding-right: 0; } }
)css";

std::string element(const std::string& name, const std::string& content) {
  return "<" + name + ">" + markup_escaped(content) + "</" + name + ">\n";
}

std::string formula(const std::string& tex, const std::string& otherwise) {
  const auto node = parse_tex(tex);
  return node ? mathml(node.value(), true) : "<code>" + markup_escaped(otherwise) + "</code>";
}

/// Text with `code` in backquotes.
std::string with_code(const std::string& text) {
  std::string html;
  bool code = false;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('`', at), text.size());
    const std::string piece = markup_escaped(text.substr(at, end - at));
    html += code ? "<code>" + piece + "</code>" : piece;
    code = !code;
    at = end + 1;
  }
  return html;
}

/// A derivative as a fraction, everything else on the line.
std::string name_html(const BlankName& name) {
  if (name.above.empty()) return "<code>" + markup_escaped(name.whole) + "</code>";
  const auto part = [](const std::string& text) {
    return "<mtext class=\"code\">" + markup_escaped(text) + "</mtext>";
  };
  return "<math displaystyle=\"true\"><mfrac>" + part(name.above) + part(name.below) +
         "</mfrac></math>";
}

std::string item_html(const SheetItem& item) {
  std::string html = "<li><div class=\"line\"><span class=\"number\">" +
                     std::to_string(item.number) + ".</span> " + name_html(item.name) +
                     " <span>=</span> ";
  html += item.answer.empty() ? "<span class=\"blank\"></span>"
                              : "<span class=\"answer\">" + markup_escaped(item.answer) + "</span>";
  html += "</div>";
  for (const std::string& line : item.working)
    html += "<div class=\"working\">" + markup_escaped(line) + "</div>";
  return html + "</li>\n";
}

/// "Sheet 17 · 1/2" at the foot of each page: loose sheets of paper get mixed up.
std::string page_foot(const SheetPage& page) {
  return "@page { @bottom-right { content: \"" + page.subtitle +
         " \u00B7 \" counter(page) \"/\" counter(pages); font: 9pt sans-serif; color: #7a7d86; } "
         "}\n";
}

std::string head(const SheetPage& page) {
  return "<!DOCTYPE html>\n<html lang=\"" + page.language +
         "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
         "content=\"width=device-width\">\n" +
         element("title", page.title + " \u2013 " + page.subtitle) + "<style>" +
         std::string(style) + page_foot(page) + "</style>\n</head>\n";
}

std::string header(const SheetPage& page) {
  std::string html = "<header>\n" + element("h1", page.title) +
                     "<div class=\"who\"><span class=\"which\">" + markup_escaped(page.subtitle) +
                     "</span>";
  bool first = true;  // the name, which is longer than a date
  for (const std::string& line : page.lines) {
    html += "<span>" + markup_escaped(line) + "</span><span class=\"write" +
            (first ? " wide" : "") + "\"></span>";
    first = false;
  }
  return html + "</div>\n</header>\n";
}

}  // namespace

std::string sheet_html(const SheetPage& page) {
  std::string html = head(page) + "<body>\n<main>\n" + header(page);
  // A line break that follows <pre> at once would be lost; nothing but the program stands in it.
  html += element("h2", page.program_heading) + "<pre>" + markup_escaped(page.program) + "</pre>\n";
  html += "<ul class=\"notes\">\n";
  for (const std::string& note : page.notes)
    html += "<li>" + with_code(note) + "</li>\n";
  html += "</ul>\n";
  if (!page.formulas.empty()) {
    html += element("h2", page.formulas_heading) + "<table class=\"formulas\">\n";
    for (const SheetFormula& one : page.formulas)
      html += "<tr><td><code>" + markup_escaped(one.name) + "</code></td><td>" +
              formula(one.tex, one.tex) + "</td></tr>\n";
    html += "</table>\n";
  }
  html += element("h2", page.task_heading);
  for (const std::string& sentence : page.task)
    html += element("p", sentence);
  for (const SheetPart& part : page.parts) {
    const bool key = !part.items.front().answer.empty();
    html += (key ? "<section class=\"key\">\n" : "<section>\n") + element("h3", part.heading) +
            (key ? "<ol>\n" : "<ol class=\"blanks\">\n");
    for (const SheetItem& item : part.items)
      html += item_html(item);
    html += "</ol>\n</section>\n";
  }
  return html + "<script type=\"text/plain\" id=\"backprop-sheet\">\n" + page.code +
         "\n</script>\n</main>\n</body>\n</html>\n";
}

}  // namespace backprop::viz
