/// A homework sheet in words, and its code: what Markdown and HTML are written from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lessons/model/sheet.h"
#include "viz/app/strings.h"

namespace backprop::viz {

using lessons::sheet::Blank;
using lessons::sheet::Sheet;

/// What a blank asks for, in the program's spelling everywhere: a sheet shows the program, which
/// counts from 0, and an index below a letter would be read as counted from 1.
struct BlankName {
  std::string whole;  ///< as its line begins: "h[0]", "∂J/∂W2[0,1]", "new W2[0,1]"
  // Of a derivative, what stands above and below the fraction's line: "∂J" and "∂W2[0,1]".
  std::string above = {}, below = {};
};
BlankName blank_name(const Trace& trace, const Blank& blank, const Strings& words);

/// How a blank's number comes about: its formula, the same with numbers put in, and below it how
/// what has no name comes about, unless an earlier blank asks for it. Of a gradient that several
/// edges add to, each of them.
std::vector<std::string> blank_working(const Trace& trace, const std::vector<Blank>& blanks,
                                       std::size_t which);

struct SheetItem {
  std::size_t number = 1;  ///< of the blank, through all parts
  BlankName name;
  std::string answer;                ///< of a key: six digits
  std::vector<std::string> working;  ///< of a key
};

/// The blanks of one phase.
struct SheetPart {
  std::string heading;
  std::vector<SheetItem> items;
};

/// What a name in the program means.
struct SheetFormula {
  std::string name;  ///< "sigmoid(a)"
  std::string tex;
};

struct SheetPage {
  std::string title;
  std::string subtitle;            ///< which sheet it is, or that it is a key
  std::vector<std::string> lines;  ///< to be written on: name, date; none on a key
  std::string program;
  std::vector<std::string> notes;  ///< how the program is to be read; `code` in backquotes
  std::vector<SheetFormula> formulas;
  std::vector<std::string> task;
  std::vector<SheetPart> parts;
  std::string code_note;
  std::string code;  ///< see sheet_code.h
  std::string program_heading, formulas_heading, task_heading;
  std::string language;  ///< "en"
};

/// `answers`: the key.
SheetPage sheet_page(const lessons::sheet::MadeSheet& made, const Strings& words, bool answers);

/// The page as Markdown, to be read and filled in in any editor.
std::string sheet_markdown(const SheetPage& page);

/// The page as one HTML file that prints on A4 and Letter; nothing is loaded from elsewhere.
std::string sheet_html(const SheetPage& page);

}  // namespace backprop::viz
