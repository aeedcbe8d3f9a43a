/// A tensor: numbers in row-major order with a shape. Plain data, copied by value.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <vector>

#include "engine/tensor/shape.h"

namespace backprop {

template <class Real>
struct BasicTensor {
  Shape shape;
  std::vector<Real> data;  ///< element_count(shape) numbers

  BasicTensor() : data(1, Real(0)) {}
  explicit BasicTensor(Shape its_shape, Real fill = Real(0))
      : shape(std::move(its_shape)), data(static_cast<std::size_t>(element_count(shape)), fill) {}
  BasicTensor(Shape its_shape, std::vector<Real> numbers)
      : shape(std::move(its_shape)), data(std::move(numbers)) {
    assert(static_cast<Index>(data.size()) == element_count(shape));
  }

  static BasicTensor scalar(Real number) { return BasicTensor(Shape{}, number); }

  Index size() const { return static_cast<Index>(data.size()); }
  Real operator[](Index position) const { return data[static_cast<std::size_t>(position)]; }
  Real& operator[](Index position) { return data[static_cast<std::size_t>(position)]; }
};

/// Programs run in float64.
using Tensor = BasicTensor<double>;

/// Adds `other` into `sum`, element by element; the shapes are equal.
template <class Real>
void add_into(BasicTensor<Real>& sum, const BasicTensor<Real>& other) {
  assert(sum.shape == other.shape);
  for (std::size_t i = 0; i < sum.data.size(); ++i)
    sum.data[i] += other.data[i];
}

/// "[0,1]" for an element; "" for a scalar's.
std::string index_text(Index position, const Shape& shape);

}  // namespace backprop
