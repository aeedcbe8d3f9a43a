/// The colours of a theme, from assets/colours.json, by what they mean.
#pragma once

#include <cstdint>
#include <filesystem>

#include "engine/result.h"
#include "viz/app/state.h"

namespace backprop::viz {

/// Not premultiplied, 0 to 255.
struct Color {
  std::uint8_t r = 0, g = 0, b = 0, a = 255;
  bool operator==(const Color&) const = default;
};

struct Palette {
  // Paper and ink.
  Color background, card, ink, muted, hairline, faint, on_ink, note, note_border;
  // Sign.
  Color positive, negative, zero;
  // Direction: values forward, gradients backward, updates.
  Color forward, backward, update, forward_fill, backward_fill, update_fill, clear_fill;
  // Verdicts and marks.
  Color good, wrong, wrong_fill, highlight, focus;
  // Routes on which a gradient arrives, told apart.
  Color path_1, path_2, path_3, path_4, path_5, path_6;

  static Result<Palette> load(const std::filesystem::path& assets, Theme theme);
};

/// The colours of what a step does: values forward, gradients backward, updates, clearing.
const Color& direction_ink(const Palette& colors, StepKind kind);
const Color& direction_fill(const Palette& colors, StepKind kind);

/// The colour of the n-th route, from 0; after six they come again.
const Color& path_color(const Palette& colors, std::size_t n);

/// `t` of the way from a to b.
Color mix(Color a, Color b, float t);

/// The same colour, `opacity` times as opaque.
Color faded(Color color, float opacity);

/// Over the window where a list or dialog wants all attention, in both themes.
inline constexpr Color scrim{0, 0, 0, 80};

}  // namespace backprop::viz
