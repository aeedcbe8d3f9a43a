#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <iostream>

#include "viz/app/share.h"
#include "viz/cli/commands.h"
#include "viz/platform/files.h"
#include "viz/scene/code_scene.h"
#include "viz/text/utf8.h"
#include "viz/ui/resources.h"

namespace backprop::viz {

namespace fs = std::filesystem;

Result<std::string> read_text(const std::string& path) {
  if (path == "-") return read_program(std::cin);
  auto text = read_program_file(path);
  if (text) return text;
  Error error = text.error();
  error.advice += ", or - for standard input";
  return error;
}

void print_error(const std::string& name, const std::string& text, const Error& error) {
  fmt::print(stderr, "{}:{}:{}: {}\n", name == "-" ? "standard input" : name, error.place.line,
             error.place.column, error.cause);
  const auto lines = lines_of(text);
  const auto at = static_cast<std::size_t>(error.place.line) - 1;
  constexpr std::size_t longest = 200;  // a longer line would bury the caret
  if (!text.empty() && at < lines.size() && lines[at].size() <= longest) {
    std::string line;
    std::string pad;
    int column = 1;
    for (const char32_t c : decode(lines[at])) {
      line += c < 0x20 ? " " : encode(c);
      if (column++ < error.place.column)
        pad += c >= 0x2E80 ? "  " : " ";  // Chinese is two columns wide
    }
    fmt::print(stderr, "  {}\n  {}^\n", line, pad);
  }
  if (!error.advice.empty()) fmt::print(stderr, "  {}\n", error.advice);
}

int print_bad(const std::string& cause, const std::string& advice) {
  fmt::print(stderr, "{}\n  {}\n", cause, advice);
  return exit_bad_input;
}

int print_broken(const Error& error) {
  fmt::print(stderr, "{}\n  {}\n", error.cause, error.advice);
  return exit_broken;
}

namespace {

/// The state of a file that holds a code, its program run to the end.
Result<State> shared_state(const std::string& path) {
  const auto code = read_share_file(path);
  if (!code) return code.error();
  auto shared = read_share(code.value());
  if (!shared) return shared.error();
  const auto all = std::make_shared<const SharedState>(std::move(shared).value());
  auto state = open_program_state(all->state.program_name, program_that_ran(*all), {});
  if (!state) {
    Error error = state.error();
    error.cause =
        "the program in it fails in line " + std::to_string(error.place.line) + ": " + error.cause;
    return error;
  }
  begin_opening(state.value(), all);
  restore(state.value(), *all);
  state.value().running = false;
  state.value().opening.reset();
  return state;
}

}  // namespace

bool is_share_file(const std::string& path) {
  return path.ends_with(share_file_ending);
}

std::optional<State> first_state(const std::string& program, const std::string& lesson,
                                 Language language) {
  if (program.empty()) {
    auto state = open_state(lesson, language);
    if (state) return std::move(state).value();
    print_bad(state.error().cause, state.error().advice);
    return std::nullopt;
  }
  if (is_share_file(program)) {
    auto shared = shared_state(program);
    if (shared) return std::move(shared).value();
    print_bad(program + ": " + shared.error().cause, shared.error().advice);
    return std::nullopt;
  }
  const auto text = read_text(program);
  if (!text) {
    print_bad(text.error().cause, text.error().advice);
    return std::nullopt;
  }
  const std::string name = program == "-" ? "program" : program_name_of(program);
  auto state = open_program_state(name, text.value(), language);
  if (state) {
    if (program != "-")
      state.value().program_path = state.value().ran_path = fs::absolute(program).string();
    return std::move(state).value();
  }
  print_error(program, text.value(), state.error());
  return std::nullopt;
}

}  // namespace backprop::viz
