#include "engine/ops/kernel.h"

#include <cassert>

namespace backprop::kernel {
namespace {

/// What a fused block keeps to find its contributions, beside its elements: everything but the
/// numbers, which the tape has.
struct FusedCall {
  const OpRow* row = nullptr;
  Attributes attributes;
  Shape output_shape;
  std::vector<Shape> shapes;
};

template <class Number>
Tensor gathered(const Shape& shape, std::span<const Tape::Id> ids, const Number& number_of) {
  Tensor tensor(shape);
  for (Index i = 0; i < tensor.size(); ++i)
    tensor[i] = number_of(ids[static_cast<std::size_t>(i)]);
  return tensor;
}

/// The arguments as the tape holds them.
class TapeTensors {
 public:
  TapeTensors(const Tape& tape, const std::vector<Shape>& shapes,
              const std::vector<std::vector<Tape::Id>>& elements) {
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      tensors_.push_back(
          gathered(shapes[i], elements[i], [&](Tape::Id id) { return tape.value(id); }));
    }
    for (const Tensor& tensor : tensors_)
      pointers_.push_back(&tensor);
  }
  std::span<const Tensor* const> arguments() const { return pointers_; }

 private:
  std::vector<Tensor> tensors_;
  std::vector<const Tensor*> pointers_;
};

void sweep(const FusedCall& of, const Tape& tape, const Tape::Fused& fused,
           const Tape::AddEdge& add_edge) {
  const TapeTensors tensors(tape, of.shapes, fused.arguments);
  const Tensor output =
      gathered(of.output_shape, fused.output, [&](Tape::Id id) { return tape.value(id); });
  const Tensor upstream =
      gathered(of.output_shape, fused.output, [&](Tape::Id id) { return tape.gradient(id); });
  const BackwardCall call{{tensors.arguments(), of.attributes}, output, upstream};
  for (std::size_t which = 0; which < fused.arguments.size(); ++which) {
    if (!of.row->passes_gradient(call.forward, static_cast<int>(which))) continue;
    const Tensor contribution = of.row->backward(call, static_cast<int>(which));
    for (Index e = 0; e < contribution.size(); ++e)
      add_edge(fused.arguments[which][static_cast<std::size_t>(e)], static_cast<int>(which),
               contribution[e]);
  }
}

/// Appends terms to the tape as records.
class TermRecorder {
 public:
  TermRecorder(Tape& tape, const Tape::Fused& fused) : tape_(tape), fused_(fused) {}

  void record(const TermList& terms) {
    records_.clear();
    for (const Term& term : terms) {
      const std::string_view name = term.op == TermOp::copy ? "clone" : name_of(term.op);
      const Tape::Id a = id_of(term.a);
      const Tape::Id b = operand_count(term.op) == 2 ? id_of(term.b) : Tape::none;
      records_.push_back(tape_.record(op_named(name), a, b));
    }
  }

  Tape::Id id_of(const Operand& operand) {
    switch (operand.source) {
      case Operand::Source::argument:
        return fused_.arguments[static_cast<std::size_t>(operand.which)]
                               [static_cast<std::size_t>(operand.element)];
      case Operand::Source::term:
        return records_[static_cast<std::size_t>(operand.which)];
      default:
        return tape_.leaf(operand.value, true);
    }
  }

 private:
  Tape& tape_;
  const Tape::Fused& fused_;
  std::vector<Tape::Id> records_;
};

}  // namespace

std::vector<Tape::Id> record_terms(
    const OpRow& row, Tape& tape, const TapeCall& call,
    void (*each_group)(const OpCall& call, const Shape& shape,
                       const std::function<void(const TermList&, const TermIo&)>& visit)) {
  FusedCall of{&row, call.attributes, call.output_shape, {}};
  Tape::Fused fused;
  fused.output.resize(static_cast<std::size_t>(element_count(call.output_shape)), Tape::none);
  for (const TapeArgument& argument : call.arguments) {
    of.shapes.push_back(argument.shape);
    fused.arguments.emplace_back(argument.elements.begin(), argument.elements.end());
  }
  const TapeTensors tensors(tape, of.shapes, fused.arguments);
  tape.begin_block();
  TermRecorder recorder(tape, fused);
  each_group({tensors.arguments(), call.attributes}, call.output_shape,
             [&](const TermList& terms, const TermIo& io) {
               recorder.record(terms);
               for (const auto& [element, number] : io.written()) {
                 // An element of its own, so that its gradient is nobody else's.
                 fused.output[static_cast<std::size_t>(element)] =
                     tape.record(op_named("clone"), recorder.id_of(number.operand()));
               }
             });
  std::vector<Tape::Id> output = fused.output;
  fused.sweep = [of = std::move(of)](const Tape& swept, const Tape::Fused& its,
                                     const Tape::AddEdge& add) { sweep(of, swept, its, add); };
  tape.end_fused_block(std::move(fused));
  return output;
}

}  // namespace backprop::kernel
