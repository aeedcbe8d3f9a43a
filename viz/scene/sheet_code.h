/// All that grading needs, inside the sheet: a code of letters, with a checksum.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lessons/model/sheet.h"

namespace backprop::viz {

/// A sheet as its code holds it; `names` are what it calls its blanks.
struct CodedSheet {
  lessons::sheet::Sheet sheet;
  std::vector<std::string> names;
};

/// "BPS1:" and one long word.
std::string sheet_code(const CodedSheet& coded);

/// Whether a text has such a code in it.
bool has_sheet_code(std::string_view text);

/// The sheet whose code a text has in it, in Markdown or HTML; spaces and line breaks in the code
/// do not matter. Errors: no code; damaged or cut off; of a newer version of this program; the
/// program shown in the text is not the one it was made with.
Result<CodedSheet> read_sheet(std::string_view text);

/// The same without looking at the program that the text shows: of an answer file, which may show
/// less of the sheet.
Result<CodedSheet> read_sheet_code(std::string_view text);

}  // namespace backprop::viz
