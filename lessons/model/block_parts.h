/// What every block is made of, whatever its kind: its words and its mathematics.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lessons/model/lesson.h"

namespace backprop::lessons {

/// "claim", "paragraph": as authors call it.
std::string_view kind_of(const Block& block);

/// A running text of a block. In a fenced block it is the value of the `nth` line of that key (from
/// 0); elsewhere the key is empty.
template <class Text>
struct TextInBlock {
  std::string_view key;
  int nth = 0;
  Text* text = nullptr;  ///< into the block
};
using BlockText = TextInBlock<const Inlines>;
std::vector<BlockText> texts_of(const Block& block);

/// The same, to be written otherwise.
std::vector<TextInBlock<Inlines>> editable_texts_of(Block& block);

/// The moment of the chapter's program that a link leads to: "z" of "step:z"; nothing of others.
std::optional<std::string> moment_linked(const Inline& run);

/// A formula of a block: its own, or one within its texts.
struct BlockTex {
  std::string_view key;
  int nth = 0;
  std::string tex;
};
std::vector<BlockTex> tex_of(const Block& block);

/// The line of a file on which the `nth` line `key: ...` of the block that begins on line
/// `block_line` stands; `block_line` where there is none or the key is empty.
int line_of(std::string_view file, int block_line, std::string_view key, int nth = 0);

}  // namespace backprop::lessons
