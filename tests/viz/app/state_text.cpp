#include "tests/viz/app/state_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <bit>

#include "viz/app/playground_share.h"
#include "viz/app/share.h"

namespace backprop::test {
namespace {

using namespace viz;

std::string text(const Entity& entity) {
  return fmt::format("{}:{}:{}", static_cast<int>(entity.kind), entity.id, entity.index);
}

std::string text(const Time& time) {
  return fmt::format("{}.{}", time.step, time.term);
}

std::string text(const Quantity& q) {
  return fmt::format("{}[{}] {} at {} through {} to {}", q.value, q.element, q.gradient, q.step,
                     q.through, q.output);
}

std::string text(const Error& error) {
  return fmt::format("{}:{} {} ({})", error.place.line, error.place.column, error.cause,
                     error.advice);
}

std::string text(const Breakpoint& what) {
  const auto held = [](const auto& kind) -> std::string {
    if constexpr (requires { kind.bound; }) return fmt::format("{}", kind.bound);
    if constexpr (requires { kind.name; }) return kind.name;
    if constexpr (requires { kind.line; }) return fmt::format("{}", kind.line);
    return "";
  };
  return fmt::format("{} {}", what.index(), std::visit(held, what));
}

std::string text(const BreakpointSetting& breakpoint) {
  return fmt::format("{} {}", text(breakpoint.what), breakpoint.enabled);
}

std::string text(const Staleness& stale) {
  return fmt::format("{} {}", fmt::join(stale.values, ""), fmt::join(stale.steps, ""));
}

std::string text(const KeptRun& kept) {
  const auto& [name, draft, trace, difference] = kept;
  const std::string where =
      difference ? fmt::format("{} {}", static_cast<int>(difference->what), difference->step) : "-";
  return name + draft + text_of(trace) + where;
}

std::string text(const UnfinishedPractice& unfinished) {
  const auto& [program, run, moves] = unfinished;
  return fmt::format("{} {} {}", program, run, fmt::join(moves, ";"));
}

std::string text(const lessons::practice::Practice& practice) {
  const auto& [run, done, needed, ask, step, element, output, mistakes_here, hints_here, scores,
               log, moves, reply] = practice;
  std::string all = fmt::format("{} {} {} {} {} {} {} {} {} {}", run, fmt::join(done, ""),
                                fmt::join(needed, ""), static_cast<int>(ask), step, element, output,
                                mistakes_here, hints_here, fmt::join(moves, ";"));
  for (const auto& [asked, right, at_once, mistakes, hints] : scores)
    all += fmt::format(" score {} {} {} {} {}", asked, right, at_once, mistakes, hints);
  for (const auto& [verdict, to, its_step, typed] : log) {
    all += fmt::format(" log {} {} {} {}", static_cast<int>(verdict), static_cast<int>(to),
                       its_step, typed);
  }
  if (reply) {
    const auto& [verdict, to, its_step, typed, detail, error] = *reply;
    all += fmt::format(" reply {} {} {} {} {} {}", static_cast<int>(verdict), static_cast<int>(to),
                       its_step, typed, detail, error ? text(*error) : "");
  }
  return all;
}

std::string text(const Hunt& hunt) {
  const auto& [fault, healthy, check, wrong_guesses, found, first_step] = hunt;
  std::string all =
      fmt::format("{} {} {} first {} checked {}", static_cast<int>(fault), text_of(healthy), found,
                  first_step ? *first_step : -1, check ? fmt::format("{}", check->passed()) : "no");
  for (const Fault guess : wrong_guesses)
    all += fmt::format(" no {}", static_cast<int>(guess));
  return all;
}

std::string text(const ActivationLab& lab) {
  const auto& [shown, chosen, parameters, typed, good, x, low, high, second, inputs, weights, bias,
               target, depth] = lab;
  const auto& [layers, width, start, seed] = depth;
  std::string all = fmt::format(
      "{} of {} '{}' '{}' {} {} {} {} neuron {} {} {} {} depth {} {} {} {}", chosen,
      fmt::join(shown, ","), typed, good, x, low, high, second, fmt::join(inputs, ","),
      fmt::join(weights, ","), bias, target, layers, width, static_cast<int>(start), seed);
  for (const auto& [function, numbers] : parameters) {
    for (const auto& [name, number] : numbers)
      all += fmt::format(" {}.{} = {}", function, name, number);
  }
  return all;
}

/// What the code of a shared state leaves out.
std::string text(const PlaygroundLab& lab) {
  const auto [layer, neuron] = lab.neuron.value_or(std::pair{-1, -1});
  return fmt::format("{} at {} running {} neuron {} {} parameter {} ", lab.runs.size(),
                     lab.iteration, lab.running, layer, neuron,
                     lab.parameter ? std::to_string(*lab.parameter) : "none");
}

std::string text(const lessons::Answers& answers) {
  std::string all;
  for (const auto& [key, answer] : answers) {
    const auto& [given, hints, shown, done, missed, given_before, wrong_before, hints_before] =
        answer;
    all += fmt::format(" {} {}: {} {} {} {} {} before {} {} {}", key.lesson, key.block,
                       fmt::join(given, ","), hints, shown, done, missed,
                       fmt::join(given_before, ","), wrong_before, hints_before);
  }
  return all;
}

template <class T>
std::string text(const std::optional<T>& some) {
  return some ? text(*some) : "none";
}

template <class T>
std::string text(const std::vector<T>& some) {
  std::string all;
  for (const T& one : some)
    all += text(one) + ", ";
  return all;
}

}  // namespace

std::string text_of(const std::shared_ptr<const Trace>& trace) {
  if (!trace) return "none";
  std::uint64_t hash = 14695981039346656037U;
  const auto mix = [&](const Tensor& tensor) {
    for (const double number : tensor.data)
      hash = (hash ^ std::bit_cast<std::uint64_t>(number)) * 1099511628211U;
  };
  for (const Value& value : trace->values)
    mix(value.data);
  for (const Tensor& contribution : trace->contributions)
    mix(contribution);
  return fmt::format("{} steps {:x} fault {} of {}", trace->step_count(), hash,
                     static_cast<int>(trace->fault), trace->program);
}

std::string text_of(const State& state) {
  const auto& [language, theme, lesson, program_name, ran_name, program_path, ran_path, draft,
               trace, error, running, opening, time, step_size, playing, breakpoints, view,
               opened_layers, selection, inspected, why, trail, check_step, sample, answers, kept,
               stale, refused, practice, unfinished, hunt, hunts, no_fault_to_show, lab,
               activations, playground] = state;
  const std::pair<const char*, std::string> members[] = {
      {"language", fmt::format("{}", static_cast<int>(language))},
      {"theme", fmt::format("{}", static_cast<int>(theme))},
      {"lesson", lesson},
      {"program", fmt::format("{} at {}", program_name, program_path)},
      {"ran", fmt::format("{} at {}", ran_name, ran_path)},
      {"draft", draft},
      {"trace", text_of(trace)},
      {"error", text(error)},
      {"running", fmt::format("{} playing {}", running, playing)},
      {"opening", opening ? opening->selection + text_of(opening->state) : "none"},
      {"time", fmt::format("{} by {}", text(time), static_cast<int>(step_size))},
      {"breakpoints", text(breakpoints)},
      {"view", fmt::format("{} opened {}", static_cast<int>(view), fmt::join(opened_layers, ","))},
      {"selection", fmt::format("{} inspected {}", text(selection), static_cast<int>(inspected))},
      {"why", text(why)},
      {"trail", text(trail)},
      {"h", fmt::format("{} sample {}", check_step, sample)},
      {"answers", text(answers)},
      {"kept", text(kept)},
      {"stale", stale ? text(*stale) : "none"},
      {"refused", text(refused)},
      {"practice", text(practice)},
      {"unfinished", text(unfinished)},
      {"hunt", text(hunt)},
      {"lab", fmt::format("{} {}", static_cast<int>(lab), text(activations))},
      {"playground", text(*playground) + to_line(write_playground(state))},
      {"hunts", fmt::format("{} {}", hunts, no_fault_to_show)},
  };
  std::string all;
  for (const auto& [name, member] : members)
    all += fmt::format("{}: {}\n", name, member);
  return all;
}

}  // namespace backprop::test
