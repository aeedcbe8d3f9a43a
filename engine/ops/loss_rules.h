/// The rules of the losses that training in steps of its own uses, too: prediction a, target b.
#pragma once

#include "engine/ops/terms.h"

namespace backprop::rule {

struct SquaredError {
  template <class T>
  static T forward(T a, T b) {
    const T d = a - b;
    return d * d;
  }
  template <class T>
  static T backward_a(T g, T a, T b, T) {
    return g * (T(2.0) * (a - b));
  }
  template <class T>
  static T backward_b(T g, T a, T b, T) {
    return g * (T(2.0) * (b - a));
  }
};

/// log(1 + e^-|a|) + max(a, 0) - a b: safe for logits of any size. The rules that begin with
/// `positives` have b count w times.
struct BinaryCrossEntropyWithLogits {
  template <class T>
  static T forward(T a, T b) {
    const T rest = log1p(exp(-abs(a)));
    return (T(1.0) - b) * a + maximum(-a, T(0.0)) + rest;
  }
  template <class T>
  static T backward_a(T g, T a, T b, T) {
    return g * (sigmoid(a) - b);
  }
  template <class T>
  static T backward_b(T g, T a, T, T) {
    return g * -a;
  }
  template <class T>
  static T positives_forward(T a, T b, T w) {
    const T rest = log1p(exp(-abs(a)));
    return (T(1.0) - b) * a + ((w - T(1.0)) * b + T(1.0)) * (maximum(-a, T(0.0)) + rest);
  }
  template <class T>
  static T positives_backward_a(T g, T a, T b, T w) {
    const T wb = w * b;
    return g * ((wb + T(1.0) - b) * sigmoid(a) - wb);
  }
  /// w log(1 + e^-a) - log(1 + e^a).
  template <class T>
  static T positives_backward_b(T g, T a, T, T w) {
    const T rest = log1p(exp(-abs(a)));
    return g * (w * (maximum(-a, T(0.0)) + rest) - (maximum(a, T(0.0)) + rest));
  }

 private:
  template <class T>
  static T sigmoid(T a) {
    return T(1.0) / (T(1.0) + exp(-a));
  }
};

}  // namespace backprop::rule
