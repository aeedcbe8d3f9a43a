#include "viz/text/paragraph.h"

#include <algorithm>

#include "viz/text/utf8.h"

namespace backprop::viz {
namespace {

bool is_cjk(char32_t c) {
  return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0xFF00 && c <= 0xFFEF) || (c >= 0x20000 && c <= 0x3FFFF);
}

/// Must not begin a line.
bool clings_to_left(char32_t c) {
  return std::u32string_view(U"，。！？；：、）」』》】〉％…—”’,.!?;:)]}%").find(c) !=
         std::u32string_view::npos;
}

/// Must not end a line.
bool clings_to_right(char32_t c) {
  return std::u32string_view(U"（「『《【〈“‘([{").find(c) != std::u32string_view::npos;
}

/// How good a place it is to cut a word that is too long for a line.
enum class Cut : std::uint8_t {
  none,
  inside,  ///< of a name or number: in want of a better one
  between  ///< parts of an expression
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// After the byte `at` of a word.
Cut cut_after(const std::string& word, std::size_t at) {
  if (at + 1 >= word.size()) return Cut::none;
  const char c = word[at];
  const char next = word[at + 1];
  if (c == '(' || c == '[') return next == ')' || next == ']' ? Cut::none : Cut::between;
  if (c == ',' || c == '/' || c == '=') return Cut::between;
  if ((c == '.' || c == '-') && is_digit(next)) return Cut::none;
  return c == '.' || c == '-' || c == '_' ? Cut::inside : Cut::none;
}

/// What is never broken: a word, a Chinese character with what clings to it, a formula.
struct Chunk {
  InlineRun::Kind kind = InlineRun::Kind::text;
  std::string text;
  char32_t first = 0;
  char32_t last = 0;
  bool space_before = false;
  bool cut_before = false;  ///< the word was too long for a line
  float width = 0;
  MathBox math;
  std::string address = {};
};

TextStyle style_of(InlineRun::Kind kind, TextStyle base) {
  if (kind == InlineRun::Kind::code)
    return base == TextStyle::body ? TextStyle::code : TextStyle::code_small;
  if (kind == InlineRun::Kind::strong)
    return base == TextStyle::body ? TextStyle::body_strong : TextStyle::caption;
  return base;
}

class Breaker {
 public:
  Breaker(const Glyphs& glyphs, TextStyle style, float width, const MathMarker& marker)
      : glyphs_(glyphs), style_(style), width_(width), marker_(marker) {}

  void add(const InlineRun& run) {
    if (run.kind == InlineRun::Kind::math) {
      Chunk chunk{run.kind, {}, U'x', U'x', space_, false, 0, {}};
      chunk.math = set_tex(glyphs_, run.text, font_of(style_).px * 1.06F, MathStyle::text, marker_);
      chunk.width = chunk.math.width;
      space_ = false;
      chunks_.push_back(std::move(chunk));
      return;
    }
    bool in_word = false;
    for (std::size_t at = 0; at < run.text.size();) {
      const std::size_t begin = at;
      const char32_t c = next_code_point(run.text, at);
      if (c == ' ' || c == '\n' || c == '\t') {
        space_ = true;
        in_word = false;
        continue;
      }
      const bool joins = in_word && !space_ && !is_cjk(c) && !is_cjk(chunks_.back().last);
      if (!joins) chunks_.push_back({run.kind, {}, c, c, space_, false, 0, {}, run.address});
      Chunk& chunk = chunks_.back();
      chunk.text += run.text.substr(begin, at - begin);
      chunk.last = c;
      space_ = false;
      in_word = true;
    }
  }

  ParagraphLayout layout() && {
    for (Chunk& chunk : chunks_) {
      if (chunk.kind != InlineRun::Kind::math) {
        chunk.width = text_width(glyphs_, style_of(chunk.kind, style_), chunk.text);
      }
    }
    result_.widest_word = widest_word();
    split_long_words();
    for (std::size_t at = 0; at < chunks_.size();)
      at = fill_line(at);
    return std::move(result_);
  }

 private:
  float gap_before(std::size_t at) const {
    if (at == 0) return 0;
    // Within code a space is as wide as the code's letters.
    const bool within = chunks_[at - 1].kind == chunks_[at].kind;
    const float space =
        text_width(glyphs_, within ? style_of(chunks_[at].kind, style_) : style_, " ");
    if (chunks_[at].space_before) return space;
    // A quarter space between Chinese and anything else, where the text has none.
    const bool left = is_cjk(chunks_[at - 1].last);
    const bool right = is_cjk(chunks_[at].first);
    const bool plain = !clings_to_left(chunks_[at].first) && !clings_to_right(chunks_[at - 1].last);
    return left != right && plain && !clings_to_left(chunks_[at - 1].last) ? space * 0.8F : 0;
  }

  bool may_break_before(std::size_t at) const {
    if (at == 0) return false;
    const Chunk& left = chunks_[at - 1];
    const Chunk& right = chunks_[at];
    if (right.space_before || right.cut_before) return true;
    if (clings_to_left(right.first) || clings_to_right(left.last)) return false;
    return is_cjk(left.last) || is_cjk(right.first);
  }

  /// The widest of what stays together as long as lines are not narrower than it.
  float widest_word() const {
    float widest = 0;
    float together = 0;
    for (std::size_t at = 0; at < chunks_.size(); ++at) {
      const Chunk& chunk = chunks_[at];
      together = at == 0 || may_break_before(at) ? 0 : together + gap_before(at);
      if (chunk.kind == InlineRun::Kind::math) {
        together += chunk.width;
        widest = std::max(widest, together);
        continue;
      }
      for (std::size_t begin = 0; begin < chunk.text.size();) {
        const std::size_t end = end_of_part(chunk.text, begin);
        const std::string_view part = std::string_view(chunk.text).substr(begin, end - begin);
        together += text_width(glyphs_, style_of(chunk.kind, style_), part);
        widest = std::max(widest, together);
        if (end < chunk.text.size()) together = 0;
        begin = end;
      }
    }
    return widest;
  }

  static std::size_t end_of_part(const std::string& text, std::size_t begin) {
    while (begin < text.size() && cut_after(text, begin) == Cut::none)
      ++begin;
    return std::min(begin + 1, text.size());
  }

  /// Where the line ends that a long word begins: at the best place that fits, else after as many
  /// letters as there is room for, at least one.
  std::size_t fitting(const std::string& text, std::size_t begin, TextStyle style) const {
    std::size_t between = begin;
    std::size_t inside = begin;
    std::size_t at = begin;
    float width = 0;
    while (at < text.size()) {
      const std::size_t letter = at;
      next_code_point(text, at);
      width += text_width(glyphs_, style, std::string_view(text).substr(letter, at - letter));
      if (width > width_ && letter > begin)
        return between > begin ? between : inside > begin ? inside : letter;
      const Cut cut = cut_after(text, letter);
      if (cut == Cut::between) between = at;
      if (cut == Cut::inside) inside = at;
    }
    return text.size();
  }

  /// A word wider than a line is cut into parts that fit.
  void split_long_words() {
    std::vector<Chunk> parts;
    for (Chunk& chunk : chunks_) {
      if (chunk.kind == InlineRun::Kind::math || chunk.width <= width_) {
        parts.push_back(std::move(chunk));
        continue;
      }
      const TextStyle style = style_of(chunk.kind, style_);
      for (std::size_t begin = 0; begin < chunk.text.size();) {
        const std::size_t end = fitting(chunk.text, begin, style);
        Chunk part = chunk;
        part.text = chunk.text.substr(begin, end - begin);
        part.width = text_width(glyphs_, style, part.text);
        part.cut_before = begin > 0;
        if (begin > 0) part.space_before = false;
        parts.push_back(std::move(part));
        begin = end;
      }
    }
    chunks_ = std::move(parts);
  }

  /// Places chunks from `begin` on one line; returns the first of the next.
  std::size_t fill_line(std::size_t begin) {
    float x = 0;
    std::size_t end = begin;
    std::size_t last_break = begin;
    while (end < chunks_.size()) {
      const float gap = end == begin ? 0 : gap_before(end);
      if (end > begin && may_break_before(end)) last_break = end;
      if (x + gap + chunks_[end].width > width_ && last_break > begin) {
        end = last_break;
        break;
      }
      x += gap + chunks_[end].width;
      ++end;
    }
    place_line(begin, end);
    return end;
  }

  void place_line(std::size_t begin, std::size_t end) {
    const float line = line_height(style_);
    const float px = font_of(style_).px;
    float ascent = px * 0.95F;
    float descent = line - ascent;
    for (std::size_t i = begin; i < end; ++i) {
      if (chunks_[i].kind != InlineRun::Kind::math) continue;
      ascent = std::max(ascent, chunks_[i].math.ascent + 4);
      descent = std::max(descent, chunks_[i].math.descent + 5);
    }
    const float baseline = result_.height + ascent;
    float x = 0;
    for (std::size_t i = begin; i < end; ++i) {
      Chunk& chunk = chunks_[i];
      const float gap = i == begin ? 0 : gap_before(i);
      x += gap;
      put(chunk, x, baseline, gap);
      x += chunk.width;
    }
    result_.width = std::max(result_.width, x);
    result_.height += ascent + descent;
  }

  /// Neighbours of one style become one piece, spaces included.
  void put(const Chunk& chunk, float x, float baseline, float gap) {
    if (!result_.pieces.empty() && chunk.kind != InlineRun::Kind::math) {
      ParagraphPiece& before = result_.pieces.back();
      const bool joins = before.y == baseline && before.kind == chunk.kind &&
                         before.address == chunk.address && (gap == 0 || chunk.space_before);
      if (joins) {
        before.text += (gap > 0 ? " " : "") + chunk.text;
        before.width = x + chunk.width - before.x;
        return;
      }
    }
    result_.pieces.push_back({x, baseline, chunk.width, chunk.kind, style_of(chunk.kind, style_),
                              chunk.text, chunk.math, chunk.address});
  }

  const Glyphs& glyphs_;
  TextStyle style_;
  float width_;
  const MathMarker& marker_;
  std::vector<Chunk> chunks_;
  bool space_ = false;
  ParagraphLayout result_;
};

}  // namespace

ParagraphLayout layout_paragraph(const Glyphs& glyphs, const std::vector<InlineRun>& runs,
                                 TextStyle style, float width, const MathMarker& marker) {
  Breaker breaker(glyphs, style, std::max(width, 20.0F), marker);
  for (const InlineRun& run : runs)
    breaker.add(run);
  return std::move(breaker).layout();
}

}  // namespace backprop::viz
