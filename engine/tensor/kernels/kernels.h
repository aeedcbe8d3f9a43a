/// What the files compiled for one set of instructions each give.
#pragma once

#include "engine/tensor/layer_kernels.h"
#include "engine/tensor/matmul.h"

namespace backprop::kernels {

void float32_baseline(const Matmul<float>& call);
void float64_baseline(const Matmul<double>& call);
double peak_baseline(std::ptrdiff_t rounds);
LayerKernels layer_baseline();

void float32_avx2(const Matmul<float>& call);
void float64_avx2(const Matmul<double>& call);
double peak_avx2(std::ptrdiff_t rounds);
LayerKernels layer_avx2();

void float32_avx512(const Matmul<float>& call);
void float64_avx512(const Matmul<double>& call);
double peak_avx512(std::ptrdiff_t rounds);
LayerKernels layer_avx512();

}  // namespace backprop::kernels
