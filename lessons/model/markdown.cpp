#include "lessons/model/markdown.h"

#include <md4c.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "engine/limits.h"
#include "engine/program/utf8.h"
#include "lessons/model/line_break.h"

namespace backprop::lessons {
namespace {

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\n") - first + 1));
}

std::string_view text_of(const MD_ATTRIBUTE& attribute) {
  return {attribute.text, attribute.size};
}

bool is_address(std::string_view address) {
  constexpr std::string_view beginnings[] = {"lesson:", "term:", "step:", "https://"};
  return std::any_of(std::begin(beginnings), std::end(beginnings), [&](std::string_view beginning) {
    return address.starts_with(beginning) && address.size() > beginning.size();
  });
}

/// What a callback returns to end the parsing. md4c goes on after positive numbers.
constexpr int aborted = -1;

/// Collects what md4c reports. md4c gives no line numbers, but its texts point into the source;
/// from them the place of the next block follows.
class Builder {
 public:
  Builder(std::string_view source, std::size_t begin) : source_(source), reached_(begin) {}

  Result<std::vector<MarkdownBlock>> run();

 private:
  int enter_block(MD_BLOCKTYPE type, void* detail);
  int leave_block(MD_BLOCKTYPE type);
  int enter_span(MD_SPANTYPE type, void* detail);
  int leave_span(MD_SPANTYPE type);
  int text(MD_TEXTTYPE type, std::string_view piece);

  int enter_item_part(MD_BLOCKTYPE type);
  int leave_fence();
  int leave_heading();
  int leave_paragraph();
  int leave_item();
  int leave_cell(bool of_head);
  int check_inlines(bool formula_allowed);
  int begin_link(std::string_view address);
  int begin_verbatim(Inline::Kind kind);
  int add_to_fence(std::string_view piece, bool from_source);
  int add_text(std::string_view piece, bool escaped);
  void resolve_break(std::string_view next);
  std::size_t line_start(int line) const;
  std::size_t next_block() const;
  Place next_block_place() { return find_place_(next_block()); }
  int fail(Place place, std::string cause, std::string advice);
  int fail_here(std::string cause, std::string advice) {
    return fail(find_place_(reached_), std::move(cause), std::move(advice));
  }

  std::string_view source_;
  PlaceFinder find_place_{source_};
  std::size_t reached_;  ///< the byte up to which the source has been reported
  std::vector<MarkdownBlock> blocks_;
  std::optional<Error> error_;

  Place block_place_;
  std::optional<List> list_;
  std::optional<Fence> fence_;
  int heading_level_ = 0;
  bool heading_is_underlined_ = false;  ///< by a line of = or -
  Inlines inlines_;
  bool has_display_math_ = false;
  std::optional<Table> table_;
  std::string link_;  ///< the address of the link whose text is being reported
  int strong_ = 0;
  int emphasis_ = 0;
  bool in_verbatim_ = false;    ///< inside a code or math span
  bool break_pending_ = false;  ///< a line break that may stand for a space
};

Result<std::vector<MarkdownBlock>> Builder::run() {
  MD_PARSER parser{};
  parser.flags =
      MD_FLAG_LATEXMATHSPANS | MD_FLAG_TABLES | MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_NOHTML;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
    return static_cast<Builder*>(self)->enter_block(type, detail);
  };
  parser.leave_block = [](MD_BLOCKTYPE type, void*, void* self) {
    return static_cast<Builder*>(self)->leave_block(type);
  };
  parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
    return static_cast<Builder*>(self)->enter_span(type, detail);
  };
  parser.leave_span = [](MD_SPANTYPE type, void*, void* self) {
    return static_cast<Builder*>(self)->leave_span(type);
  };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* piece, MD_SIZE size, void* self) {
    return static_cast<Builder*>(self)->text(type, {piece, size});
  };
  const std::string_view body = source_.substr(reached_);
  const int status = md_parse(body.data(), static_cast<MD_SIZE>(body.size()), &parser, this);
  if (error_) return *std::move(error_);
  if (status != 0)
    return Error{{}, "the Markdown could not be read", "there may be no memory left"};
  return std::move(blocks_);
}

int Builder::fail(Place place, std::string cause, std::string advice) {
  if (!error_) error_ = Error{place, std::move(cause), std::move(advice)};
  return aborted;
}

/// The first character after the lines that have been reported.
std::size_t Builder::next_block() const {
  std::size_t at = reached_;
  const bool inside_line = at > 0 && at <= source_.size() && source_[at - 1] != '\n';
  if (inside_line) at = source_.find('\n', at);
  at = at == std::string_view::npos ? at : source_.find_first_not_of(" \t\r\n", at);
  return std::min(at, source_.size());
}

int Builder::enter_block(MD_BLOCKTYPE type, void* detail) {
  if (list_ && type != MD_BLOCK_LI) return enter_item_part(type);
  if (type != MD_BLOCK_LI && type != MD_BLOCK_DOC && !table_) block_place_ = next_block_place();
  switch (type) {
    case MD_BLOCK_DOC:
    case MD_BLOCK_P:
      return 0;
    case MD_BLOCK_H:
      heading_is_underlined_ = source_.substr(next_block(), 1) != "#";
      heading_level_ = static_cast<int>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level);
      return 0;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
      list_ = List{type == MD_BLOCK_OL, {}};
      return 0;
    case MD_BLOCK_LI:
      list_->items.emplace_back();
      return 0;
    case MD_BLOCK_CODE:
      fence_ = Fence{trimmed(text_of(static_cast<MD_BLOCK_CODE_DETAIL*>(detail)->info)), {}};
      return 0;
    case MD_BLOCK_TABLE:
      table_.emplace();
      return 0;
    case MD_BLOCK_TR:
      if (!table_->head.empty()) table_->rows.emplace_back();
      return 0;
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
      return 0;
    case MD_BLOCK_QUOTE:
      return fail(block_place_, "lessons have no block quotes", "drop the '>' at the line's start");
    case MD_BLOCK_HR:
      return fail(block_place_, "lessons have no horizontal rules", "use a heading: '## ...'");
    default:
      return fail(block_place_, "lessons have no block of this kind",
                  "use headings, paragraphs, lists, $$ formulas and fenced claims");
  }
}

/// A block inside a list: only one paragraph per item.
int Builder::enter_item_part(MD_BLOCKTYPE type) {
  if (type == MD_BLOCK_P && inlines_.empty() && list_->items.back().empty()) return 0;
  return fail(next_block_place(), "an item of a list is one paragraph",
              "end the list with an empty line and text that is not indented");
}

/// Its lines are contiguous, so the closing fence's line can be counted.
int Builder::leave_fence() {
  if (trimmed(fence_->text).empty()) {
    return fail(block_place_, "a fenced block with nothing in it", "fill it or delete it");
  }
  const auto lines = std::count(fence_->text.begin(), fence_->text.end(), '\n');
  const std::size_t closing = line_start(block_place_.line + static_cast<int>(lines) + 1);
  const std::string mark = trimmed(source_.substr(closing, 80)).substr(0, 3);
  if (mark != "```" && mark != "~~~") {
    return fail(block_place_, "this fenced block is never closed",
                "write ``` on a line of its own after its last line");
  }
  reached_ = std::min(source_.find('\n', closing), source_.size());
  blocks_.push_back({block_place_, *std::move(fence_)});
  fence_.reset();
  return 0;
}

/// The byte where a line begins; the end of the source where there is no such line.
std::size_t Builder::line_start(int line) const {
  std::size_t at = 0;
  for (int i = 1; i < line; ++i) {
    at = source_.find('\n', at);
    if (at == std::string_view::npos) return source_.size();
    ++at;
  }
  return at;
}

int Builder::leave_block(MD_BLOCKTYPE type) {
  switch (type) {
    case MD_BLOCK_CODE:
      return leave_fence();
    case MD_BLOCK_H:
      return leave_heading();
    case MD_BLOCK_P:
      return list_ ? leave_item() : leave_paragraph();
    case MD_BLOCK_LI:
      return leave_item();
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
      return leave_cell(type == MD_BLOCK_TH);
    case MD_BLOCK_TABLE:
      blocks_.push_back({block_place_, *std::move(table_)});
      table_.reset();
      return 0;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
      blocks_.push_back({block_place_, *std::move(list_)});
      list_.reset();
      return 0;
    default:
      return 0;
  }
}

int Builder::leave_heading() {
  if (check_inlines(false) != 0) return aborted;
  if (heading_is_underlined_) reached_ = std::min(next_block() + 1, source_.size());
  blocks_.push_back({block_place_, Heading{heading_level_, std::exchange(inlines_, {})}});
  return 0;
}

int Builder::leave_paragraph() {
  if (check_inlines(true) != 0) return aborted;
  Inlines inlines = std::exchange(inlines_, {});
  if (std::exchange(has_display_math_, false)) {
    blocks_.push_back({block_place_, Formula{std::move(inlines.front().text)}});
  } else {
    blocks_.push_back({block_place_, Paragraph{std::move(inlines)}});
  }
  return 0;
}

/// The end of an item's paragraph and, where the item has one, of the item.
int Builder::leave_item() {
  Inlines& item = list_->items.back();
  if (inlines_.empty() && !item.empty()) return 0;
  if (check_inlines(false) != 0) return aborted;
  item = std::exchange(inlines_, {});
  return 0;
}

/// An empty cell stays empty.
int Builder::leave_cell(bool of_head) {
  if (!inlines_.empty() && check_inlines(false) != 0) return aborted;
  auto& row = of_head ? table_->head : table_->rows.back();
  row.push_back(std::exchange(inlines_, {}));
  return 0;
}

/// Whether the text that has just ended is whole, and every mark in it had its effect.
int Builder::check_inlines(bool formula_allowed) {
  break_pending_ = false;
  if (inlines_.empty()) return fail(next_block_place(), "there is no text here", "write some");
  if (has_display_math_ && (!formula_allowed || inlines_.size() != 1)) {
    return fail_here("a $$ formula stands among text",
                     "give it a paragraph of its own, or write $");
  }
  for (Inline& run : inlines_) {
    const bool verbatim = run.kind == Inline::Kind::code || run.kind == Inline::Kind::math;
    if (verbatim) run.text = trimmed(run.text);
    if (run.text.empty()) return fail_here("a formula or code mark with nothing in it", "fill it");
    if (!verbatim && run.text.find("**") != std::string::npos) {
      return fail_here(
          "a '**' did not become bold",
          "put both '**' directly at the bold letters; with punctuation inside, a space "
          "must follow outside");
    }
  }
  return 0;
}

int Builder::enter_span(MD_SPANTYPE type, void* detail) {
  switch (type) {
    case MD_SPAN_STRONG:
      ++strong_;
      return 0;
    case MD_SPAN_EM:
      ++emphasis_;
      return 0;
    case MD_SPAN_CODE:
      return begin_verbatim(Inline::Kind::code);
    case MD_SPAN_LATEXMATH:
      return begin_verbatim(Inline::Kind::math);
    case MD_SPAN_LATEXMATH_DISPLAY:
      has_display_math_ = true;
      return begin_verbatim(Inline::Kind::math);
    case MD_SPAN_A:
      return begin_link(text_of(static_cast<MD_SPAN_A_DETAIL*>(detail)->href));
    default:
      return fail_here("lessons have no pictures", "show a figure of a view: ```figure");
  }
}

int Builder::begin_link(std::string_view address) {
  if (!is_address(address)) {
    // Of a link at a text's beginning nothing has been reported yet, only what stands above.
    const auto at =
        address.empty() ? reached_ : std::min(source_.find(address, reached_), source_.size());
    return fail(find_place_(at), "a link to '" + std::string(address) + "'",
                "links lead to lesson:ID, term:NAME, step:MOMENT or https://...");
  }
  resolve_break("x");
  link_ = std::string(address);
  return 0;
}

int Builder::begin_verbatim(Inline::Kind kind) {
  if (!link_.empty()) return fail_here("a link whose text has marks", "write it in plain words");
  resolve_break("x");
  inlines_.push_back({kind, {}});
  in_verbatim_ = true;
  return 0;
}

int Builder::leave_span(MD_SPANTYPE type) {
  if (type == MD_SPAN_STRONG) --strong_;
  if (type == MD_SPAN_EM) --emphasis_;
  if (type == MD_SPAN_A) link_.clear();
  if (!in_verbatim_) return 0;
  in_verbatim_ = false;
  // The closing mark may stand on a line of its own.
  const char mark = type == MD_SPAN_CODE ? '`' : '$';
  reached_ = std::min(source_.find(mark, reached_), source_.size());
  reached_ = std::min(source_.find_first_not_of(mark, reached_), source_.size());
  return 0;
}

int Builder::text(MD_TEXTTYPE type, std::string_view piece) {
  // Line ends and indentation come from md4c's own constants, not from the source.
  const std::less_equal<> not_after;  // a total order, whatever the pointers point into
  const bool from_source = not_after(source_.data(), piece.data()) &&
                           not_after(piece.data() + piece.size(), source_.data() + source_.size());
  const std::size_t begin =
      from_source ? static_cast<std::size_t>(piece.data() - source_.data()) : 0;
  if (from_source) reached_ = begin + piece.size();
  if (fence_) return add_to_fence(piece, from_source);
  switch (type) {
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR:
      if (in_verbatim_) inlines_.back().text += ' ';
      break_pending_ = !in_verbatim_;
      return 0;
    case MD_TEXT_CODE:
    case MD_TEXT_LATEXMATH:
      inlines_.back().text += piece == "\n" ? " " : piece;
      return 0;
    case MD_TEXT_NORMAL:
      return add_text(piece, from_source && begin > 0 && source_[begin - 1] == '\\');
    case MD_TEXT_ENTITY:
      return fail_here("'" + std::string(piece) + "' is HTML",
                       "write the character itself, or \\&");
    default:
      return fail_here("a character that is no text", "delete it");
  }
}

int Builder::add_to_fence(std::string_view piece, bool from_source) {
  if (from_source && trimmed(fence_->text).empty()) {
    const auto lines_above = std::count(fence_->text.begin(), fence_->text.end(), '\n');
    block_place_ = {find_place_(reached_).line - static_cast<int>(lines_above) - 1, 1};
  }
  fence_->text += piece;
  return 0;
}

int Builder::add_text(std::string_view piece, bool escaped) {
  if (piece.empty()) return 0;
  const std::size_t dollar = piece.find('$', escaped ? 1 : 0);
  if (dollar != std::string_view::npos) {
    return fail_here("a '$' without its partner",
                     "formulas stand between two; \\$ is the sign itself");
  }
  resolve_break(piece);
  const Inline::Kind kind = !link_.empty()  ? Inline::Kind::link
                            : strong_ > 0   ? Inline::Kind::strong
                            : emphasis_ > 0 ? Inline::Kind::emphasis
                                            : Inline::Kind::text;
  if (inlines_.empty() || inlines_.back().kind != kind || inlines_.back().address != link_) {
    inlines_.push_back({kind, {}, link_});
  }
  inlines_.back().text += piece;
  return 0;
}

/// Writes the space that a line break stands for, now that the character after it is known.
void Builder::resolve_break(std::string_view next) {
  if (!std::exchange(break_pending_, false) || inlines_.empty()) return;
  Inline& last = inlines_.back();
  const bool verbatim = last.kind == Inline::Kind::code || last.kind == Inline::Kind::math;
  if (!break_is_space(verbatim ? "x" : last.text, next)) return;
  if (verbatim) {
    inlines_.push_back({Inline::Kind::text, " "});
  } else {
    last.text += ' ';
  }
}

/// What neither md4c nor the window should meet.
std::optional<Error> refuse(std::string_view text) {
  if (text.size() > static_cast<std::size_t>(limits::source_bytes)) {
    return Error{{}, "the text is longer than a megabyte", "split the lesson"};
  }
  if (const auto bad = find_invalid_utf8(text)) {
    return Error{place_of(text, *bad), "this is not UTF-8 text", "save the file as UTF-8"};
  }
  const auto zero = text.find('\0');
  if (zero == std::string_view::npos) return std::nullopt;
  return Error{place_of(text, zero), "a zero byte", "delete it"};
}

}  // namespace

Result<std::vector<MarkdownBlock>> parse_markdown(std::string_view source, std::size_t begin) {
  if (auto error = refuse(source)) return *std::move(error);
  return Builder(source, begin).run();
}

Result<Inlines> parse_inlines(std::string_view text, Place place) {
  auto blocks = parse_markdown(text, 0);
  if (!blocks) {
    Error error = blocks.error();
    if (error.place.line == 1) error.place.column += place.column - 1;
    error.place.line += place.line - 1;
    return error;
  }
  if (blocks.value().size() == 1) {
    if (auto* paragraph = std::get_if<Paragraph>(&blocks.value().front().is)) {
      return std::move(paragraph->inlines);
    }
  }
  return Error{
      place, "this is not one run of text",
      "no headings, lists, fences or $$ formulas here; \\ before a mark takes its meaning"};
}

}  // namespace backprop::lessons
