// Draws every situation, for people to look at; skipped unless it is asked for:
//   BACKPROP_PICTURES=FOLDER viz_tests --no-skip -tc='pictures of all situations'
// BACKPROP_ONLY takes those whose name contains it, BACKPROP_SIZE is as 1440x900x1x100x0x0: width,
// height, scale, text size in percent, language, theme.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

#include "tests/ui/desk.h"
#include "tests/ui/situations.h"
#include "viz/platform/image.h"
#include "viz/platform/offscreen.h"

namespace backprop::test {
namespace {

std::string setting(const char* name) {
  const char* found = std::getenv(name);
  return found == nullptr ? "" : found;
}

struct Paper {
  int width = 1440, height = 900, scale = 1, percent = 100, language = 0, theme = 0;
};

void draw(const Situation& situation, const Paper& paper, const std::string& path) {
  viz::State state = opened_program(situation.program, static_cast<viz::Language>(paper.language));
  state.theme = static_cast<viz::Theme>(paper.theme);
  viz::App app(std::move(state));
  viz::Workbench workbench(app, resources());
  workbench.hold_still();
  const float text = static_cast<float>(paper.percent) / 100;
  const auto smaller = [&](int size) { return static_cast<int>(static_cast<float>(size) / text); };
  auto offscreen = viz::Offscreen::open(
      {smaller(paper.width), smaller(paper.height), static_cast<float>(paper.scale) * text, 2},
      [&](float scale) { workbench.on_context(scale); });
  REQUIRE(offscreen.ok());
  const auto frame = [&] {
    return offscreen.value()->draw(
        [&](const viz::FrameInfo& info) { return workbench.frame(info); });
  };
  frame();
  situation.arrange({app, workbench, [&] { frame(); }});
  CHECK_FALSE(viz::write_png(frame(), path).has_value());
}

TEST_CASE("pictures of all situations" * doctest::skip()) {
  const std::string folder = setting("BACKPROP_PICTURES");
  REQUIRE_FALSE(folder.empty());
  Paper paper;
  std::sscanf(setting("BACKPROP_SIZE").c_str(), "%dx%dx%dx%dx%dx%d", &paper.width, &paper.height,
              &paper.scale, &paper.percent, &paper.language, &paper.theme);
  for (const Situation& situation : situations()) {
    CAPTURE(situation.name);
    if (situation.name.find(setting("BACKPROP_ONLY")) == std::string::npos) continue;
    draw(situation, paper, fmt::format("{}/{}.png", folder, situation.name));
  }
}

}  // namespace
}  // namespace backprop::test
