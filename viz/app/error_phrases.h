/// A phrase book for what went wrong. The engine tells errors in English; the window shows them in
/// the learner's language, from assets/errors.zh.json.
///
/// A phrase is a sentence with places for what differs: "{}" keeps what stands there (a name, a
/// number, code), "{phrase}" is for what is a phrase of the book itself ("a tensor"). In the other
/// language a place is "{}", or "{1}" where the order differs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/result.h"
#include "viz/app/text_table.h"

namespace backprop::viz {

class ErrorPhrases {
 public:
  /// An empty book leaves everything as it is.
  ErrorPhrases() = default;
  /// English to the other language.
  explicit ErrorPhrases(const TextTable& table);

  /// The sentence in the other language, by the most specific phrase that fits all of it: the one
  /// that leaves the least of it as it is. Nothing where none fits.
  std::optional<std::string> find(std::string_view sentence) const;

  /// The same, with what the book does not have left in English.
  std::string translated(const std::string& sentence) const;
  Error translated(const Error& error) const;

  struct Phrase {
    std::vector<std::string> words;   ///< what stands around its places: one more than those
    std::vector<bool> of_phrases;     ///< of each place: whether it takes a phrase
    std::vector<std::string> others;  ///< the same in the other language
    std::vector<std::size_t> order;   ///< which place stands in each gap of `others`
  };

 private:
  std::vector<Phrase> phrases_;
};

}  // namespace backprop::viz
