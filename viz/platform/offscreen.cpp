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
    if (eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, context_) == EGL_FALSE) {
      return "the OpenGL context could not be used";
    }
    return {};
  }

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

struct ImGuiSession {
  ImGuiSession() {
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ImGui_ImplOpenGL3_Init("#version 150");
  }
  ~ImGuiSession() {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext();
  }
  ImGuiSession(const ImGuiSession&) = delete;
  ImGuiSession& operator=(const ImGuiSession&) = delete;
};

}  // namespace

std::optional<Error> draw_offscreen(const OffscreenOptions& options,
                                    const ContextFunction& on_context, const FrameFunction& frame,
                                    const PictureFunction& on_picture) {
  EglSession egl;
  const std::string problem = egl.open();
  if (!problem.empty()) {
    return Error{{}, problem, "install libegl1, libegl-mesa0 and libgl1-mesa-dri"};
  }
  const auto device = [&](int logical) {
    return static_cast<int>(std::lround(static_cast<float>(logical) * options.scale));
  };
  const Framebuffer framebuffer(device(options.width), device(options.height));
  const ImGuiSession imgui;
  AtlasTexture texture;
  on_context(options.scale);
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(options.width), static_cast<float>(options.height)};
  io.DisplayFramebufferScale = {options.scale, options.scale};
  io.DeltaTime = 1.0F / 60;
  bool wanted = true;
  for (int i = 1; wanted; ++i) {
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
    frame({io.DisplaySize.x, io.DisplaySize.y, options.scale, i / 60.0,
           [&](const GlyphAtlas& atlas) { return texture.id(atlas); }});
    ImGui::Render();
    texture.upload();
    framebuffer.begin();
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    if (i % options.frames == 0) wanted = on_picture(framebuffer.read());
  }
  return std::nullopt;
}

}  // namespace backprop::viz
