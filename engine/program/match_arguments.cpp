#include "engine/program/match_arguments.h"

#include <algorithm>

#include "engine/program/suggest.h"
#include "engine/program/utf8.h"

namespace backprop {
namespace {

Error no_such_argument(std::string_view name, const std::vector<CallParameter>& parameters,
                       const std::string& keyword, Place place) {
  std::vector<std::string> names;
  for (const CallParameter& parameter : parameters)
    names.emplace_back(parameter.name);
  const std::string usage = "write " + signature(name, parameters);
  const std::string nearest = nearest_name(keyword, names);
  return {place, "'" + std::string(name) + "' has no argument '" + shortened(keyword) + "'",
          nearest.empty() ? usage : "did you mean '" + nearest + "'? " + usage};
}

}  // namespace

Result<std::vector<int>> match_arguments(std::string_view name,
                                         const std::vector<CallParameter>& parameters,
                                         std::size_t positional,
                                         const std::vector<std::string>& keywords, Place place) {
  const std::string usage = "write " + signature(name, parameters);
  if (positional > parameters.size()) {
    return Error{place,
                 "'" + std::string(name) + "' takes " + std::to_string(parameters.size()) +
                     (parameters.size() == 1 ? " argument" : " arguments") + "; it was given " +
                     std::to_string(positional),
                 usage};
  }
  std::vector<int> given(parameters.size(), -1);
  for (std::size_t i = 0; i < positional; ++i)
    given[i] = static_cast<int>(i);
  for (std::size_t k = 0; k < keywords.size(); ++k) {
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const CallParameter& p) { return p.name == keywords[k]; });
    if (found == parameters.end()) return no_such_argument(name, parameters, keywords[k], place);
    int& slot = given[static_cast<std::size_t>(found - parameters.begin())];
    if (slot >= 0) return Error{place, "'" + keywords[k] + "' is given twice", "give it once"};
    slot = static_cast<int>(positional + k);
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (!parameters[i].required || given[i] >= 0) continue;
    return Error{
        place,
        "'" + std::string(name) + "' lacks its argument '" + std::string(parameters[i].name) + "'",
        usage};
  }
  return given;
}

}  // namespace backprop
