// The names of kinds and verdicts, as string tables and saved files have them.
#include <array>

#include "lessons/model/practice.h"

namespace backprop::lessons::practice {
namespace {

constexpr std::array<std::string_view, kind_count> kinds{
    "seed", "loss", "activation", "product-by-weight", "product-by-input", "bias", "other"};
static_assert(kind_count == static_cast<std::size_t>(Kind::other) + 1);

constexpr std::array<std::string_view, 28> verdicts{
    "right",           "more-digits",          "parent-unfinished",
    "not-on-the-way",  "already-done",         "wrong-sign",
    "missing-slope",   "missing-mean",         "missing-half",
    "missing-factor",  "value-for-derivative", "sum-for-activation",
    "forgot-upstream", "forgot-local",         "included-upstream",
    "overwrote",       "one-of-several",       "transposed",
    "updated-weight",  "missing-activation",   "missing-bias",
    "other-logarithm", "not-updated",          "wrong-direction",
    "change-alone",    "missing-rate",         "wrong",
    "unreadable"};
static_assert(verdicts.size() == static_cast<std::size_t>(Verdict::unreadable) + 1);

}  // namespace

std::string_view id_of(Kind kind) {
  return kinds[static_cast<std::size_t>(kind)];
}

std::string_view id_of(Verdict verdict) {
  return verdicts[static_cast<std::size_t>(verdict)];
}

bool is_mistake(Verdict verdict) {
  switch (verdict) {
    case Verdict::right:
    case Verdict::more_digits:
    case Verdict::already_done:
    case Verdict::unreadable:
      return false;
    default:
      return true;
  }
}

}  // namespace backprop::lessons::practice
