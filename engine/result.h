/// What parsers, loaders and runs return when their input may be wrong: a value, or an Error for
/// people.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace backprop {

/// A place in a text. Lines and columns start at 1; a column counts characters (code points), not
/// bytes.
struct Place {
  int line = 1;
  int column = 1;
  bool operator==(const Place&) const = default;
};

/// What is wrong, where, and what to do about it.
struct Error {
  Place place;
  std::string cause;   ///< one sentence without a full stop: "unknown name 'sigmod'"
  std::string advice;  ///< what was expected or what to do; may be empty
};

/// A T, or the Error that says why there is none.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : content_(std::move(value)) {}      // NOLINT: a value is a result
  Result(Error error) : content_(std::move(error)) {}  // NOLINT: so is an error

  bool ok() const { return content_.index() == 0; }
  explicit operator bool() const { return ok(); }

  const T& value() const& { return std::get<0>(content_); }
  T& value() & { return std::get<0>(content_); }
  T&& value() && { return std::get<0>(std::move(content_)); }
  const Error& error() const { return std::get<1>(content_); }

 private:
  std::variant<T, Error> content_;
};

}  // namespace backprop
