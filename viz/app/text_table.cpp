#include "viz/app/text_table.h"

#include <fstream>

#include "viz/app/json_text.h"

namespace backprop::viz {

Result<TextTable> read_text_table(const std::filesystem::path& file) {
  if (!std::ifstream(file)) {
    return Error{{},
                 "the interface's words are missing: " + file.string(),
                 "reinstall the program, or set BACKPROP_DATA_DIR to its data"};
  }
  const auto json = read_object(file);
  if (!json) {
    return Error{{}, file.string() + " is not a JSON table of texts", "mend or reinstall it"};
  }
  TextTable table;
  for (const auto& [key, text] : json->items()) {
    if (text.is_string()) table.emplace(key, text.get<std::string>());
  }
  return table;
}

}  // namespace backprop::viz
