#include "viz/platform/window.h"

#include <GLFW/glfw3.h>
#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>

#include "viz/platform/atlas_texture.h"
#include "viz/platform/key_queue.h"

namespace backprop::viz {
namespace {

constexpr int frames_after_input = 3;  // Dear ImGui needs a frame or two to settle after an event

/// What callbacks note down; the window's user pointer.
struct Events {
  bool any = true;
  KeyQueue keys;
  const WindowOptions* options = nullptr;
};

Events& events_of(GLFWwindow* window) {
  return *static_cast<Events*>(glfwGetWindowUserPointer(window));
}

/// Set before Dear ImGui's backend, which calls on to them.
void watch_input(GLFWwindow* window) {
  glfwSetCursorPosCallback(window, [](GLFWwindow* w, double, double) { events_of(w).any = true; });
  glfwSetMouseButtonCallback(window, [](GLFWwindow* w, int, int, int) { events_of(w).any = true; });
  glfwSetScrollCallback(window, [](GLFWwindow* w, double, double) { events_of(w).any = true; });
  glfwSetWindowFocusCallback(window, [](GLFWwindow* w, int) { events_of(w).any = true; });
  glfwSetCursorEnterCallback(window, [](GLFWwindow* w, int) { events_of(w).any = true; });
  glfwSetFramebufferSizeCallback(window, [](GLFWwindow* w, int, int) { events_of(w).any = true; });
  glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { events_of(w).any = true; });
  glfwSetDropCallback(window, [](GLFWwindow* w, int count, const char** paths) {
    Events& events = events_of(w);
    events.any = true;
    if (events.options->on_drop) events.options->on_drop({paths, paths + count});
  });
}

/// Set after Dear ImGui's backend, in place of its own: it is fed from the queue.
void queue_keys(GLFWwindow* window) {
  glfwSetKeyCallback(window, [](GLFWwindow* w, int key, int scancode, int action, int mods) {
    events_of(w).any = true;
    events_of(w).keys.push({false, 0, key, scancode, action, mods});
  });
  glfwSetCharCallback(window, [](GLFWwindow* w, unsigned character) {
    events_of(w).any = true;
    events_of(w).keys.push({true, character, 0, 0, 0, 0});
  });
}

void feed_keys(GLFWwindow* window) {
  for (const KeyEvent& event : events_of(window).keys.take()) {
    if (event.typed) {
      ImGui_ImplGlfw_CharCallback(window, event.character);
    } else {
      ImGui_ImplGlfw_KeyCallback(window, event.key, event.scancode, event.action, event.mods);
    }
  }
}

float scale_of(GLFWwindow* window) {
  float x = 1;
  float y = 1;
  glfwGetWindowContentScale(window, &x, &y);
  // Where the window system scales by itself, window units are logical already.
  int width = 0;
  int framebuffer = 0;
  glfwGetWindowSize(window, &width, nullptr);
  glfwGetFramebufferSize(window, &framebuffer, nullptr);
  if (width > 0 && framebuffer > width)
    return static_cast<float>(framebuffer) / static_cast<float>(width);
  return std::clamp(x, 1.0F, 4.0F);
}

/// The backend speaks of window units; the program of logical pixels.
void to_logical(GLFWwindow* window, float scale) {
  int framebuffer_w = 0;
  int framebuffer_h = 0;
  int width = 0;
  glfwGetFramebufferSize(window, &framebuffer_w, &framebuffer_h);
  glfwGetWindowSize(window, &width, nullptr);
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(framebuffer_w) / scale,
                    static_cast<float>(framebuffer_h) / scale};
  io.DisplayFramebufferScale = {scale, scale};
  const float units = width > 0 ? static_cast<float>(framebuffer_w) / static_cast<float>(width) : 1;
#if IMGUI_VERSION_NUM < 18700
  if (ImGui::IsMousePosValid()) {
    io.MousePos = {io.MousePos.x * units / scale, io.MousePos.y * units / scale};
  }
#else
  double x = 0;
  double y = 0;
  glfwGetCursorPos(window, &x, &y);
  io.AddMousePosEvent(static_cast<float>(x) * units / scale, static_cast<float>(y) * units / scale);
#endif
}

struct GlfwSession {
  ~GlfwSession() { glfwTerminate(); }
};

struct ImGuiSession {
  explicit ImGuiSession(GLFWwindow* window) {
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ImGui_ImplGlfw_InitForOpenGL(window, true);
    ImGui_ImplOpenGL3_Init("#version 150");
  }
  ~ImGuiSession() {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
  }
  ImGuiSession(const ImGuiSession&) = delete;
  ImGuiSession& operator=(const ImGuiSession&) = delete;
};

class Loop {
 public:
  Loop(GLFWwindow* window, const WindowOptions& options, const ContextFunction& on_context,
       const FrameFunction& frame, Events& events)
      : window_(window),
        options_(options),
        on_context_(on_context),
        frame_(frame),
        events_(events),
        zoom_(options.zoom) {}

  WindowReport run() {
    while (glfwWindowShouldClose(window_) == 0) {
      wait();
      const double now = glfwGetTime();
      if (options_.close_after > 0 && now > options_.close_after) break;
      if (events_.any) {
        events_.any = false;
        frames_due_ = frames_after_input;
      }
      if (frames_due_ == 0 && now < wake_at_) continue;
      if (frames_due_ > 0 && events_.keys.empty()) --frames_due_;
      draw(now);
    }
    return report_;
  }

 private:
  void wait() {
    if (frames_due_ > 0 || events_.any) {
      glfwPollEvents();
      return;
    }
    double until = wake_at_;
    if (options_.close_after > 0) until = std::min(until, options_.close_after + 0.01);
    if (std::isinf(until)) {
      glfwWaitEvents();
    } else {
      glfwWaitEventsTimeout(std::max(0.001, until - glfwGetTime()));
    }
  }

  void draw(double now) {
    const float scale = scale_of(window_) * zoom_;
    if (scale != scale_used_ || new_fonts_) {
      on_context_(scale);
      if (scale_used_ != 0) {  // the first time the backend makes it by itself
        ImGui_ImplOpenGL3_DestroyFontsTexture();
        ImGui_ImplOpenGL3_CreateFontsTexture();
      }
      scale_used_ = scale;
      new_fonts_ = false;
    }
    feed_keys(window_);
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    to_logical(window_, scale);
    ImGui::NewFrame();
    const ImGuiIO& io = ImGui::GetIO();
    const FrameResult result =
        frame_({io.DisplaySize.x, io.DisplaySize.y, scale, zoom_, now,
                [&](const GlyphAtlas& atlas) { return texture_.id(atlas); }});
    ImGui::Render();
    texture_.upload();
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    glfwSwapBuffers(window_);
    if (report_.frames++ == 0) {
      glFinish();  // so that "shown" is not "handed over"
      report_.first_shown = std::chrono::steady_clock::now();
    }
    wake_at_ = now + result.next_frame_in;
    if (result.zoom != zoom_) frames_due_ = frames_after_input;
    zoom_ = result.zoom;
    new_fonts_ = result.new_fonts;
    if (result.between) {
      glfwMakeContextCurrent(nullptr);
      result.between();
      glfwMakeContextCurrent(window_);
    }
    if (result.close) glfwSetWindowShouldClose(window_, GLFW_TRUE);
  }

  GLFWwindow* window_;
  const WindowOptions& options_;
  const ContextFunction& on_context_;
  const FrameFunction& frame_;
  Events& events_;
  AtlasTexture texture_;
  int frames_due_ = frames_after_input;
  double wake_at_ = std::numeric_limits<double>::infinity();
  float scale_used_ = 0;
  float zoom_;
  bool new_fonts_ = false;
  WindowReport report_;
};

}  // namespace

Result<WindowReport> run_window(const WindowOptions& options, const ContextFunction& on_context,
                                const FrameFunction& frame) {
  if (glfwInit() == GLFW_FALSE) {
    const char* text = nullptr;
    glfwGetError(&text);
    return Error{{},
                 std::string("no display could be opened") +
                     (text != nullptr ? ": " + std::string(text) : ""),
                 "start it in a desktop session, or use the subcommands (see --help); `render` "
                 "makes pictures without a display"};
  }
  const GlfwSession session;
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
  const std::unique_ptr<GLFWwindow, decltype(&glfwDestroyWindow)> window(
      glfwCreateWindow(options.width, options.height, options.title.c_str(), nullptr, nullptr),
      glfwDestroyWindow);
  if (!window) {
    const char* text = nullptr;
    glfwGetError(&text);
    return Error{{},
                 std::string("no window with OpenGL 3.3 could be made") +
                     (text != nullptr ? ": " + std::string(text) : ""),
                 "update the graphics driver, or install libgl1-mesa-dri for drawing without one"};
  }
  glfwMakeContextCurrent(window.get());
  glfwSwapInterval(1);
  Events events;
  events.options = &options;
  glfwSetWindowUserPointer(window.get(), &events);
  watch_input(window.get());
  const ImGuiSession imgui(window.get());
  queue_keys(window.get());
  return Loop(window.get(), options, on_context, frame, events).run();
}

}  // namespace backprop::viz
