#include "tests/support/json.h"

#include <fstream>

namespace backprop::test {

nlohmann::json parsed(std::string_view text) {
  return nlohmann::json::parse(text);
}

nlohmann::json golden_document() {
  std::ifstream file(TEST_DATA_DIR "/golden/golden.json");
  return parsed(std::string{std::istreambuf_iterator<char>(file), {}});
}

}  // namespace backprop::test
