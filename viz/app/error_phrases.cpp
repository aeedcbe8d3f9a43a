#include "viz/app/error_phrases.h"

#include <charconv>

namespace backprop::viz {
namespace {

using Phrase = ErrorPhrases::Phrase;

// Errors hold what a learner typed: however odd it is, looking it up ends soon.
constexpr std::size_t longest_sentence = 2000;  // bytes
constexpr int most_tries = 200'000;             // of phrases and places
constexpr int deepest = 6;                      // phrases within phrases

struct Parts {
  std::vector<std::string> words{1};
  std::vector<std::string> places;  ///< what stands between their braces
};

Parts parts_of(std::string_view text) {
  Parts parts;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = text.find('}', std::min(open, text.size()));
    parts.words.back() += text.substr(0, close == std::string_view::npos ? close : open);
    if (close == std::string_view::npos) return parts;
    parts.places.emplace_back(text.substr(open + 1, close - open - 1));
    parts.words.emplace_back();
    text.remove_prefix(close + 1);
  }
  return parts;
}

Phrase phrase_of(const std::string& english, const std::string& other) {
  Parts from = parts_of(english);
  Parts to = parts_of(other);
  Phrase phrase;
  for (const std::string& place : from.places)
    phrase.of_phrases.push_back(place == "phrase");
  for (std::size_t i = 0; i < to.places.size(); ++i) {
    std::size_t number = i;
    const std::string& place = to.places[i];
    std::from_chars(place.data(), place.data() + place.size(), number);
    phrase.order.push_back(number);
  }
  phrase.words = std::move(from.words);
  phrase.others = std::move(to.words);
  return phrase;
}

bool is_ascii(unsigned char byte) {
  return byte > ' ' && byte < 0x80;
}
/// Of the first byte of a Chinese character, U+4000 to U+9FFF; the marks of punctuation have
/// others.
bool begins_chinese(unsigned char byte) {
  return byte >= 0xE4 && byte <= 0xE9;
}
bool ends_chinese(std::string_view text) {
  return text.size() >= 3 && begins_chinese(static_cast<unsigned char>(text[text.size() - 3]));
}

/// Chinese and a number or a name have a space between them.
void append(std::string& text, std::string_view more) {
  if (!text.empty() && !more.empty()) {
    const auto last = static_cast<unsigned char>(text.back());
    const auto next = static_cast<unsigned char>(more.front());
    const bool apart = is_ascii(last) ? begins_chinese(next) : is_ascii(next) && ends_chinese(text);
    if (apart) text += ' ';
  }
  text += more;
}

struct Piece {
  std::string text;
  std::size_t kept = 0;  ///< bytes of it that no phrase told
};
using Pieces = std::vector<Piece>;

/// Looks one sentence up.
class Search {
 public:
  Search(const std::vector<Phrase>& phrases, std::string_view sentence)
      : phrases_(phrases), sentence_(sentence) {}

  /// The sentence or a part of it, by the phrase that leaves the least of it as it is.
  std::optional<Piece> find(std::string_view part) {
    const auto key = std::pair(part.data() - sentence_.data(), part.size());
    if (const auto known = known_.find(key); known != known_.end()) return known->second;
    if (depth_ >= deepest) return std::nullopt;
    ++depth_;
    std::optional<Piece> best;
    for (const Phrase& phrase : phrases_) {
      if (++tries_ > most_tries) break;
      if (!part.starts_with(phrase.words.front())) continue;
      Pieces pieces;
      if (!fits(phrase, part.substr(phrase.words.front().size()), pieces)) continue;
      std::size_t kept = 0;
      for (const Piece& piece : pieces)
        kept += piece.kept;
      if (!best || kept < best->kept) best = Piece{filled(phrase, pieces), kept};
    }
    --depth_;
    known_.emplace(key, best);
    return best;
  }

 private:
  /// Whether the rest, which begins at the phrase's next place, is what the phrase goes on with.
  bool fits(const Phrase& phrase, std::string_view rest, Pieces& pieces) {
    const std::size_t place = pieces.size();
    if (place == phrase.of_phrases.size()) return rest.empty();
    const std::string_view word = phrase.words[place + 1];
    if (place + 1 == phrase.of_phrases.size()) {
      return rest.ends_with(word) &&
             takes(phrase, rest.substr(0, rest.size() - word.size()), pieces);
    }
    for (std::size_t at = rest.find(word); at != std::string_view::npos;
         at = rest.find(word, at + 1)) {
      if (++tries_ > most_tries) return false;
      if (!takes(phrase, rest.substr(0, at), pieces)) continue;
      if (fits(phrase, rest.substr(at + word.size()), pieces)) return true;
      pieces.resize(place);
    }
    return false;
  }

  bool takes(const Phrase& phrase, std::string_view piece, Pieces& pieces) {
    if (!phrase.of_phrases[pieces.size()]) {
      pieces.push_back({std::string(piece), piece.size()});
      return true;
    }
    auto found = find(piece);
    if (found) pieces.push_back(std::move(*found));
    return found.has_value();
  }

  static std::string filled(const Phrase& phrase, const Pieces& pieces) {
    std::string text = phrase.others.front();
    for (std::size_t i = 0; i < phrase.order.size(); ++i) {
      const std::string& word = phrase.others[i + 1];
      const std::size_t place = phrase.order[i];
      if (place >= pieces.size()) continue;  // a test finds such a phrase
      if (phrase.of_phrases[place]) {
        append(text, pieces[place].text);
        append(text, word);
      } else {
        text += pieces[place].text;
        text += word;
      }
    }
    return text;
  }

  const std::vector<Phrase>& phrases_;
  std::string_view sentence_;
  std::map<std::pair<std::ptrdiff_t, std::size_t>, std::optional<Piece>> known_;  ///< by part
  int tries_ = 0;
  int depth_ = 0;
};

}  // namespace

ErrorPhrases::ErrorPhrases(const TextTable& table) {
  for (const auto& [english, other] : table)
    phrases_.push_back(phrase_of(english, other));
}

std::optional<std::string> ErrorPhrases::find(std::string_view sentence) const {
  if (sentence.size() > longest_sentence) return std::nullopt;
  auto found = Search(phrases_, sentence).find(sentence);
  if (!found) return std::nullopt;
  return std::move(found->text);
}

std::string ErrorPhrases::translated(const std::string& sentence) const {
  return find(sentence).value_or(sentence);
}

Error ErrorPhrases::translated(const Error& error) const {
  return {error.place, translated(error.cause), translated(error.advice)};
}

}  // namespace backprop::viz
