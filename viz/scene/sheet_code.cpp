#include "viz/scene/sheet_code.h"

#include <algorithm>
#include <array>

#include "viz/app/json_text.h"
#include "viz/app/packing.h"
#include "viz/text/math_markup.h"

namespace backprop::viz {
namespace {

using lessons::sheet::Blank;
using lessons::sheet::BlankKind;
using lessons::sheet::Sheet;
using nlohmann::json;

constexpr std::string_view prefix = "BPS";
constexpr std::string_view version = "1";

constexpr std::size_t most_blanks = 64;  // more than any sheet has: grading takes its time for each

constexpr std::array<std::string_view, 4> kinds{"value", "local", "gradient", "update"};

Error damaged() {
  return {{1, 1},
          "the code at the end of this sheet is damaged or cut off",
          "take the sheet as it was made, or make it again with the same program and seed"};
}

json to_json(const Blank& blank, const std::string& name) {
  return {kinds[static_cast<std::size_t>(blank.kind)],
          blank.value,
          blank.element,
          blank.step,
          blank.output,
          name};
}

/// One blank and its name; false where it is something else.
bool add_blank(const json& item, CodedSheet& coded) {
  if (!item.is_array() || item.size() != 6 || !item[0].is_string() || !item[5].is_string())
    return false;
  const auto kind = std::find(kinds.begin(), kinds.end(), item[0].get<std::string>());
  if (kind == kinds.end()) return false;
  for (std::size_t i = 1; i < 5; ++i)
    if (!item[i].is_number_integer()) return false;
  coded.sheet.blanks.push_back({static_cast<BlankKind>(kind - kinds.begin()),
                                item[1].get<ValueId>(), item[2].get<Index>(), item[3].get<Index>(),
                                item[4].get<Index>()});
  coded.names.push_back(item[5].get<std::string>());
  return true;
}

bool is_text(const json& all, const char* key) {
  return all.contains(key) && all[key].is_string();
}

Result<CodedSheet> from_json(const std::string& text) {
  const json all = parse_small_object(text).value_or(json::object());
  const bool whole = is_text(all, "title") && is_text(all, "program") && is_text(all, "lang") &&
                     all.contains("seed") && all["seed"].is_number_unsigned() &&
                     all.contains("blanks") && all["blanks"].is_array() && !all["blanks"].empty() &&
                     all["blanks"].size() <= most_blanks;
  if (!whole) return damaged();
  CodedSheet coded;
  coded.sheet.title = all["title"];
  coded.sheet.program = all["program"];
  coded.sheet.seed = all["seed"];
  coded.sheet.language =
      all["lang"] == "zh" ? lessons::Language::chinese : lessons::Language::english;
  for (const json& item : all["blanks"])
    if (!add_blank(item, coded)) return damaged();
  return coded;
}

bool is_code_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// Where the last code of a text begins: a program may write something alike in a comment.
std::size_t code_place(std::string_view text) {
  for (std::size_t at = text.rfind(prefix); at != std::string_view::npos && at > 0;
       at = text.rfind(prefix, at - 1)) {
    const std::size_t digit = at + prefix.size();
    if (digit + 1 < text.size() && text[digit] >= '0' && text[digit] <= '9' &&
        text[digit + 1] == ':')
      return at;
  }
  return text.starts_with(prefix) ? 0 : std::string_view::npos;
}

/// Without differences that editors make: ends of lines, spaces before them.
std::string normalised(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (c == '\r') continue;
    if (c == '\n') {
      while (!plain.empty() && (plain.back() == ' ' || plain.back() == '\t'))
        plain.pop_back();
    }
    plain += c;
  }
  while (!plain.empty() && (plain.back() == '\n' || plain.back() == ' '))
    plain.pop_back();
  return plain;
}

}  // namespace

std::string sheet_code(const CodedSheet& coded) {
  const Sheet& sheet = coded.sheet;
  json blanks = json::array();
  for (std::size_t i = 0; i < sheet.blanks.size(); ++i)
    blanks.push_back(to_json(sheet.blanks[i], coded.names[i]));
  const json all = {{"title", sheet.title},
                    {"program", sheet.program},
                    {"seed", sheet.seed},
                    {"lang", lessons::code_of(sheet.language)},
                    {"blanks", blanks}};
  return std::string(prefix) + std::string(version) + ":" + pack(to_line(all));
}

bool has_sheet_code(std::string_view text) {
  return code_place(text) != std::string_view::npos;
}

Result<CodedSheet> read_sheet_code(std::string_view text) {
  const std::size_t at = code_place(text);
  if (at == std::string_view::npos) {
    return Error{{1, 1},
                 "this is no sheet: the code that grading needs is not in it",
                 "take the sheet as 'backprop-tutor sheet' wrote it, down to its last line"};
  }
  const std::string_view rest = text.substr(at + prefix.size());
  if (!rest.starts_with(version)) {
    return Error{{1, 1},
                 "this sheet was made by a newer version of the program",
                 "grade it with that version"};
  }
  std::size_t end = 2;  // behind the version and its colon
  while (end < rest.size() && is_code_letter(rest[end]))
    ++end;
  const auto unpacked = unpack(rest.substr(std::min<std::size_t>(2, rest.size()), end - 2));
  if (!unpacked) return damaged();
  return from_json(unpacked.value());
}

Result<CodedSheet> read_sheet(std::string_view text) {
  auto coded = read_sheet_code(text);
  if (!coded) return coded;
  const std::string shown = normalised(text);
  const std::string program = normalised(coded.value().sheet.program);
  const bool same = shown.find(program) != std::string::npos ||
                    shown.find(markup_escaped(program)) != std::string::npos;
  if (same) return coded;
  return Error{{1, 1},
               "the program shown in this sheet is not the one that it was made with",
               "take the sheet as it was made, or make it again with the same program and seed"};
}

}  // namespace backprop::viz
