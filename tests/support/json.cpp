#include "tests/support/json.h"

#include <cmath>
#include <fstream>
#include <limits>

namespace backprop::test {

nlohmann::json parsed(std::string_view text) {
  return nlohmann::json::parse(text);
}

double number_of(const nlohmann::json& value) {
  if (value.is_number()) return value.get<double>();
  const std::string& name = value.get_ref<const std::string&>();
  if (name == "nan") return std::numeric_limits<double>::quiet_NaN();
  return name == "inf" ? HUGE_VAL : -HUGE_VAL;
}

nlohmann::json golden_document() {
  std::ifstream file(TEST_DATA_DIR "/golden/golden.json");
  return parsed(std::string{std::istreambuf_iterator<char>(file), {}});
}

}  // namespace backprop::test
