#include "viz/platform/fonts.h"

#include <fontconfig/fontconfig.h>

#include <memory>

namespace backprop::viz {
namespace {

struct Wanted {
  const char* family;
  int weight;
  const char* package;
};

Wanted wanted(Face face) {
  switch (face) {
    case Face::regular:
      return {"Noto Sans CJK SC", FC_WEIGHT_REGULAR, "fonts-noto-cjk"};
    case Face::bold:
      return {"Noto Sans CJK SC", FC_WEIGHT_BOLD, "fonts-noto-cjk"};
    case Face::mono:
      return {"Noto Sans Mono CJK SC", FC_WEIGHT_REGULAR, "fonts-noto-cjk"};
    case Face::math:
      return {"Latin Modern Math", FC_WEIGHT_REGULAR, "fonts-lmodern"};
  }
  return {};
}

std::string text_of(FcPattern* pattern, const char* property) {
  FcChar8* text = nullptr;
  if (FcPatternGetString(pattern, property, 0, &text) != FcResultMatch) return {};
  return reinterpret_cast<const char*>(text);
}

/// fontconfig answers with some font in any case; is it the family that was asked for?
bool has_family(FcPattern* pattern, const char* family) {
  FcChar8* text = nullptr;
  for (int i = 0; FcPatternGetString(pattern, FC_FAMILY, i, &text) == FcResultMatch; ++i) {
    if (std::string(reinterpret_cast<const char*>(text)) == family) return true;
  }
  return false;
}

}  // namespace

Result<FontFile> find_font(Face face) {
  const Wanted want = wanted(face);
  const auto destroy = [](FcPattern* pattern) { FcPatternDestroy(pattern); };
  const std::unique_ptr<FcPattern, decltype(destroy)> pattern(
      FcPatternBuild(nullptr, FC_FAMILY, FcTypeString, want.family, FC_WEIGHT, FcTypeInteger,
                     want.weight, nullptr),
      destroy);
  FcConfigSubstitute(nullptr, pattern.get(), FcMatchPattern);
  FcDefaultSubstitute(pattern.get());
  FcResult result = FcResultNoMatch;
  const std::unique_ptr<FcPattern, decltype(destroy)> match(
      FcFontMatch(nullptr, pattern.get(), &result), destroy);
  if (!match || !has_family(match.get(), want.family)) {
    return Error{{},
                 std::string("the font \"") + want.family + "\" is not installed",
                 std::string("install the package ") + want.package};
  }
  int index = 0;
  FcPatternGetInteger(match.get(), FC_INDEX, 0, &index);
  return FontFile{text_of(match.get(), FC_FILE), index & 0xFFFF};
}

}  // namespace backprop::viz
