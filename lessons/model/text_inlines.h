/// Running text with its formulas and links as plain text.
#pragma once

#include <map>
#include <string>

#include "lessons/model/lesson.h"

namespace backprop::lessons {

/// The titles of chapters by id, in one language.
using Titles = std::map<std::string, std::string>;

/// The titles of all chapters that can be read.
Titles chapter_titles(Language language);

/// TeX on one line; as it is written where it cannot be read.
std::string plain_tex(const std::string& tex);

/// A link to a chapter names it: "batches (chapter 4.3: Digits)"; an address stands in brackets.
/// The glossary's terms are words like others.
std::string plain(const Inlines& inlines, Language language, const Titles& titles);

}  // namespace backprop::lessons
