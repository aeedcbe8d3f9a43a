/// The rules of + - * /, apart from the other rows' so that the scalar tape can inline them.
#pragma once

#include "engine/ops/terms.h"
#include "engine/scalar/tape_code.h"

namespace backprop::rule {

struct Add {
  static constexpr TapeCode tape_code = TapeCode::add;
  template <class T>
  static T forward(T a, T b) {
    return a + b;
  }
  template <class T>
  static T backward_a(T g, T, T, T) {
    return copy(g);
  }
  template <class T>
  static T backward_b(T g, T, T, T) {
    return copy(g);
  }
};

struct Subtract {
  static constexpr TapeCode tape_code = TapeCode::subtract;
  template <class T>
  static T forward(T a, T b) {
    return a - b;
  }
  template <class T>
  static T backward_a(T g, T, T, T) {
    return copy(g);
  }
  template <class T>
  static T backward_b(T g, T, T, T) {
    return -g;
  }
};

struct Multiply {
  static constexpr TapeCode tape_code = TapeCode::multiply;
  template <class T>
  static T forward(T a, T b) {
    return a * b;
  }
  template <class T>
  static T backward_a(T g, T, T b, T) {
    return g * b;
  }
  template <class T>
  static T backward_b(T g, T a, T, T) {
    return g * a;
  }
};

struct Divide {
  static constexpr TapeCode tape_code = TapeCode::divide;
  template <class T>
  static T forward(T a, T b) {
    return a / b;
  }
  template <class T>
  static T backward_a(T g, T, T b, T) {
    return g / b;
  }
  template <class T>
  static T backward_b(T g, T, T b, T y) {
    return -(g * (y / b));
  }
};

}  // namespace backprop::rule
