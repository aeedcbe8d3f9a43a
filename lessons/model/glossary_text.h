/// The glossary as plain text.
#pragma once

#include <string>

#include "lessons/model/glossary.h"

namespace backprop::lessons {

/// Terms in their order, then the symbols as a list, in lines of at most 78 columns.
std::string glossary_as_text(const Glossary& glossary);

}  // namespace backprop::lessons
