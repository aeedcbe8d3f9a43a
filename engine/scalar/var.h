/// A number on a scalar tape, with the operators of ordinary arithmetic: write an expression and
/// its derivatives are a call away.
///
///     Tape tape;
///     const Var a = variable(tape, 2.0), b = variable(tape, -3.0);
///     const Var f = tanh(a * b + 10.0);
///     f.backward();   // a.gradient() is df/da
#pragma once

#include "engine/ops/op.h"
#include "engine/scalar/tape.h"

namespace backprop {

class Var {
 public:
  Var(Tape& tape, Tape::Id id) : tape_(&tape), id_(id) {}

  double value() const { return tape_->value(id_); }
  double gradient() const { return tape_->gradient(id_); }
  void backward() const { tape_->backward(id_); }

  Tape& tape() const { return *tape_; }
  Tape::Id id() const { return id_; }

 private:
  Tape* tape_;
  Tape::Id id_;
};

/// A number that gets a gradient.
inline Var variable(Tape& tape, double value) {
  return Var(tape, tape.leaf(value));
}

// Operations on two numbers of one tape, or on a number and a constant.
inline Var apply(const OpRow& op, Var a) {
  return Var(a.tape(), a.tape().record(op, a.id()));
}
inline Var apply(const OpRow& op, Var a, Var b) {
  return Var(a.tape(), a.tape().record(op, a.id(), b.id()));
}
inline Var constant_beside(Var a, double number) {
  return Var(a.tape(), a.tape().leaf(number, true));
}

inline Var operator+(Var a, Var b) {
  return apply(op_named("add"), a, b);
}
inline Var operator-(Var a, Var b) {
  return apply(op_named("sub"), a, b);
}
inline Var operator*(Var a, Var b) {
  return apply(op_named("mul"), a, b);
}
inline Var operator/(Var a, Var b) {
  return apply(op_named("div"), a, b);
}
inline Var pow(Var a, Var b) {
  return apply(op_named("pow"), a, b);
}
inline Var operator-(Var a) {
  return apply(op_named("neg"), a);
}

inline Var operator+(Var a, double b) {
  return a + constant_beside(a, b);
}
inline Var operator-(Var a, double b) {
  return a - constant_beside(a, b);
}
inline Var operator*(Var a, double b) {
  return a * constant_beside(a, b);
}
inline Var operator/(Var a, double b) {
  return a / constant_beside(a, b);
}
inline Var pow(Var a, double b) {
  return pow(a, constant_beside(a, b));
}
inline Var operator+(double a, Var b) {
  return constant_beside(b, a) + b;
}
inline Var operator-(double a, Var b) {
  return constant_beside(b, a) - b;
}
inline Var operator*(double a, Var b) {
  return constant_beside(b, a) * b;
}
inline Var operator/(double a, Var b) {
  return constant_beside(b, a) / b;
}

inline Var exp(Var a) {
  return apply(op_named("exp"), a);
}
inline Var log(Var a) {
  return apply(op_named("log"), a);
}
inline Var sqrt(Var a) {
  return apply(op_named("sqrt"), a);
}
inline Var sigmoid(Var a) {
  return apply(op_named("sigmoid"), a);
}
inline Var tanh(Var a) {
  return apply(op_named("tanh"), a);
}
inline Var relu(Var a) {
  return apply(op_named("relu"), a);
}

}  // namespace backprop
