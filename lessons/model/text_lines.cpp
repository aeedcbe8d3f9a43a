#include "lessons/model/text_lines.h"

#include <algorithm>

#include "engine/program/utf8.h"

namespace backprop::lessons {
namespace {

bool is_wide(std::string_view character) {
  // Three and four byte characters from U+2E80 on: Chinese and its punctuation.
  return character.size() >= 3 && character >= std::string_view("\xE2\xBA\x80");
}

bool may_begin_line(std::string_view character) {
  return std::string_view("，。、；：！？）」』》】”’…").find(character) == std::string_view::npos;
}

bool may_end_line(std::string_view character) {
  return std::string_view("（「『《【“‘").find(character) == std::string_view::npos;
}

/// Pieces that a line may not be broken inside: words, and single Chinese characters with the
/// punctuation that must stay with them. A space is at the end of the piece before it.
std::vector<std::string> unbreakable_pieces(std::string_view text) {
  std::vector<std::string> pieces;
  bool in_word = false;  // the last character is of a Latin word
  bool opening = false;  // the last character may not end a line
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view character = text.substr(at, utf8_length(text, at));
    at += character.size();
    const bool word = character != " " && !is_wide(character);
    const bool stays =
        character == " " || !may_begin_line(character) || opening || (in_word && word);
    if (pieces.empty() || !stays) pieces.emplace_back();
    pieces.back() += character;
    in_word = word;
    opening = !may_end_line(character);
  }
  return pieces;
}

}  // namespace

int width_of(std::string_view text) {
  int width = 0;
  for (std::size_t at = 0; at < text.size(); at += utf8_length(text, at)) {
    const std::string_view character = text.substr(at, utf8_length(text, at));
    const bool combining = (character >= "\u0300" && character <= "\u036F") ||
                           (character >= "\u20D0" && character <= "\u20FF");
    width += combining ? 0 : is_wide(character) ? 2 : 1;
  }
  return width;
}

std::string wrapped(std::string_view text, const std::string& first, const std::string& indent) {
  std::string all;
  std::string line = first;
  bool fresh = true;
  const auto end_line = [&] {
    line.erase(line.find_last_not_of(' ') + 1);
    all += line + "\n";
    line = indent;
    fresh = true;
  };
  for (const std::string& piece : unbreakable_pieces(text)) {
    const auto visible = piece.substr(0, piece.find_last_not_of(' ') + 1);
    if (!fresh && width_of(line) + width_of(visible) > text_columns) end_line();
    line += piece;
    fresh = false;
  }
  end_line();
  return all;
}

std::string padded(std::string text, int width) {
  const int missing = width - width_of(text);
  if (missing > 0) text.append(static_cast<std::size_t>(missing), ' ');
  return text;
}

std::vector<std::string> lines_in(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace backprop::lessons
