#include "viz/scene/sheet_page.h"
#include "viz/text/math_markup.h"

namespace backprop::viz {
namespace {

/// Prints on A4 and on Letter; on a screen it is a sheet of paper.
constexpr std::string_view style = R"css(
@page { margin: 16mm 17mm; }
* { box-sizing: border-box; }
body { font: 11pt/1.4 "Noto Sans", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC",
  "Microsoft YaHei", "Helvetica Neue", Arial, sans-serif; color: #23262e; margin: 0; }
main { max-width: 180mm; margin: 0 auto; }
header { border-bottom: 1.5pt solid #23262e; padding-bottom: 6pt; margin-bottom: 8pt; }
h1 { font-size: 16pt; line-height: 1.25; margin: 0 0 4pt; }
h2 { font-size: 11.5pt; margin: 12pt 0 4pt; break-after: avoid; }
h3 { font-size: 11pt; margin: 10pt 0 2pt; color: #555862; break-after: avoid; }
.who { display: flex; flex-wrap: wrap; gap: 4pt 18pt; font-size: 10pt; }
.who span { flex: 0 0 auto; }
.who .write { flex: 1 1 30mm; border-bottom: .6pt solid #23262e; }
pre { font: 9.5pt/1.35 "DejaVu Sans Mono", Menlo, Consolas, "Noto Sans Mono CJK SC", monospace;
  margin: 4pt 0; padding: 6pt 8pt; border: .6pt solid #d6d0c4; border-radius: 3pt;
  white-space: pre-wrap; overflow-wrap: anywhere; break-inside: avoid; }
ul.notes { margin: 4pt 0; padding-left: 14pt; font-size: 9.5pt; }
table.formulas { border-collapse: collapse; font-size: 10.5pt; }
table.formulas td { padding: 2pt 14pt 2pt 0; vertical-align: middle; }
code { font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 9.5pt; }
p { margin: 4pt 0; }
ol { list-style: none; margin: 0; padding: 0; }
ol.blanks { columns: 2; column-gap: 10mm; }
ol > li { break-inside: avoid; padding: 5pt 0; }
.line { display: flex; align-items: center; gap: 5pt; min-height: 20pt; }
.number { color: #7a7d86; min-width: 18pt; text-align: right; flex: 0 0 auto; }
.blank { flex: 1 1 auto; min-width: 22mm; border-bottom: .6pt solid #23262e; height: 15pt; }
.answer { font-weight: 600; }
.working { margin: 1pt 0 3pt 23pt; font-size: 9pt; color: #555862; overflow-wrap: anywhere; }
@media screen { body { background: #f6f4ef; padding: 10mm 4mm; }
  main { background: #fffdf8; padding: 14mm; border: 1px solid #e2ddd2; } }
@media screen and (max-width: 700px) { ol.blanks { columns: 1; } main { padding: 6mm; } }
)css";

std::string element(const std::string& name, const std::string& content) {
  return "<" + name + ">" + markup_escaped(content) + "</" + name + ">\n";
}

std::string formula(const std::string& tex, const std::string& otherwise) {
  const auto node = parse_tex(tex);
  return node ? mathml(node.value(), false) : "<code>" + markup_escaped(otherwise) + "</code>";
}

std::string item_html(const SheetItem& item) {
  std::string html = "<li><div class=\"line\"><span class=\"number\">" +
                     std::to_string(item.number) + ".</span> " + formula(item.tex, item.name) +
                     " <span>=</span> ";
  html += item.answer.empty() ? "<span class=\"blank\"></span>"
                              : "<span class=\"answer\">" + markup_escaped(item.answer) + "</span>";
  html += "</div>";
  for (const std::string& line : item.working)
    html += "<div class=\"working\">" + markup_escaped(line) + "</div>";
  return html + "</li>\n";
}

std::string head(const SheetPage& page) {
  return "<!DOCTYPE html>\n<html lang=\"" + page.language +
         "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
         "content=\"width=device-width\">\n" +
         element("title", page.title + " \u2013 " + page.subtitle) + "<style>" +
         std::string(style) + "</style>\n</head>\n";
}

std::string header(const SheetPage& page) {
  std::string html = "<header>\n" + element("h1", page.title) + "<div class=\"who\"><span>" +
                     markup_escaped(page.subtitle) + "</span>";
  for (const std::string& line : page.lines)
    html += "<span>" + markup_escaped(line) + "</span><span class=\"write\"></span>";
  return html + "</div>\n</header>\n";
}

}  // namespace

std::string sheet_html(const SheetPage& page) {
  std::string html = head(page) + "<body>\n<main>\n" + header(page);
  // A line break that follows <pre> at once would be lost; nothing but the program stands in it.
  html += element("h2", page.program_heading) + "<pre>" + markup_escaped(page.program) + "</pre>\n";
  html += "<ul class=\"notes\">\n";
  for (const std::string& note : page.notes)
    html += element("li", note);
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
    html += element("h3", part.heading) + (key ? "<ol>\n" : "<ol class=\"blanks\">\n");
    for (const SheetItem& item : part.items)
      html += item_html(item);
    html += "</ol>\n";
  }
  return html + "<script type=\"text/plain\" id=\"backprop-sheet\">\n" + page.code +
         "\n</script>\n</main>\n</body>\n</html>\n";
}

}  // namespace backprop::viz
