/// The benchmark: each part prints what it measured beside a reference measured in the same run, as
/// ratios, since machines differ and are shared.
#pragma once

namespace backprop::bench {

/// How long a fresh process takes until its first frame is shown.
bool bench_first_frame();

/// Such a process: given this argument and a file, it draws one frame without a display and writes
/// down when that was done.
inline constexpr const char* first_frame_argument = "--draw-first-frame";
bool draw_first_frame(const char* report);

/// What a frame of the window costs in CPU time, without the GPU's work.
bool bench_frames();

/// What the graph of 10,000 operations costs: its layout once, and a frame at every zoom.
bool bench_views();

/// The float32 elementary functions beside the standard library's.
bool bench_float_functions();

/// Recording and reversing three million scalar operations, beside a loop over as many bytes.
bool bench_scalar();

/// The matrix products of a training step beside the machine's peak.
bool bench_matmul();

/// The playground's updates, maps and rewinding, beside plain loops.
bool bench_playground();

/// Training 784-500-10 beside PyTorch, where that is installed.
bool bench_training();

}  // namespace backprop::bench
