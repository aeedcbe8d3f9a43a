#include "viz/app/share.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>

#include "viz/app/json_text.h"
#include "viz/app/lab_share.h"
#include "viz/app/modes.h"
#include "viz/app/names.h"
#include "viz/app/packing.h"
#include "viz/app/playground_share.h"

namespace backprop::viz {
namespace {

using nlohmann::json;

constexpr std::string_view prefix = "BPT1:";
constexpr int format_version = 1;
constexpr std::size_t longest_name = 300;

/// When an opened state takes a field over: at once, or when its program has run.
enum class When : std::uint8_t { at_once, with_recording };

/// One thing of a state that a code holds: how it is written, how it is read back (false for a
/// value of a wrong kind), and how it gets from what was read into the window's state.
struct Field {
  const char* key;
  When when;
  json (*write)(const State&);
  bool (*read)(const json&, State&);
  void (*copy)(const State& from, State& to);
};

template <auto member>
void copy_member(const State& from, State& to) {
  to.*member = from.*member;
}

template <std::string State::*member>
constexpr Field name_field(const char* key, When when) {
  return {key, when, [](const State& state) { return json(state.*member); },
          [](const json& value, State& state) {
            if (!value.is_string() || value.get_ref<const std::string&>().size() > longest_name)
              return false;
            state.*member = value.get<std::string>();
            return true;
          },
          copy_member<member>};
}

constexpr std::array language_names = {"en", "zh"};
constexpr std::array theme_names = {"light", "dark"};
constexpr std::array view_names = {"network", "graph", "tensors", "paths"};
constexpr std::array size_names = {"term", "step", "layer", "phase"};

/// An enumeration, by its words in order.
template <auto member, const auto& names>
constexpr Field choice_field(const char* key, When when) {
  return {key, when,
          [](const State& state) { return json(names[static_cast<std::size_t>(state.*member)]); },
          [](const json& value, State& state) {
            const auto found = std::find(names.begin(), names.end(), value);
            if (found == names.end()) return false;
            using Choice = std::remove_reference_t<decltype(state.*member)>;
            state.*member = static_cast<Choice>(found - names.begin());
            return true;
          },
          copy_member<member>};
}

/// A count; what it counts may be fewer where it is opened.
bool read_count(const json& value, Index& count) {
  if (!value.is_number_integer()) return false;
  if (value.is_number_unsigned() &&
      value.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<int>::max()})
    return false;
  count = static_cast<Index>(value.get<std::int64_t>());
  return count >= 0;
}

template <Index State::*member>
constexpr Field count_field(const char* key, When when) {
  return {key, when, [](const State& state) { return json(state.*member); },
          [](const json& value, State& state) { return read_count(value, state.*member); },
          copy_member<member>};
}

template <Index Time::*part>
constexpr Field time_field(const char* key) {
  return {key, When::with_recording, [](const State& state) { return json(state.time.*part); },
          [](const json& value, State& state) { return read_count(value, state.time.*part); },
          [](const State& from, State& to) { to.time.*part = from.time.*part; }};
}

json write_opened(const State& state) {
  return state.opened_layers;
}

bool read_opened(const json& value, State& state) {
  if (!value.is_array() || value.size() > 200) return false;
  for (const json& name : value) {
    if (!name.is_string() || name.get_ref<const std::string&>().size() > longest_name) return false;
    state.opened_layers.insert(name.get<std::string>());
  }
  return true;
}

// A breakpoint is its kind and what it is about: ["below", 0.0001, true].

constexpr std::array breakpoint_names = {"nan", "below", "above", "relu", "written", "line"};

struct BreakpointDetail {
  json operator()(const breakpoint::NotFinite&) const { return nullptr; }
  json operator()(const breakpoint::GradientBelow& b) const { return b.bound; }
  json operator()(const breakpoint::GradientAbove& b) const { return b.bound; }
  json operator()(const breakpoint::DeadRelu&) const { return nullptr; }
  json operator()(const breakpoint::Written& b) const { return b.name; }
  json operator()(const breakpoint::Line& b) const { return b.line; }
};

json write_breakpoints(const State& state) {
  json all = json::array();
  for (const BreakpointSetting& setting : state.breakpoints) {
    all.push_back({breakpoint_names[setting.what.index()],
                   std::visit(BreakpointDetail{}, setting.what), setting.enabled});
  }
  return all;
}

std::optional<Breakpoint> read_breakpoint(const json& kind, const json& detail) {
  if (kind == "nan") return breakpoint::NotFinite{};
  if (kind == "relu") return breakpoint::DeadRelu{};
  if (detail.is_string() && detail.get_ref<const std::string&>().size() <= longest_name &&
      kind == "written")
    return breakpoint::Written{detail.get<std::string>()};
  if (!detail.is_number()) return std::nullopt;
  const double number = detail.get<double>();
  if (!(number > 0) || !(number < 1e300)) return std::nullopt;
  if (kind == "below") return breakpoint::GradientBelow{number};
  if (kind == "above") return breakpoint::GradientAbove{number};
  if (kind == "line" && number <= 1e6) return breakpoint::Line{static_cast<int>(number)};
  return std::nullopt;
}

bool read_breakpoints(const json& value, State& state) {
  if (!value.is_array() || value.size() > most_breakpoints) return false;
  for (const json& entry : value) {
    if (!entry.is_array() || entry.size() != 3 || !entry[2].is_boolean()) return false;
    const auto what = read_breakpoint(entry[0], entry[1]);
    if (!what) return false;
    state.breakpoints.push_back({*what, entry[2].get<bool>()});
  }
  return true;
}

/// Of one under way, or of one that was left: [run, whether it is under way, moves].
json write_practice(const State& state) {
  if (state.practice && !state.practice->moves.empty())
    return {state.practice->run, true, state.practice->moves};
  const auto& left = state.unfinished;
  if (!left || left->program != state.trace->program) return nullptr;
  return {left->run, false, left->moves};
}

bool read_practice(const json& value, State& state) {
  if (value.is_null()) return true;
  Index run = 0;
  if (!value.is_array() || value.size() != 3 || !read_count(value[0], run)) return false;
  if (!value[1].is_boolean() || !value[2].is_array()) return false;
  if (value[2].size() > lessons::practice::most_moves) return false;
  UnfinishedPractice left{{}, static_cast<int>(run), {}};
  for (const json& move : value[2]) {
    if (!move.is_string() || move.get_ref<const std::string&>().size() > longest_name) return false;
    left.moves.push_back(move.get<std::string>());
  }
  state.unfinished = std::move(left);
  state.practice.reset();
  if (value[1].get<bool>()) state.practice.emplace();  // begun when its program has run
  return true;
}

void copy_practice(const State& from, State& to) {
  to.practice.reset();
  to.unfinished = from.unfinished;
  if (!to.unfinished) return;
  to.unfinished->program = to.trace->program;
  if (from.practice) start_practice(to, to.unfinished->run, false);
}

void copy_lab(const State& from, State& to) {
  to.lab = from.lab;
  to.activations = from.activations;
  to.playground = from.playground;
}

/// All that a code holds of a state but for texts of programs and the selection. To share another
/// field is another line.
constexpr Field fields[] = {
    choice_field<&State::language, language_names>("language", When::at_once),
    choice_field<&State::theme, theme_names>("theme", When::at_once),
    name_field<&State::lesson>("lesson", When::at_once),
    name_field<&State::program_name>("program", When::at_once),
    name_field<&State::ran_name>("ran_program", When::with_recording),
    time_field<&Time::step>("step"),
    time_field<&Time::term>("term"),
    choice_field<&State::step_size, size_names>("step_size", When::with_recording),
    choice_field<&State::view, view_names>("view", When::at_once),
    {"breakpoints", When::at_once, write_breakpoints, read_breakpoints,
     copy_member<&State::breakpoints>},
    {"opened", When::at_once, write_opened, read_opened, copy_member<&State::opened_layers>},
    count_field<&State::sample>("sample", When::with_recording),
    {"lab", When::at_once, write_lab, read_lab, copy_lab},
    {"playground", When::at_once, write_playground, read_playground, copy_lab},
    {"practice", When::with_recording, write_practice, read_practice, copy_practice},
};

void copy_fields(When when, const State& from, State& to) {
  for (const Field& field : fields) {
    if (field.when == when) field.copy(from, to);
  }
}

/// A text of the code; nothing where it is of another kind.
std::optional<std::string> text_at(const json& all, const char* key) {
  const auto found = all.find(key);
  if (found == all.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

Error newer() {
  return {{},
          "the code was made by a newer version of this program",
          "update the program, or ask for the program's text"};
}

Error unreadable(const std::string& key) {
  return {{}, "the code's entry '" + key + "' cannot be understood", "ask for a new code"};
}

Result<SharedState> read_fields(const json& all) {
  const auto version = all.find("version");
  if (version == all.end() || !version->is_number_integer()) return unreadable("version");
  if (*version > format_version) return newer();
  if (*version < 1) return unreadable("version");
  SharedState shared;
  for (const Field& field : fields) {
    const auto found = all.find(field.key);
    if (found != all.end() && !field.read(*found, shared.state)) return unreadable(field.key);
  }
  const auto draft = text_at(all, "text");
  if (!draft) return unreadable("text");
  shared.state.draft = *draft;
  shared.ran = text_at(all, "ran");
  if (!shared.ran && all.contains("ran")) return unreadable("ran");
  shared.selection = text_at(all, "selection").value_or("");
  return shared;
}

/// Without the white space, and the mark that some editors put at the beginning of a file.
std::string_view trimmed(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  const std::size_t begin = text.find_first_not_of(" \t\r\n\v\f");
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

/// The prefix of any version: "BPT12:".
bool has_prefix(std::string_view text) {
  if (!text.starts_with("BPT")) return false;
  const std::size_t end = text.find_first_not_of("0123456789", 3);
  return end != std::string_view::npos && end > 3 && text[end] == ':';
}

}  // namespace

bool looks_like_share(std::string_view text) {
  return has_prefix(trimmed(text));
}

std::string share_text(const State& state) {
  json all = {{"version", format_version}, {"text", state.draft}};
  for (const Field& field : fields)
    all[field.key] = field.write(state);
  if (state.edited()) all["ran"] = state.trace->program;
  const std::string selection = name_of(*state.trace, state.selection);
  if (!selection.empty()) all["selection"] = selection;
  return std::string(prefix) + pack(to_line(all));
}

Result<SharedState> read_share(std::string_view text) {
  const std::string_view code = trimmed(text);
  if (!has_prefix(code)) {
    return Error{{},
                 "that is no code of a shared state",
                 "copy all of the code; it begins with " + std::string(prefix)};
  }
  if (!code.starts_with(prefix)) return newer();
  const auto unpacked = unpack(code.substr(prefix.size()));
  if (!unpacked) return unpacked.error();
  const auto all = parse_small_object(unpacked.value());
  if (!all) return unreadable("all");
  return read_fields(*all);
}

const std::string& program_that_ran(const SharedState& shared) {
  return shared.ran ? *shared.ran : shared.state.draft;
}

void begin_opening(State& state, const std::shared_ptr<const SharedState>& shared) {
  const std::string lesson = state.lesson;
  copy_fields(When::at_once, shared->state, state);
  if (state.lesson.empty()) state.lesson = lesson;
  state.draft = shared->state.draft;
  state.error.reset();
  state.running = true;
  state.playing = false;
  state.opening = shared;
}

void restore(State& state, const SharedState& shared) {
  copy_fields(When::with_recording, shared.state, state);
  if (state.ran_name.empty()) state.ran_name = state.program_name;
  state.time = clamped(*state.trace, state.time);
  state.selection = find_entity(*state.trace, shared.selection);
}

}  // namespace backprop::viz
