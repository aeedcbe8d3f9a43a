#include "engine/ops/attributes.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/number_text.h"

namespace backprop {
namespace {

auto find_in(auto& named, std::string_view name) {
  return std::find_if(named.begin(), named.end(),
                      [name](const auto& entry) { return entry.first == name; });
}

}  // namespace

void Attributes::set(std::string_view name, AttributeValue value) {
  const auto found = find_in(named_, name);
  if (found == named_.end()) {
    named_.emplace_back(name, std::move(value));
  } else {
    found->second = std::move(value);
  }
}

const AttributeValue& Attributes::get(std::string_view name) const {
  const auto found = find_in(named_, name);
  assert(found != named_.end());
  return found->second;
}

bool Attributes::has(std::string_view name) const {
  const auto found = find_in(named_, name);
  return found != named_.end() && !std::holds_alternative<std::monostate>(found->second);
}

bool Attributes::flag(std::string_view name) const {
  return std::get<bool>(get(name));
}

Index Attributes::whole(std::string_view name) const {
  return std::get<Index>(get(name));
}

double Attributes::real(std::string_view name) const {
  const AttributeValue& value = get(name);
  const auto* whole = std::get_if<Index>(&value);
  return whole != nullptr ? static_cast<double>(*whole) : std::get<double>(value);
}

const std::string& Attributes::choice(std::string_view name) const {
  return std::get<std::string>(get(name));
}

const std::vector<Index>& Attributes::sizes(std::string_view name) const {
  return std::get<std::vector<Index>>(get(name));
}

std::string value_text(const AttributeValue& value) {
  struct Text {
    std::string operator()(std::monostate) const { return "None"; }
    std::string operator()(bool flag) const { return flag ? "True" : "False"; }
    std::string operator()(Index whole) const { return std::to_string(whole); }
    std::string operator()(double real) const {
      if (std::isinf(real)) return real > 0 ? "float('inf')" : "-float('inf')";
      return std::isnan(real) ? "float('nan')" : exact_text(real);
    }
    std::string operator()(const std::string& choice) const { return "'" + choice + "'"; }
    std::string operator()(const std::vector<Index>& sizes) const {
      if (sizes.size() == 1) return std::to_string(sizes[0]);
      std::string text = to_text(sizes);
      text.front() = '(';
      text.back() = ')';
      return text;
    }
    std::string operator()(const std::vector<double>& reals) const {
      std::string text = "(";
      for (const double number : reals)
        text += (text.size() > 1 ? ", " : "") + exact_text(number);
      return text + ")";
    }
  };
  return std::visit(Text{}, value);
}

const std::vector<double>& Attributes::reals(std::string_view name) const {
  return std::get<std::vector<double>>(get(name));
}

std::vector<Index> Attributes::list(std::string_view name) const {
  const auto* whole = std::get_if<Index>(&get(name));
  return whole != nullptr ? std::vector<Index>{*whole} : sizes(name);
}

}  // namespace backprop
