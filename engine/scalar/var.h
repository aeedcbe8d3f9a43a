/// A number on a scalar tape, with the operators of ordinary arithmetic: write an expression and
/// its derivatives are a call away.
///
///     Tape tape;
///     const Var a = variable(tape, 2.0), b = variable(tape, -3.0);
///     const Var f = tanh(a * b + 10.0);
///     f.backward();   // a.gradient() is df/da
#pragma once

#include "engine/ops/arithmetic_rules.h"
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
template <class Rule>
Var apply(Var a, Var b) {
  return Var(a.tape(), a.tape().record<Rule>(a.id(), b.id()));
}
inline Var constant_beside(Var a, double number) {
  return Var(a.tape(), a.tape().leaf(number, true));
}

inline Var operator+(Var a, Var b) {
  return apply<rule::Add>(a, b);
}
inline Var operator-(Var a, Var b) {
  return apply<rule::Subtract>(a, b);
}
inline Var operator*(Var a, Var b) {
  return apply<rule::Multiply>(a, b);
}
inline Var operator/(Var a, Var b) {
  return apply<rule::Divide>(a, b);
}
inline Var pow(Var a, Var b) {
  static const OpRow& row = op_named("pow");
  return apply(row, a, b);
}
inline Var operator-(Var a) {
  static const OpRow& row = op_named("neg");
  return apply(row, a);
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
  static const OpRow& row = op_named("exp");
  return apply(row, a);
}
inline Var log(Var a) {
  static const OpRow& row = op_named("log");
  return apply(row, a);
}
inline Var sqrt(Var a) {
  static const OpRow& row = op_named("sqrt");
  return apply(row, a);
}
inline Var sigmoid(Var a) {
  static const OpRow& row = op_named("sigmoid");
  return apply(row, a);
}
inline Var tanh(Var a) {
  static const OpRow& row = op_named("tanh");
  return apply(row, a);
}
inline Var relu(Var a) {
  static const OpRow& row = op_named("relu");
  return apply(row, a);
}

}  // namespace backprop
