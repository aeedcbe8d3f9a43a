#include "viz/ui/exporter.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <filesystem>

#include "viz/platform/null_platform.h"
#include "viz/platform/settings_file.h"
#include "viz/ui/svg.h"

namespace backprop::viz {
namespace {

constexpr int frames_to_settle = 3;
constexpr int hundredths_per_step = 70;  // as playing goes

}  // namespace

Exporter::Exporter(const ExportPlan& plan, const Resources& resources)
    : plan_(plan), resources_(resources), app_(plan.state), workbench_(app_, resources) {
  workbench_.hold_still();
  if (plan.like != nullptr) workbench_.show_like(*plan.like);
  plan_.like = nullptr;
  if (plan_.one_picture) return;
  plan_.last = std::clamp<Index>(plan_.last, 0, plan_.state.trace->step_count());
  plan_.first = std::clamp<Index>(plan_.first, 0, plan_.last);
  total_ = plan_.last - plan_.first + 1;
}

Result<std::unique_ptr<Exporter>> Exporter::begin(const ExportPlan& plan,
                                                  const Resources& resources) {
  // NOLINTNEXTLINE: the constructor is private
  std::unique_ptr<Exporter> exporter(new Exporter(plan, resources));
  if (auto error = exporter->open()) return *error;
  return exporter;
}

std::optional<Error> Exporter::open() {
  if (plan_.path.ends_with(".svg")) return std::nullopt;
  auto offscreen = Offscreen::open({plan_.width, plan_.height, plan_.scale, frames_to_settle},
                                   [this](float scale) { workbench_.on_context(scale); });
  if (!offscreen) return offscreen.error();
  offscreen_ = std::move(offscreen).value();
  return std::nullopt;
}

std::optional<Error> Exporter::open_target() {
  if (plan_.path.ends_with('/')) {
    std::error_code error;
    std::filesystem::create_directories(plan_.path, error);
    if (!std::filesystem::is_directory(plan_.path, error))
      return Error{{}, plan_.path + " cannot be made", "name a folder where you may write"};
  }
  if (!plan_.path.ends_with(".gif")) return std::nullopt;
  auto gif = GifWriter::create(plan_.path);
  if (!gif) return gif.error();
  gif_ = std::move(gif).value();
  return std::nullopt;
}

FrameFunction Exporter::frame() {
  return [this](const FrameInfo& info) { return workbench_.frame(info); };
}

std::optional<Error> Exporter::advance() {
  if (done()) return std::nullopt;
  if (made_ == 0) {
    if (auto error = open_target()) return error;
  }
  if (!plan_.one_picture) app_.dispatch(command::GoTo{{plan_.first + made_, 0}});
  auto error = offscreen_ ? write(offscreen_->draw(frame())) : write_svg();
  if (!error) ++made_;
  return error;
}

std::optional<Error> Exporter::write(const Image& image) {
  if (gif_) return gif_->add(image, hundredths_per_step);
  if (!plan_.path.ends_with('/')) return write_png(image, plan_.path);
  return write_png(image, plan_.path + fmt::format("{:05}.png", plan_.first + made_));
}

std::optional<Error> Exporter::write_svg() {
  ImGuiContext* const before = ImGui::GetCurrentContext();
  ImGui::SetCurrentContext(nullptr);
  {
    NullPlatform platform(static_cast<float>(plan_.width), static_cast<float>(plan_.height),
                          plan_.scale, [this](float scale) { workbench_.on_context(scale); });
    for (int i = 0; i < frames_to_settle; ++i)
      platform.frame(frame());
  }
  ImGui::SetCurrentContext(before);
  const Rect area{0, 0, static_cast<float>(plan_.width), static_cast<float>(plan_.height)};
  return write_whole_file(plan_.path, svg_of(workbench_.scenes(), workbench_.clips(), area,
                                             plan_.scale, *resources_.glyphs));
}

std::optional<Error> Exporter::finish() {
  return gif_ ? gif_->finish() : std::nullopt;
}

}  // namespace backprop::viz
