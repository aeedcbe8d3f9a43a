#include "viz/scene/palette.h"

#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "viz/app/json_text.h"

namespace backprop::viz {
namespace {

using Field = std::pair<const char*, Color Palette::*>;

constexpr std::array<Field, 30> fields = {{
    {"background", &Palette::background},
    {"card", &Palette::card},
    {"ink", &Palette::ink},
    {"muted", &Palette::muted},
    {"hairline", &Palette::hairline},
    {"faint", &Palette::faint},
    {"on_ink", &Palette::on_ink},
    {"note", &Palette::note},
    {"note_border", &Palette::note_border},
    {"positive", &Palette::positive},
    {"negative", &Palette::negative},
    {"zero", &Palette::zero},
    {"forward", &Palette::forward},
    {"backward", &Palette::backward},
    {"update", &Palette::update},
    {"forward_fill", &Palette::forward_fill},
    {"backward_fill", &Palette::backward_fill},
    {"update_fill", &Palette::update_fill},
    {"clear_fill", &Palette::clear_fill},
    {"good", &Palette::good},
    {"wrong", &Palette::wrong},
    {"wrong_fill", &Palette::wrong_fill},
    {"highlight", &Palette::highlight},
    {"focus", &Palette::focus},
    {"path_1", &Palette::path_1},
    {"path_2", &Palette::path_2},
    {"path_3", &Palette::path_3},
    {"path_4", &Palette::path_4},
    {"path_5", &Palette::path_5},
    {"path_6", &Palette::path_6},
}};

/// "f6f4ef"
bool read_color(const nlohmann::json& json, Color& color) {
  if (!json.is_string()) return false;
  const std::string text = json.get<std::string>();
  if (text.size() != 6 || text.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) {
    return false;
  }
  const unsigned long number = std::stoul(text, nullptr, 16);
  color = {static_cast<std::uint8_t>(number >> 16), static_cast<std::uint8_t>(number >> 8),
           static_cast<std::uint8_t>(number), 255};
  return true;
}

}  // namespace

Result<Palette> Palette::load(const std::filesystem::path& assets, Theme theme) {
  const auto path = assets / "colours.json";
  const auto json = read_object(path).value_or(nlohmann::json::object());
  const char* name = theme == Theme::light ? "light" : "dark";
  if (!json.contains(name)) {
    return Error{{},
                 "the colours are missing: " + path.string(),
                 "reinstall the program, or set BACKPROP_DATA_DIR to its data"};
  }
  Palette palette;
  for (const auto& [field, member] : fields) {
    if (!json[name].contains(field) || !read_color(json[name][field], palette.*member)) {
      return Error{{},
                   std::string("colour '") + field + "' of " + path.string() + " is missing",
                   "give it as six hexadecimal digits"};
    }
  }
  return palette;
}

const Color& direction_fill(const Palette& colors, StepKind kind) {
  switch (kind) {
    case StepKind::forward:
      return colors.forward_fill;
    case StepKind::backward:
      return colors.backward_fill;
    case StepKind::update:
      return colors.update_fill;
    case StepKind::clear:
      return colors.clear_fill;
  }
  return colors.clear_fill;
}

const Color& direction_ink(const Palette& colors, StepKind kind) {
  switch (kind) {
    case StepKind::forward:
      return colors.forward;
    case StepKind::backward:
      return colors.backward;
    case StepKind::update:
      return colors.update;
    case StepKind::clear:
      return colors.muted;
  }
  return colors.muted;
}

const Color& path_color(const Palette& colors, std::size_t n) {
  const Color* const all[] = {&colors.path_1, &colors.path_2, &colors.path_3,
                              &colors.path_4, &colors.path_5, &colors.path_6};
  return *all[n % std::size(all)];
}

Color mix(Color a, Color b, float t) {
  const auto blend = [t](std::uint8_t from, std::uint8_t to) {
    return static_cast<std::uint8_t>(
        std::lround(static_cast<float>(from) + t * static_cast<float>(to - from)));
  };
  return {blend(a.r, b.r), blend(a.g, b.g), blend(a.b, b.b), blend(a.a, b.a)};
}

Color faded(Color color, float opacity) {
  color.a = static_cast<std::uint8_t>(std::lround(static_cast<float>(color.a) * opacity));
  return color;
}

}  // namespace backprop::viz
