#include "viz/platform/null_platform.h"

#include <imgui.h>

#if IMGUI_VERSION_NUM >= 18700
#error "feed keys through io.AddKeyEvent: io.KeysDown is gone in this version of Dear ImGui"
#endif

#include <GLFW/glfw3.h>

namespace backprop::viz {

NullPlatform::NullPlatform(float width, float height, float scale,
                           const ContextFunction& on_context)
    : context_(ImGui::CreateContext()),
      on_context_(on_context),
      width_(width),
      height_(height),
      scale_(scale) {
  enter();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.DeltaTime = 1.0F / 60;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;  // any number of vertices, as OpenGL
  constexpr std::pair<ImGuiKey, int> keys[] = {{ImGuiKey_Tab, GLFW_KEY_TAB},
                                               {ImGuiKey_LeftArrow, GLFW_KEY_LEFT},
                                               {ImGuiKey_RightArrow, GLFW_KEY_RIGHT},
                                               {ImGuiKey_UpArrow, GLFW_KEY_UP},
                                               {ImGuiKey_DownArrow, GLFW_KEY_DOWN},
                                               {ImGuiKey_Home, GLFW_KEY_HOME},
                                               {ImGuiKey_End, GLFW_KEY_END},
                                               {ImGuiKey_Delete, GLFW_KEY_DELETE},
                                               {ImGuiKey_Backspace, GLFW_KEY_BACKSPACE},
                                               {ImGuiKey_Space, GLFW_KEY_SPACE},
                                               {ImGuiKey_Enter, GLFW_KEY_ENTER},
                                               {ImGuiKey_Escape, GLFW_KEY_ESCAPE},
                                               {ImGuiKey_A, GLFW_KEY_A},
                                               {ImGuiKey_C, GLFW_KEY_C},
                                               {ImGuiKey_V, GLFW_KEY_V},
                                               {ImGuiKey_X, GLFW_KEY_X},
                                               {ImGuiKey_Y, GLFW_KEY_Y},
                                               {ImGuiKey_Z, GLFW_KEY_Z}};
  for (const auto& [key, code] : keys)
    io.KeyMap[key] = code;
  zoom_to(1);
}

void NullPlatform::enter() const {
  ImGui::SetCurrentContext(context_);
}

void NullPlatform::zoom_to(float zoom) {
  zoom_ = zoom;
  ImGuiIO& io = ImGui::GetIO();
  resize(width_, height_);
  io.DisplayFramebufferScale = {scale_ * zoom, scale_ * zoom};
  on_context_(scale_ * zoom);
  unsigned char* pixels = nullptr;
  int w = 0;
  int h = 0;
  io.Fonts->GetTexDataAsAlpha8(&pixels, &w, &h);
}

NullPlatform::~NullPlatform() {
  ImGui::DestroyContext(context_);
}

FrameResult NullPlatform::frame(const FrameFunction& function) {
  enter();
  const ImGuiIO& io = ImGui::GetIO();
  seconds_ += 1.0 / 60;
  ImGui::NewFrame();
  int stand_in = 0;  // any address that is not null
  const FrameResult result =
      function({io.DisplaySize.x, io.DisplaySize.y, scale_ * zoom_, zoom_, seconds_,
                [&](const GlyphAtlas&) -> TextureId { return &stand_in; }});
  ImGui::Render();
  if (result.between) result.between();
  if (result.zoom != zoom_ || result.new_fonts) zoom_to(result.zoom);
  return result;
}

void NullPlatform::resize(float width, float height) {
  enter();
  width_ = width;
  height_ = height;
  ImGui::GetIO().DisplaySize = {width / zoom_, height / zoom_};
}
void NullPlatform::move_mouse(float x, float y) {
  enter();
  ImGui::GetIO().MousePos = {x, y};
}
void NullPlatform::press_mouse(int button) {
  enter();
  ImGui::GetIO().MouseDown[button] = true;
}
void NullPlatform::release_mouse(int button) {
  enter();
  ImGui::GetIO().MouseDown[button] = false;
}
void NullPlatform::scroll(float lines) {
  enter();
  ImGui::GetIO().MouseWheel += lines;
}

void NullPlatform::press_key(int key, bool control, bool shift) {
  enter();
  ImGuiIO& io = ImGui::GetIO();
  io.KeysDown[key] = true;
  io.KeyCtrl = control;
  io.KeyShift = shift;
}

void NullPlatform::release_key(int key) {
  enter();
  ImGuiIO& io = ImGui::GetIO();
  io.KeysDown[key] = false;
  io.KeyCtrl = false;
  io.KeyShift = false;
}

void NullPlatform::type(const std::string& text) {
  enter();
  ImGui::GetIO().AddInputCharactersUTF8(text.c_str());
}

void NullPlatform::drop(const std::vector<std::string>& paths) {
  if (on_drop) on_drop(paths);
}

int NullPlatform::vertices() const {
  enter();
  return ImGui::GetDrawData()->TotalVtxCount;
}

}  // namespace backprop::viz
