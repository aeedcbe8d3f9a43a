#include "viz/platform/atlas_texture.h"

#include <epoxy/gl.h>

#include <cstdint>

namespace backprop::viz {

AtlasTexture::~AtlasTexture() {
  if (texture_ != 0) glDeleteTextures(1, &texture_);
}

TextureId AtlasTexture::id(const GlyphAtlas& atlas) {
  atlas_ = &atlas;
  if (texture_ == 0) glGenTextures(1, &texture_);
  return reinterpret_cast<TextureId>(static_cast<std::uintptr_t>(texture_));  // NOLINT
}

void AtlasTexture::upload() {
  if (atlas_ == nullptr || revision_ == atlas_->revision()) return;
  revision_ = atlas_->revision();
  glBindTexture(GL_TEXTURE_2D, texture_);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  const GLint swizzle[] = {GL_ONE, GL_ONE, GL_ONE, GL_RED};
  glTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_RGBA, swizzle);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, atlas_->side(), atlas_->side(), 0, GL_RED, GL_UNSIGNED_BYTE,
               atlas_->pixels().data());
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
}

}  // namespace backprop::viz
