// Steps of a number that is edited by hand.
#include "viz/scene/number_field.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

namespace backprop::test {
namespace {

using namespace viz;

TEST_CASE("a step is a power of ten below the number's own") {
  CHECK(step_for(0.25, false) == doctest::Approx(0.01).epsilon(1e-12));
  CHECK(step_for(-0.25, true) == doctest::Approx(0.001).epsilon(1e-12));
  CHECK(step_for(1, false) == doctest::Approx(0.1).epsilon(1e-12));
  CHECK(step_for(30, false) == doctest::Approx(1).epsilon(1e-12));
  CHECK(step_for(1e-8, false) == doctest::Approx(1e-9).epsilon(1e-12));
  CHECK(step_for(0, false) == doctest::Approx(0.01).epsilon(1e-12));
  CHECK(step_for(std::numeric_limits<double>::infinity(), false) > 0);
  CHECK(step_for(std::numeric_limits<double>::quiet_NaN(), false) > 0);
}

TEST_CASE("steps give the numbers that one would write") {
  CHECK(stepped(0.15, 0.01, 1) == 0.16);
  CHECK(stepped(0.1, 0.1, 2) == 0.3);
  CHECK(stepped(0.5, 0.01, -50) == 0);
  CHECK_FALSE(std::signbit(stepped(-0.5, 0.01, 50)));
  CHECK(stepped(0.01, 0.01, -3) == -0.02);
  CHECK(stepped(0.1537, 0.01, 1) == 0.1637);
  CHECK(stepped(1200, 100, -1) == 1100);
  CHECK(stepped(3e-9, 1e-10, 5) == 3.5e-9);
  CHECK(stepped(2e20, 1e19, 1) == 2.1e20);
}

TEST_CASE("steps of any number give a finite one, or leave it") {
  for (const double number :
       {0.0, 5e-324, 1e-300, 1e-289, 1e300, -1.7976931348623157e308, 1.7976931348623157e308}) {
    for (const double count : {-1000.0, -1.0, 1.0, 1000.0}) {
      for (const bool fine : {false, true}) {
        CAPTURE(number);
        CAPTURE(count);
        CHECK(std::isfinite(stepped(number, step_for(number, fine), count)));
      }
    }
  }
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(stepped(infinity, step_for(infinity, false), 1) == infinity);
}

TEST_CASE("a command carries its number and whether it goes on") {
  const Command setting = command::EditSetting{2, {"betas", 1}, 0.5};
  const Command next = with_number(setting, 0.25, true);
  CHECK(number_of(setting) == 0.5);
  CHECK(number_of(next) == 0.25);
  CHECK(std::get<command::EditSetting>(next).continues);
  CHECK(std::get<command::EditSetting>(next).setting == Setting{"betas", 1});
  const Command number = with_number(command::EditNumber{Entity::value(3, 1), 1}, 2, false);
  CHECK(std::get<command::EditNumber>(number).entity == Entity::value(3, 1));
  CHECK(number_of(number) == 2);
}

}  // namespace
}  // namespace backprop::test
