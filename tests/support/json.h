/// JSON, read for tests. Here and once: the library's parser takes seconds to compile.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace backprop::test {

/// Throws where the text is no JSON, which fails the test.
nlohmann::json parsed(std::string_view text);

/// A number, or "nan", "inf" or "-inf" by name.
double number_of(const nlohmann::json& value);

/// The golden numbers, tests/golden/golden.json.
nlohmann::json golden_document();

}  // namespace backprop::test
