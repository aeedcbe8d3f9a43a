/// A depth study in slices of one layer each, so that a frame need not wait for all of it.
#pragma once

#include <vector>

#include "engine/function/evaluate.h"
#include "engine/tensor/tensor.h"
#include "engine/train/depth_study.h"

namespace backprop {

class DepthRun {
 public:
  DepthRun(const FunctionAt& function, const FormulaPtr& derivative, const DepthSettings& settings);

  /// One layer further: first up through all of them, then down again. Whether all is done.
  bool advance();

  /// About how many elementary operations one layer takes.
  double work_of_layer() const;

  /// What depth_study() gives, once all is done.
  const DepthStudy& study() const { return study_; }

 private:
  void up(LayerStudy& layer);
  void down(std::size_t layer);
  void conclude();

  DepthSettings settings_;
  CompiledFormulas run_;  ///< the function and its derivative
  DepthStudy study_;
  std::vector<Tensor> weights_;              ///< of the layers so far
  std::vector<std::vector<double>> slopes_;  ///< f' at their z, [width, samples]
  std::vector<double> numbers_;  ///< activations on the way up, gradients on the way down
  std::size_t below_ = 0;        ///< how many layers the gradient has yet to go through
};

}  // namespace backprop
