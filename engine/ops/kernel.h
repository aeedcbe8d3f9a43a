/// One rule for an op, run in three ways. A kernel is written once, on numbers of any kind; lifted,
/// it gives the tensor's forward and backward (on doubles), the terms of any element (on numbers
/// that write down what is done with them) and the op's records on the scalar tape. So all three
/// do the same arithmetic in the same order.
///
///     struct Kernel {
///       explicit Kernel(const OpCall& call, const Shape& output);
///       // Groups of elements that are computed together; `which` is `the_output`, or the argument
///       // whose contribution is made.
///       Index groups(int which) const;
///       Index group_of(int which, Index element) const;
///       template <class Io> void forward(Io& io, Index group) const;
///       template <class Io> void backward(Io& io, int which, Index group) const;
///     };
///
/// forward() reads elements of the arguments, io.in(argument, element), and writes every element of
/// its group, io.out(element, number). backward() may also read the output, io.y(element), and the
/// upstream gradient, io.g(element); elements that it does not write are zero.
///
/// What an op's buffers become is a kernel of its own, element by element:
///
///     struct BufferKernel {
///       explicit BufferKernel(const OpCall& call);
///       template <class Io> typename Io::Number next(Io& io, int which, Index element) const;
///     };
#pragma once

#include <functional>
#include <optional>

#include "engine/ops/op.h"

namespace backprop {

inline constexpr int the_output = -1;

/// Plain numbers in and out of tensors.
class PlainIo {
 public:
  using Number = double;
  PlainIo(const OpCall& call, Tensor& result) : call_(call), result_(result) {}
  PlainIo(const BackwardCall& call, Tensor& result)
      : call_(call.forward), output_(&call.output), upstream_(&call.upstream), result_(result) {}

  double in(int which, Index element) const { return call_.argument(which)[element]; }
  double y(Index element) const { return (*output_)[element]; }
  double g(Index element) const { return (*upstream_)[element]; }
  void out(Index element, double number) { result_[element] = number; }

 private:
  OpCall call_;
  const Tensor* output_ = nullptr;
  const Tensor* upstream_ = nullptr;
  Tensor& result_;
};

/// Numbers that write down what is done with them.
class TermIo {
 public:
  using Number = TermNumber;
  TermIo(const OpCall& call, TermList& terms) : call_(call), terms_(terms) {}
  TermIo(const BackwardCall& call, TermList& terms)
      : call_(call.forward), output_(&call.output), upstream_(&call.upstream), terms_(terms) {}

  TermNumber in(int which, Index element) const {
    return read(Operand::Source::argument, which, element, call_.argument(which));
  }
  TermNumber y(Index element) const { return read(Operand::Source::output, 0, element, *output_); }
  TermNumber g(Index element) const {
    return read(Operand::Source::upstream, 0, element, *upstream_);
  }
  void out(Index element, const TermNumber& number) { written_.emplace_back(element, number); }

  /// What has been written, in order.
  const std::vector<std::pair<Index, TermNumber>>& written() const { return written_; }

  /// The number written for an element; zero where none was.
  TermNumber result(Index element) const {
    for (const auto& [at, number] : written_) {
      if (at == element) return number;
    }
    return 0.0;
  }

 private:
  TermNumber read(Operand::Source source, int which, Index element, const Tensor& from) const {
    return TermNumber({source, which, element, from[element]}, terms_);
  }

  OpCall call_;
  const Tensor* output_ = nullptr;
  const Tensor* upstream_ = nullptr;
  TermList& terms_;
  std::vector<std::pair<Index, TermNumber>> written_;
};

/// A chain of additions from +0.
template <class Number>
class Sum {
 public:
  void add(const Number& number) { sum_ = sum_ + number; }
  const Number& total() const { return sum_; }

 private:
  Number sum_ = 0.0;
};

namespace kernel {

template <class Kernel>
Tensor forward(const OpCall& call, const Shape& shape) {
  Tensor result(shape);
  const Kernel kernel(call, shape);
  PlainIo io(call, result);
  for (Index group = 0; group < kernel.groups(the_output); ++group)
    kernel.forward(io, group);
  return result;
}

template <class Kernel>
Tensor backward(const BackwardCall& call, int which) {
  Tensor result(call.forward.argument(which).shape);
  const Kernel kernel(call.forward, call.output.shape);
  PlainIo io(call, result);
  for (Index group = 0; group < kernel.groups(which); ++group)
    kernel.backward(io, which, group);
  return result;
}

template <class Kernel>
void explain_forward(const OpCall& call, const Shape& shape, Index element, TermList& terms) {
  const Kernel kernel(call, shape);
  TermIo io(call, terms);
  kernel.forward(io, kernel.group_of(the_output, element));
  keep_only(terms, io.result(element));
}

template <class Kernel>
void explain_backward(const BackwardCall& call, int which, Index element, TermList& terms) {
  const Kernel kernel(call.forward, call.output.shape);
  TermIo io(call, terms);
  kernel.backward(io, which, kernel.group_of(which, element));
  keep_only(terms, io.result(element));
}

/// Records the terms of each group; the block's sweep gives the contributions of the row's own
/// backward rule, since the terms' derivatives one by one would round differently.
std::vector<Tape::Id> record_terms(
    const OpRow& row, Tape& tape, const TapeCall& call,
    void (*each_group)(const OpCall& call, const Shape& shape,
                       const std::function<void(const TermList&, const TermIo&)>& visit));

template <class Kernel>
void terms_of_groups(const OpCall& call, const Shape& shape,
                     const std::function<void(const TermList&, const TermIo&)>& visit) {
  const Kernel kernel(call, shape);
  for (Index group = 0; group < kernel.groups(the_output); ++group) {
    TermList terms;
    TermIo io(call, terms);
    kernel.forward(io, group);
    visit(terms, io);
  }
}

/// Sets the row's rules. The row's name must be set: the tape finds the row by it.
template <class Kernel, const char* Name>
void lift(OpRow& row) {
  row.name = Name;
  row.forward = forward<Kernel>;
  row.backward = backward<Kernel>;
  row.explain_forward = explain_forward<Kernel>;
  row.explain_backward = explain_backward<Kernel>;
  row.record_scalars = [](Tape& tape, const TapeCall& call) {
    return record_terms(op_named(Name), tape, call, terms_of_groups<Kernel>);
  };
}

template <class BufferKernel>
Tensor next(const OpCall& call, int which) {
  Tensor result(call.argument(which).shape);
  const BufferKernel kernel(call);
  PlainIo io(call, result);
  for (Index element = 0; element < result.size(); ++element)
    io.out(element, kernel.next(io, which, element));
  return result;
}

template <class BufferKernel>
void explain_next(const OpCall& call, int which, Index element, TermList& terms) {
  const BufferKernel kernel(call);
  TermIo io(call, terms);
  keep_only(terms, kernel.next(io, which, element));
}

/// Sets the row's rules for its buffers.
template <class BufferKernel>
void lift_buffers(OpRow& row) {
  row.buffers.next = next<BufferKernel>;
  row.buffers.explain_next = explain_next<BufferKernel>;
}

}  // namespace kernel

}  // namespace backprop
