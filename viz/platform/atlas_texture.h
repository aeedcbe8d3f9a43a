/// The glyph atlas as an OpenGL texture: white, with the coverage as alpha.
#pragma once

#include "viz/platform/frame.h"

namespace backprop::viz {

/// Needs a current OpenGL context for all it does.
class AtlasTexture {
 public:
  AtlasTexture() = default;
  ~AtlasTexture();
  AtlasTexture(const AtlasTexture&) = delete;
  AtlasTexture& operator=(const AtlasTexture&) = delete;

  /// The texture's id; its pixels are uploaded by `upload`.
  TextureId id(const GlyphAtlas& atlas);

  /// Brings the pixels up to date: after the frame is laid out, before it is drawn.
  void upload();

 private:
  const GlyphAtlas* atlas_ = nullptr;
  unsigned texture_ = 0;
  int revision_ = -1;
};

}  // namespace backprop::viz
