#include <algorithm>

#include "engine/limits.h"
#include "engine/program/machine.h"
#include "engine/program/utf8.h"

namespace backprop {

Site Interpreter::Machine::site(const ast::Expression& expression) const {
  const std::string_view source = program_->source;
  return {expression.place, running_line_,
          std::string(source.substr(expression.begin, expression.end - expression.begin))};
}

Result<Plain> Interpreter::Machine::evaluate(const ast::Expression& expression) {
  if (auto error = count_evaluation(expression.place)) return *error;
  struct Visitor {
    Machine& machine;
    const ast::Expression& whole;
    Evaluated operator()(const ast::IntegerLiteral& e) const { return Plain{e.number}; }
    Evaluated operator()(const ast::FloatLiteral& e) const { return Plain{e.number}; }
    Evaluated operator()(const ast::BooleanLiteral& e) const { return Plain{e.truth}; }
    Evaluated operator()(const ast::StringLiteral& e) const { return Plain{e.text}; }
    Evaluated operator()(const ast::NoneLiteral&) const { return Plain{None{}}; }
    Evaluated operator()(const ast::Name& e) const { return machine.evaluate_name(e, whole.place); }
    Evaluated operator()(const ast::Unary& e) const { return machine.evaluate_unary(e, whole); }
    Evaluated operator()(const ast::Binary& e) const { return machine.evaluate_binary(e, whole); }
    Evaluated operator()(const ast::Sequence& e) const {
      return machine.evaluate_sequence(e, whole);
    }
    Evaluated operator()(const ast::Call& e) const { return machine.evaluate_call(e, whole); }
    Evaluated operator()(const ast::Attribute& e) const {
      return machine.evaluate_attribute(e, whole);
    }
    Evaluated operator()(const ast::Indexing& e) const {
      return machine.evaluate_indexing(e, whole);
    }
  };
  return std::visit(Visitor{*this, expression}, expression.node);
}

Result<Plain> Interpreter::Machine::evaluate_name(const ast::Name& name, Place place) {
  const Plain* found = find(name.name);
  if (found == nullptr) return unknown("name", name.name, place);
  return *found;
}

Result<ValueId> Interpreter::Machine::operand(const Plain& plain,
                                              const ast::Expression& expression) {
  if (const auto* tensor = std::get_if<TensorRef>(&plain.is)) return tensor->id;
  if (plain.is_number())
    return recorder_.constant(Tensor::scalar(plain.number()), site(expression));
  if (const auto* numbers = std::get_if<Numbers>(&plain.is)) {
    return recorder_.leaf(ValueKind::data, **numbers, site(expression));
  }
  Error error{expression.place, describe(plain) + " cannot be computed with",
              "use numbers and tensors"};
  if (std::holds_alternative<Items>(plain.is)) error.advice = "make a tensor of it: tensor([...])";
  if (std::holds_alternative<FunctionRef>(plain.is)) error.advice = "call it: f(x)";
  return error;
}

Result<Plain> Interpreter::Machine::apply(const OpRow& op, std::vector<ValueId> arguments,
                                          Attributes attributes,
                                          const ast::Expression& expression) {
  const auto made =
      recorder_.apply(op, std::move(arguments), std::move(attributes), site(expression));
  if (!made) return made.error();
  return Plain{TensorRef{made.value()}};
}

Result<Plain> Interpreter::Machine::evaluate_unary(const ast::Unary& unary,
                                                   const ast::Expression& expression) {
  Evaluated inner = evaluate(*unary.operand);
  if (!inner) return inner;
  if (inner.value().is_number()) {
    if (const auto* real = std::get_if<double>(&inner.value().is)) return Plain{-*real};
    return plain_arithmetic("-", {std::int64_t{0}}, inner.value(), expression.place);
  }
  const auto id = operand(inner.value(), *unary.operand);
  if (!id) return id.error();
  return apply(op_named("neg"), {id.value()}, {}, expression);
}

Result<Plain> Interpreter::Machine::evaluate_binary(const ast::Binary& binary,
                                                    const ast::Expression& expression) {
  Evaluated left = evaluate(*binary.left);
  if (!left) return left;
  Evaluated right = evaluate(*binary.right);
  if (!right) return right;
  if (left.value().is_number() && right.value().is_number()) {
    return plain_arithmetic(binary.symbol, left.value(), right.value(), expression.place);
  }
  const OpRow* row = find_operator(binary.symbol, 2);
  if (row == nullptr) {
    return Error{expression.place, "'" + binary.symbol + "' works on plain whole numbers only",
                 "tensors have + - * / ** @"};
  }
  const auto a = operand(left.value(), *binary.left);
  if (!a) return a.error();
  const auto b = operand(right.value(), *binary.right);
  if (!b) return b.error();
  return apply(*row, {a.value(), b.value()}, {}, expression);
}

Result<Plain> Interpreter::Machine::evaluate_sequence(const ast::Sequence& sequence,
                                                      const ast::Expression& expression) {
  std::vector<Plain> list;
  list.reserve(sequence.items.size());
  for (const auto& item : sequence.items) {
    Evaluated value = evaluate(*item);
    if (!value) return value;
    list.push_back(std::move(value).value());
  }
  return make_items(sequence.tuple, std::move(list), expression.place);
}

Result<Plain> Interpreter::Machine::evaluate_attribute(const ast::Attribute& attribute,
                                                       const ast::Expression& expression) {
  Evaluated object = evaluate(*attribute.object);
  if (!object) return object;
  if (attribute.name != "T") {
    return Error{expression.place, "'." + shortened(attribute.name) + "' is not known here",
                 "'.T' transposes; methods are called: x.sum()"};
  }
  const auto id = operand(object.value(), *attribute.object);
  if (!id) return id.error();
  return apply(op_named("t"), {id.value()}, {}, expression);
}

Result<std::int64_t> Interpreter::Machine::evaluate_index(const ast::Expression& expression) {
  const Evaluated index = evaluate(expression);
  if (!index) return index.error();
  if (const auto* whole = std::get_if<std::int64_t>(&index.value().is)) return *whole;
  return Error{expression.place, "an index must be a whole number, not " + describe(index.value()),
               "write x[0], x[0, 1] or x[1:3]"};
}

Result<Slice> Interpreter::Machine::evaluate_subscript(const ast::Subscript& subscript, Index size,
                                                       Place place) {
  Index first = 0;
  if (subscript.first) {
    const auto index = evaluate_index(*subscript.first);
    if (!index) return index.error();
    first = index.value();
  }
  if (!subscript.slice) {
    const Index at = first < 0 ? first + size : first;
    if (first < -size || at >= size) {
      return Error{
          place,
          "index " + std::to_string(first) + " is out of range for size " + std::to_string(size),
          size == 0   ? "there is nothing to choose from"
          : size == 1 ? "use 0"
                      : "use 0 to " + std::to_string(size - 1)};
    }
    return Slice{at, 1, false};
  }
  Index last = size;
  if (subscript.last) {
    const auto index = evaluate_index(*subscript.last);
    if (!index) return index.error();
    last = index.value();
  }
  // Python's rule: a negative bound counts from the end, one beyond the end is cut.
  const auto bound = [&](Index at) {
    return std::clamp<Index>(at < 0 ? std::max(at, -size) + size : at, 0, size);
  };
  const Slice slice{bound(first), bound(last) - bound(first), true};
  return Slice{slice.begin, std::max<Index>(0, slice.count), true};
}

Result<Plain> Interpreter::Machine::index_items(const Items& items, const ast::Indexing& indexing,
                                                Place place) {
  if (indexing.subscripts.size() != 1 || indexing.subscripts[0].slice) {
    return Error{place, "a list takes one index", "write a[i]"};
  }
  const auto slice =
      evaluate_subscript(indexing.subscripts[0], static_cast<Index>(items.list->size()), place);
  if (!slice) return slice.error();
  return (*items.list)[static_cast<std::size_t>(slice.value().begin)];
}

Result<Plain> Interpreter::Machine::evaluate_indexing(const ast::Indexing& indexing,
                                                      const ast::Expression& expression) {
  Evaluated object = evaluate(*indexing.object);
  if (!object) return object;
  if (const auto* items = std::get_if<Items>(&object.value().is)) {
    return index_items(*items, indexing, expression.place);
  }
  const bool tensor = std::holds_alternative<TensorRef>(object.value().is) ||
                      std::holds_alternative<Numbers>(object.value().is);
  if (!tensor) {
    return Error{expression.place, describe(object.value()) + " cannot be indexed",
                 "lists and tensors have elements: x[0]"};
  }
  const auto indexed = operand(object.value(), *indexing.object);
  if (!indexed) return indexed.error();
  const Shape shape = recorder_.trace().value(indexed.value()).data.shape;
  if (indexing.subscripts.size() > shape.size()) {
    return Error{expression.place,
                 std::to_string(indexing.subscripts.size()) +
                     (indexing.subscripts.size() == 1 ? " index" : " indices") +
                     " into a tensor of shape " + to_text(shape),
                 shape.empty() ? "a single number has no elements to choose from"
                               : "give at most " + std::to_string(shape.size())};
  }
  Attributes attributes;
  for (std::size_t d = 0; d < indexing.subscripts.size(); ++d) {
    const auto slice = evaluate_subscript(indexing.subscripts[d], shape[d], expression.place);
    if (!slice) return slice.error();
    attributes.slices.push_back(slice.value());
  }
  return apply(op_named("index"), {indexed.value()}, std::move(attributes), expression);
}

}  // namespace backprop
