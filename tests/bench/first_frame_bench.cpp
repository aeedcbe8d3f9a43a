// How long a start takes until its first frame: the shipped program in a fresh process, with a
// window where there is a display or Xvfb, and the same without any.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "tests/bench/bench.h"
#include "viz/platform/null_platform.h"
#include "viz/ui/workbench.h"

namespace backprop::bench {
namespace {

using namespace backprop::viz;
using Clock = std::chrono::steady_clock;

constexpr int starts = 7;  // the median of so many counts
constexpr double asked_ms = 500;

/// Starts a program; its standard output and errors go nowhere. -1 where it cannot be started.
pid_t started(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (const std::string& word : words)
    arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child != 0) return child;
  const int nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, STDOUT_FILENO);
  dup2(nowhere, STDERR_FILENO);
  execvp(arguments[0], arguments.data());
  _exit(127);
}

/// An X server without a monitor, for as long as this lives.
class Xvfb {
 public:
  Xvfb() {
    int ends[2];
    if (pipe(ends) != 0) return;
    server_ = started({"Xvfb", "-displayfd", std::to_string(ends[1]), "-screen", "0", "1440x900x24",
                       "-nolisten", "tcp"});
    close(ends[1]);
    pollfd ready{ends[0], POLLIN, 0};
    char number[16] = {};
    if (poll(&ready, 1, 20'000) == 1 && read(ends[0], number, sizeof number - 1) > 0)
      display_ = ":" + std::to_string(std::atoi(number));
    close(ends[0]);
  }
  ~Xvfb() {
    if (server_ <= 0) return;
    kill(server_, SIGTERM);
    waitpid(server_, nullptr, 0);
  }
  Xvfb(const Xvfb&) = delete;
  Xvfb& operator=(const Xvfb&) = delete;

  const std::string& display() const { return display_; }  ///< empty: it did not start

 private:
  pid_t server_ = -1;
  std::string display_;
};

/// When the report says that the first frame was shown, in seconds of the steady clock.
std::optional<double> first_frame_in(const std::filesystem::path& report) {
  std::ifstream file(report);
  for (std::string line; std::getline(file, line);) {
    double seconds = 0;
    if (std::sscanf(line.c_str(), "first frame at %lf", &seconds) == 1) return seconds;
  }
  return std::nullopt;
}

/// Milliseconds from the start of the process; nothing where it failed.
std::optional<double> start_of(std::vector<std::string> words) {
  std::string folder = (std::filesystem::temp_directory_path() / "backprop-start-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) return std::nullopt;
  const auto report = std::filesystem::path(folder) / "report.txt";
  words.push_back(report.string());
  const double before = std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
  const pid_t child = started(words);
  int status = 0;
  if (child > 0) waitpid(child, &status, 0);
  const auto shown = first_frame_in(report);
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  if (child <= 0 || status != 0 || !shown) return std::nullopt;
  return (*shown - before) * 1e3;
}

bool print_starts(const char* what, const std::vector<std::string>& words) {
  std::vector<double> costs;
  for (int i = 0; i < starts; ++i) {
    const auto cost = start_of(words);
    if (!cost) {
      std::printf("%-44s could not be started\n", what);
      return false;
    }
    costs.push_back(*cost);
  }
  std::sort(costs.begin(), costs.end());
  std::printf("%-44s median %.0f ms, from %.0f to %.0f ms; %.2f x what is asked\n", what,
              costs[costs.size() / 2], costs.front(), costs.back(),
              costs[costs.size() / 2] / asked_ms);
  return true;
}

}  // namespace

bool bench_first_frame() {
  bool good =
      print_starts("first frame, without a display", {"/proc/self/exe", first_frame_argument});
  const std::vector<std::string> window = {BACKPROP_BINARY, "--settings", "none",
                                           "--close-after", "2",          "--frame-report"};
  if (std::getenv("DISPLAY") != nullptr)
    return print_starts("first frame, in a window", window) && good;
  const Xvfb server;
  if (server.display().empty()) {
    std::printf("%-44s no display, no Xvfb\n", "first frame, in a window");
    return good;
  }
  setenv("DISPLAY", server.display().c_str(), 1);
  good = print_starts("first frame, in a window (Xvfb)", window) && good;
  unsetenv("DISPLAY");
  return good;
}

/// All that the window's command does but for the window.
bool draw_first_frame(const char* report) {
  const auto resources = Resources::load();
  auto state = open_state("4.2", Language::english);
  if (!resources || !state) return false;
  App app(std::move(state).value());
  Workbench workbench(app, *resources.value());
  NullPlatform platform(1440, 900, 1, [&](float scale) { workbench.on_context(scale); });
  platform.frame([&](const FrameInfo& info) { return workbench.frame(info); });
  const std::chrono::duration<double> now = Clock::now().time_since_epoch();
  std::ofstream file(report);
  file.precision(15);
  file << "first frame at " << now.count() << "\n";
  return file.good();
}

}  // namespace backprop::bench
