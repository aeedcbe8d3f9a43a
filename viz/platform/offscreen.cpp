#include "viz/platform/offscreen.h"

#include <epoxy/egl.h>
#include <epoxy/gl.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <cmath>

#include "viz/platform/atlas_texture.h"

namespace backprop::viz {
namespace {

/// A current OpenGL context without a display.
class EglSession {
 public:
  EglSession() = default;
  EglSession(const EglSession&) = delete;
  EglSession& operator=(const EglSession&) = delete;
  ~EglSession() {
    if (display_ == EGL_NO_DISPLAY) return;
    eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    if (context_ != EGL_NO_CONTEXT) eglDestroyContext(display_, context_);
    eglTerminate(display_);
  }

  /// What is missing; empty when all went well.
  std::string open() {
    if (!epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_MESA_platform_surfaceless")) {
      return "EGL cannot draw without a display here";
    }
    display_ =
        eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
    if (display_ == EGL_NO_DISPLAY || eglInitialize(display_, nullptr, nullptr) == EGL_FALSE) {
      display_ = EGL_NO_DISPLAY;
      return "EGL could not be started";
    }
    eglBindAPI(EGL_OPENGL_API);
    const EGLint attributes[] = {EGL_CONTEXT_MAJOR_VERSION,
                                 3,
                                 EGL_CONTEXT_MINOR_VERSION,
                                 3,
                                 EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                 EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                 EGL_NONE};
    context_ = eglCreateContext(display_, EGL_NO_CONFIG_KHR, EGL_NO_CONTEXT, attributes);
    if (context_ == EGL_NO_CONTEXT) return "OpenGL 3.3 is not available";
    return use() ? "" : "the OpenGL context could not be used";
  }

  bool use() const {
    return eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, context_) == EGL_TRUE;
  }
  void leave() const { eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT); }

 private:
  EGLDisplay display_ = EGL_NO_DISPLAY;
  EGLContext context_ = EGL_NO_CONTEXT;
};

/// Where the picture is drawn.
class Framebuffer {
 public:
  Framebuffer(int width, int height) : width_(width), height_(height) {
    glGenTextures(1, &texture_);
    glBindTexture(GL_TEXTURE_2D, texture_);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
    glGenFramebuffers(1, &framebuffer_);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture_, 0);
  }
  ~Framebuffer() {
    glDeleteFramebuffers(1, &framebuffer_);
    glDeleteTextures(1, &texture_);
  }
  Framebuffer(const Framebuffer&) = delete;
  Framebuffer& operator=(const Framebuffer&) = delete;

  void begin() const {
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
    glViewport(0, 0, width_, height_);
    glClearColor(1, 1, 1, 1);
    glClear(GL_COLOR_BUFFER_BIT);
  }

  /// OpenGL's rows run from the bottom.
  Image read() const {
    Image image{width_, height_, {}};
    image.rgba.resize(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_) * 4);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width_, height_, GL_RGBA, GL_UNSIGNED_BYTE, image.rgba.data());
    const auto row = static_cast<std::ptrdiff_t>(width_) * 4;
    for (int y = 0; y < height_ / 2; ++y) {
      const auto top = image.rgba.begin() + y * row;
      std::swap_ranges(top, top + row, image.rgba.begin() + (height_ - 1 - y) * row);
    }
    for (std::size_t i = 3; i < image.rgba.size(); i += 4)
      image.rgba[i] = 255;
    return image;
  }

 private:
  int width_;
  int height_;
  unsigned texture_ = 0;
  unsigned framebuffer_ = 0;
};

/// A Dear ImGui context beside the one that is current, if any.
class ImGuiSession {
 public:
  ImGuiSession() : context_(ImGui::CreateContext()) {
    ImGui::SetCurrentContext(context_);
    ImGui::GetIO().IniFilename = nullptr;
    ImGui_ImplOpenGL3_Init("#version 150");
  }
  ~ImGuiSession() {
    ImGui::SetCurrentContext(context_);
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext(context_);
  }
  ImGuiSession(const ImGuiSession&) = delete;
  ImGuiSession& operator=(const ImGuiSession&) = delete;

  void use() const { ImGui::SetCurrentContext(context_); }

 private:
  ImGuiContext* context_;
};

/// Puts the Dear ImGui context back that was current.
class KeepContext {
 public:
  KeepContext() : before_(ImGui::GetCurrentContext()) {}
  ~KeepContext() { ImGui::SetCurrentContext(before_); }
  KeepContext(const KeepContext&) = delete;
  KeepContext& operator=(const KeepContext&) = delete;

 private:
  ImGuiContext* before_;
};

}  // namespace

/// In the order in which they are made; without the context they cannot be taken down.
struct Offscreen::Parts {
  OffscreenOptions options;
  EglSession egl;
  std::unique_ptr<Framebuffer> framebuffer;
  std::unique_ptr<ImGuiSession> imgui;
  std::unique_ptr<AtlasTexture> texture;
  long frames = 0;  ///< drawn in all

  int device(int logical) const {
    return static_cast<int>(std::lround(static_cast<float>(logical) * options.scale));
  }
};

Offscreen::Offscreen() : parts_(std::make_unique<Parts>()) {}

Offscreen::~Offscreen() {
  if (!parts_->imgui) return;  // it was not opened
  const KeepContext keep;
  parts_->egl.use();
  parts_->texture.reset();
  parts_->imgui.reset();
  parts_->framebuffer.reset();
}

Result<std::unique_ptr<Offscreen>> Offscreen::open(const OffscreenOptions& options,
                                                   const ContextFunction& on_context) {
  std::unique_ptr<Offscreen> offscreen(new Offscreen());  // NOLINT: the constructor is private
  Parts& parts = *offscreen->parts_;
  parts.options = options;
  const std::string problem = parts.egl.open();
  if (!problem.empty()) {
    return Error{{}, problem, "install libegl1, libegl-mesa0 and libgl1-mesa-dri"};
  }
  const KeepContext keep;
  parts.framebuffer =
      std::make_unique<Framebuffer>(parts.device(options.width), parts.device(options.height));
  parts.imgui = std::make_unique<ImGuiSession>();
  parts.texture = std::make_unique<AtlasTexture>();
  on_context(options.scale);
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(options.width), static_cast<float>(options.height)};
  io.DisplayFramebufferScale = {options.scale, options.scale};
  io.DeltaTime = 1.0F / 60;
  parts.egl.leave();
  return offscreen;
}

Image Offscreen::draw(const FrameFunction& frame) {
  Parts& parts = *parts_;
  const KeepContext keep;
  parts.egl.use();
  parts.imgui->use();
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  for (int i = 0; i < parts.options.frames; ++i) {
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
    frame({size.x, size.y, parts.options.scale, 1, static_cast<double>(++parts.frames) / 60,
           [&](const GlyphAtlas& atlas) { return parts.texture->id(atlas); }});
    ImGui::Render();
    parts.texture->upload();
    parts.framebuffer->begin();
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  }
  Image image = parts.framebuffer->read();
  parts.egl.leave();
  return image;
}

}  // namespace backprop::viz
