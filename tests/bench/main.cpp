// Runs all parts, or those named on the command line.
#include <cstdio>
#include <cstring>

#include "tests/bench/bench.h"

namespace {

struct Part {
  const char* name;
  bool (*run)();
};

constexpr Part parts[] = {
    {"frames", backprop::bench::bench_frames},
    {"views", backprop::bench::bench_views},
    {"float-functions", backprop::bench::bench_float_functions},
    {"scalar", backprop::bench::bench_scalar},
    {"matmul", backprop::bench::bench_matmul},
    {"playground", backprop::bench::bench_playground},
    {"training", backprop::bench::bench_training},
};

bool is_wanted(const char* name, int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], name) == 0) return true;
  }
  return argc < 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], backprop::bench::first_frame_argument) == 0)
    return backprop::bench::draw_first_frame(argv[2]) ? 0 : 1;
  bool good = true;
  for (const Part& part : parts) {
    if (!is_wanted(part.name, argc, argv)) continue;
    std::printf("== %s\n", part.name);
    good = part.run() && good;
  }
  return good ? 0 : 1;
}
