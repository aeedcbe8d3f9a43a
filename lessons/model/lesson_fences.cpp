#include "lessons/model/lesson_fences.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/program/suggest.h"

namespace backprop::lessons {
namespace {

using Count = KeyRule::Count;

/// What the reader of a fenced block works with.
struct Source {
  const Fence& fence;
  Place place;
  const Fields& fields;
  std::string own_program;  ///< the block's, or the lesson's

  const Field* find(std::string_view key) const { return find_field(fields, key); }
  std::string text(std::string_view key) const { return text_of(fields, key); }
  std::optional<Error> inlines(std::string_view key, Inlines& to) const {
    const Field* field = find(key);
    return field != nullptr ? read_text(*field, to) : std::nullopt;
  }
  std::optional<Error> expression(std::string_view key, std::string& to) const {
    const Field* field = find(key);
    return field != nullptr ? read_expression(*field, to) : std::nullopt;
  }
  std::optional<Error> all_inlines(std::string_view key, std::vector<Inlines>& to) const {
    for (const Field& field : fields) {
      if (field.key != key) continue;
      if (auto error = read_text(field, to.emplace_back())) return error;
    }
    return std::nullopt;
  }
};

using Read = Result<decltype(Block::is)>;

/// The first error of some readers.
template <class... Errors>
std::optional<Error> first_of(Errors&&... errors) {
  std::optional<Error> first;
  ((first ? void() : void(first = std::forward<Errors>(errors))), ...);
  return first;
}

Read read_formula(const Source& source) {
  return {Formula{source.text("tex"), source.text("tex_delta"), source.text("tex_source")}};
}

Read read_claim(const Source& source) {
  Claim claim;
  claim.tex = source.text("tex");
  claim.tex_delta = source.text("tex_delta");
  claim.tex_source = source.text("tex_source");
  const std::string& info = source.fence.info;
  claim.as_printed = info.starts_with("claim printed");
  claim.as_said = info == "claim said";
  claim.expected_to_hold = info == "claim" || info.ends_with(" holds");
  claim.program = source.own_program;
  claim.at = source.text("at");
  const Field* within = source.find("within");
  if (auto error =
          first_of(source.expression("left", claim.left), source.expression("right", claim.right),
                   source.inlines("note", claim.note),
                   within != nullptr ? read_number(*within, claim.within) : std::nullopt)) {
    return *std::move(error);
  }
  return {std::move(claim)};
}

Read read_predict(const Source& source) {
  Predict predict;
  predict.program = source.own_program;
  if (auto error = first_of(source.expression("expression", predict.expression),
                            source.inlines("question", predict.question),
                            source.inlines("answer_note", predict.explanation))) {
    return *std::move(error);
  }
  return {std::move(predict)};
}

/// Options stand in their order; each is an `option:` or the one `right:`, with its `reply:`.
Read read_choose(const Source& source) {
  Choose choose;
  choose.program = source.own_program;
  for (const Field& field : source.fields) {
    std::optional<Error> error;
    if (field.key == "option" || field.key == "right") {
      if (field.key == "right") choose.right = choose.options.size();
      error = read_text(field, choose.options.emplace_back().text);
    } else if (field.key == "reply") {
      if (choose.options.empty() || !choose.options.back().reply.empty()) {
        return Error{field.key_place, "a 'reply' that belongs to no option",
                     "write it directly under its 'option:' or 'right:'"};
      }
      error = read_text(field, choose.options.back().reply);
    }
    if (error) return *std::move(error);
  }
  if (choose.options.size() < 2) {
    return Error{source.place, "a choice of one", "add lines 'option: ...'"};
  }
  if (auto error = first_of(source.inlines("question", choose.question),
                            source.inlines("answer_note", choose.explanation))) {
    return *std::move(error);
  }
  return {std::move(choose)};
}

Read read_type_number(const Source& source) {
  TypeNumber number;
  number.program = source.own_program;
  for (const Field& field : source.fields) {
    if (field.key == "with") number.with.push_back(on_one_line(field.value));
    if (field.key != "mistake") continue;
    const auto parts = parts_of(field);
    if (parts.size() != 2) {
      return Error{field.place, "a mistake is an expression and what is said to it",
                   "write 'mistake: 2 * a | There is no 2 here.'"};
    }
    TypeNumber::Mistake& mistake = number.mistakes.emplace_back();
    if (auto error = first_of(read_expression(parts[0], mistake.expression),
                              read_text(parts[1], mistake.reply))) {
      return *std::move(error);
    }
  }
  const Field* digits = source.find("digits");
  if (auto error = first_of(
          digits != nullptr ? read_whole_number(*digits, 1, 12, number.digits) : std::nullopt,
          source.inlines("question", number.question),
          source.expression("expression", number.expression),
          source.all_inlines("hint", number.hints),
          source.inlines("answer_note", number.explanation))) {
    return *std::move(error);
  }
  return {std::move(number)};
}

Read read_change(const Source& source) {
  Change change;
  change.program = source.own_program;
  for (const Field& field : source.fields) {
    if (field.key == "solution") change.solution.push_back(on_one_line(field.value));
    if (field.key == "only") change.only.push_back(on_one_line(field.value));
  }
  if (auto error =
          first_of(source.inlines("question", change.question),
                   source.expression("goal", change.goal), source.all_inlines("hint", change.hints),
                   source.inlines("answer_note", change.explanation))) {
    return *std::move(error);
  }
  return {std::move(change)};
}

Read read_do_backprop(const Source& source) {
  DoBackprop task;
  task.program = source.own_program;
  const Field* run = source.find("run");
  if (auto error =
          first_of(source.inlines("text", task.text),
                   run != nullptr ? read_whole_number(*run, 0, 1000, task.run) : std::nullopt)) {
    return *std::move(error);
  }
  return {std::move(task)};
}

Read read_find_fault(const Source& source) {
  FindFault task;
  task.program = source.own_program;
  if (auto error = source.inlines("text", task.text)) return *std::move(error);
  const Field& name = *source.find("fault");
  std::vector<std::string> known;
  for (const FaultRow& row : faults()) {
    known.emplace_back(row.id);
    if (row.id == name.value) task.fault = row.fault;
  }
  if (task.fault == Fault::none) {
    return Error{name.place, fmt::format("no engine has the fault '{}'", name.value),
                 fmt::format("the faults are {}", fmt::join(known, ", "))};
  }
  return {std::move(task)};
}

Read read_program(const Source& source) {
  ShowProgram show;
  show.program = source.own_program;
  show.at = source.text("at");
  if (const Field* field = source.find("view")) {
    const auto view = read_view(*field);
    if (!view) return view.error();
    show.view = view.value();
  }
  if (auto error = source.inlines("text", show.text)) return *std::move(error);
  return {std::move(show)};
}

Read read_figure(const Source& source) {
  Figure figure;
  figure.program = source.own_program;
  figure.at = source.text("at");
  figure.select = source.text("select");
  const auto view = read_view(*source.find("view"));
  if (!view) return view.error();
  figure.view = view.value();
  if (auto error = source.inlines("caption", figure.caption)) return *std::move(error);
  return {std::move(figure)};
}

/// "w[0] from -2 to 2"
std::optional<Error> read_axis(const Field& field, Plot::Axis& axis) {
  const std::string text = on_one_line(field.value);
  const auto from = text.find(" from ");
  const auto to = text.find(" to ", from == std::string::npos ? 0 : from);
  if (from == std::string::npos || to == std::string::npos) {
    return Error{field.place, fmt::format("'{}' has no range", text),
                 fmt::format("write '{}: w[0] from -2 to 2'", field.key)};
  }
  axis.entity = std::string(trimmed(text.substr(0, from)));
  const auto number = [&](std::size_t begin, std::size_t end, double& value) {
    const std::string part(trimmed(std::string_view(text).substr(begin, end - begin)));
    return read_number({field.key, part, field.key_place, field.place}, value);
  };
  if (auto error =
          first_of(number(from + 6, to, axis.low), number(to + 4, text.size(), axis.high))) {
    return error;
  }
  if (axis.low < axis.high) return std::nullopt;
  return Error{field.place, fmt::format("the range of '{}' is empty", axis.entity),
               "write the smaller end first"};
}

/// "J | with momentum | valley-momentum": an expression, its label, another program.
std::optional<Error> read_line(const Field& field, const std::string& program, Plot::Line& line) {
  const auto parts = parts_of(field);
  line.program = parts.size() > 2 ? parts[2].value : program;
  line.label = parts.size() > 1 ? parts[1].value : parts[0].value;
  return read_expression(parts[0], line.expression);
}

std::optional<Error> check_plot(const Source& source, const Plot& plot) {
  const bool needs_x = plot.kind != Plot::Kind::series;
  const bool needs_y = plot.kind == Plot::Kind::landscape || plot.kind == Plot::Kind::plane;
  for (const auto& [key, needed] : {std::pair{"x", needs_x}, std::pair{"y", needs_y}}) {
    if (needed == (source.find(key) != nullptr)) continue;
    return Error{source.place, fmt::format("this plot {} '{}'", needed ? "lacks" : "has no", key),
                 needed ? fmt::format("add a line '{}: w[0] from -2 to 2'", key)
                        : std::string("delete the line")};
  }
  return std::nullopt;
}

Read read_plot(const Source& source) {
  Plot plot;
  plot.program = source.own_program;
  plot.points = source.text("points");
  plot.classes = source.text("classes");
  const auto kind = one_of(*source.find("kind"), {"curve", "landscape", "series", "plane"});
  if (!kind) return kind.error();
  plot.kind = static_cast<Plot::Kind>(kind.value());
  if (const Field* scale = source.find("scale")) {
    const auto chosen = one_of(*scale, {"linear", "log"});
    if (!chosen) return chosen.error();
    plot.log_scale = chosen.value() == 1;
  }
  for (const Field& field : source.fields) {
    if (field.key != "line") continue;
    if (auto error = read_line(field, plot.program, plot.lines.emplace_back())) {
      return *std::move(error);
    }
  }
  const Field* x = source.find("x");
  const Field* y = source.find("y");
  if (auto error = first_of(x != nullptr ? read_axis(*x, plot.x) : std::nullopt,
                            y != nullptr ? read_axis(*y, plot.y) : std::nullopt,
                            source.inlines("caption", plot.caption), check_plot(source, plot))) {
    return *std::move(error);
  }
  return {std::move(plot)};
}

Read read_lab(const Source& source) {
  Lab lab;
  const auto name = one_of(*source.find("name"), {"activations", "playground", "mnist"});
  if (!name) return name.error();
  lab.name = source.text("name");
  lab.settings = source.text("settings");
  if (auto error = source.inlines("text", lab.text)) return *std::move(error);
  return {std::move(lab)};
}

/// "backprop | Backpropagation | 4.2 | 1, 2": id, text, chapter (- for none), column and row.
std::optional<Error> read_node(const Field& field, ConceptMap& map) {
  const auto parts = parts_of(field);
  const std::string place = parts.size() == 4 ? parts[3].value : std::string();
  const auto comma = place.find(',');
  if (comma == std::string::npos) {
    return Error{field.place, "a node is an id, a text, a chapter and a place",
                 "write 'node: relu | ReLU | 2.1 | 0, 1' ('-' for no chapter)"};
  }
  ConceptMap::Node& node = map.nodes.emplace_back();
  node.id = parts[0].value;
  node.lesson = parts[2].value == "-" ? std::string() : parts[2].value;
  const auto number = [&](const std::string& text, int& to) {
    const std::string part(trimmed(text));
    return read_whole_number({field.key, part, field.key_place, parts[3].place}, 0, 12, to);
  };
  return first_of(read_text(parts[1], node.text), number(place.substr(0, comma), node.column),
                  number(place.substr(comma + 1), node.row));
}

/// "network -> backprop | is trained with"
std::optional<Error> read_edge(const Field& field, ConceptMap& map) {
  const auto parts = parts_of(field);
  const std::string& ends = parts[0].value;
  const auto arrow = ends.find("->");
  if (arrow == std::string::npos) {
    return Error{field.place, "an edge leads from one node to another",
                 "write 'edge: network -> relu | uses'"};
  }
  ConceptMap::Edge edge;
  edge.from = trimmed(std::string_view(ends).substr(0, arrow));
  edge.to = trimmed(std::string_view(ends).substr(arrow + 2));
  edge.label = parts.size() > 1 ? parts[1].value : std::string();
  edge.printed_wrong = field.key == "printed";
  for (const std::string& end : {edge.from, edge.to}) {
    const auto is_end = [&](const ConceptMap::Node& node) { return node.id == end; };
    if (std::any_of(map.nodes.begin(), map.nodes.end(), is_end)) continue;
    return Error{field.place, fmt::format("the map has no node '{}'", end),
                 "write its 'node:' line above"};
  }
  map.edges.push_back(std::move(edge));
  return std::nullopt;
}

Read read_map(const Source& source) {
  ConceptMap map;
  for (const Field& field : source.fields) {
    std::optional<Error> error;
    if (field.key == "node") error = read_node(field, map);
    if (field.key == "edge" || field.key == "printed") error = read_edge(field, map);
    if (error) return *std::move(error);
  }
  return {std::move(map)};
}

/// Paragraphs and lists in Markdown.
Read read_aside(const Fence& fence, Place place) {
  auto blocks = parse_markdown(fence.text, 0);
  if (!blocks) {
    Error error = blocks.error();
    error.place.line += place.line;
    return error;
  }
  Aside aside;
  aside.kind = fence.info == "summary" ? Aside::Kind::summary : Aside::Kind::reading;
  for (MarkdownBlock& block : blocks.value()) {
    if (auto* paragraph = std::get_if<Paragraph>(&block.is)) {
      aside.parts.emplace_back(std::move(*paragraph));
    } else if (auto* list = std::get_if<List>(&block.is)) {
      aside.parts.emplace_back(std::move(*list));
    } else {
      return Error{{place.line + block.place.line, 1},
                   fmt::format("'{}' holds paragraphs and lists alone", fence.info),
                   "move this below its closing fence"};
    }
  }
  return {std::move(aside)};
}

/// "J < 0.1 | valley-adam | 30": a condition, a program and which of its backward()s.
std::optional<Error> read_check(const Field& field, const std::string& program, Check& check) {
  const auto parts = parts_of(field);
  check.program = parts.size() > 1 ? parts[1].value : program;
  if (parts.size() > 3) {
    return Error{parts[3].place, "a check is a condition, a program and a round",
                 "write 'check: J < 0.1 | valley-adam | 30'"};
  }
  return first_of(
      read_expression(parts[0], check.condition),
      parts.size() > 2 ? read_whole_number(parts[2], 1, 1000000, check.round) : std::nullopt);
}

/// One kind of fenced block that is made of fields.
struct FenceRow {
  std::vector<std::string> infos;
  FieldRules rules;
  Read (*read)(const Source& source);
};

const std::vector<FenceRow>& fence_rows() {
  constexpr Count once = Count::once, any = Count::any, some = Count::some;
  static const std::vector<FenceRow> rows{
      {{"formula"},
       {"a formula", {{"tex", once}, {"tex_delta"}, {"tex_source"}, {"id"}}},
       read_formula},
      {{"claim", "claim printed", "claim printed holds", "claim said"},
       {"a claim",
        {{"tex", once},
         {"left", once},
         {"right", once},
         {"tex_delta"},
         {"tex_source"},
         {"note"},
         {"program"},
         {"at"},
         {"within"},
         {"id"}}},
       read_claim},
      {{"predict"},
       {"a question",
        {{"question", once}, {"expression", once}, {"answer_note", once}, {"program"}, {"id"}}},
       read_predict},
      {{"choose"},
       {"a choice",
        {{"question", once},
         {"option", some},
         {"right", once},
         {"reply", any},
         {"answer_note"},
         {"program"},
         {"id"}}},
       read_choose},
      {{"number"},
       {"a question for a number",
        {{"question", once},
         {"expression", once},
         {"with", any},
         {"digits"},
         {"hint", any},
         {"mistake", any},
         {"answer_note"},
         {"program"},
         {"id"}}},
       read_type_number},
      {{"change"},
       {"a task",
        {{"question", once},
         {"goal", once},
         {"solution", some},
         {"only", any},
         {"hint", any},
         {"answer_note"},
         {"program"},
         {"id"}}},
       read_change},
      {{"backprop"},
       {"an exercise", {{"text", once}, {"run"}, {"program"}, {"id"}}},
       read_do_backprop},
      {{"fault"},
       {"a broken engine", {{"text", once}, {"fault", once}, {"program"}, {"id"}}},
       read_find_fault},
      {{"program"}, {"a program", {{"program"}, {"text"}, {"at"}, {"view"}, {"id"}}}, read_program},
      {{"figure"},
       {"a figure", {{"view", once}, {"caption", once}, {"at"}, {"select"}, {"program"}, {"id"}}},
       read_figure},
      {{"plot"},
       {"a plot",
        {{"kind", once},
         {"line", some},
         {"caption", once},
         {"x"},
         {"y"},
         {"points"},
         {"classes"},
         {"scale"},
         {"program"},
         {"id"}}},
       read_plot},
      {{"lab"}, {"a lab", {{"name", once}, {"text", once}, {"settings"}, {"id"}}}, read_lab},
      {{"map"}, {"a map", {{"node", some}, {"edge", any}, {"printed", any}, {"id"}}}, read_map},
  };
  return rows;
}

bool is_aside(const std::string& info) {
  return info == "summary" || info == "reading";
}

const FenceRow* find_row(const std::string& info) {
  for (const FenceRow& row : fence_rows()) {
    if (std::find(row.infos.begin(), row.infos.end(), info) != row.infos.end()) return &row;
  }
  return nullptr;
}

}  // namespace

std::vector<std::string> fence_names() {
  std::vector<std::string> names;
  for (const FenceRow& row : fence_rows())
    names.insert(names.end(), row.infos.begin(), row.infos.end());
  names.insert(names.end(), {"summary", "reading"});
  return names;
}

Result<FencedBlock> parse_fence(const Fence& fence, Place place, const std::string& program) {
  if (is_aside(fence.info)) {
    auto read = read_aside(fence, place);
    if (!read) return read.error();
    return FencedBlock{fence.info, std::nullopt, std::move(read).value()};
  }
  const FenceRow* row = find_row(fence.info);
  if (row == nullptr) {
    const std::string nearest = nearest_name(fence.info, fence_names());
    return Error{place, fmt::format("lessons have no fenced block '{}'", fence.info),
                 nearest.empty() ? fmt::format("write one of: {}", fmt::join(fence_names(), ", "))
                                 : fmt::format("did you mean '{}'?", nearest)};
  }
  FieldRules rules = row->rules;
  rules.keys.push_back({"check", Count::any});  // any words may rest on numbers
  const auto fields = parse_fields(rules, fence.text, place.line + 1, place);
  if (!fields) return fields.error();
  const std::string named = text_of(fields.value(), "program");
  const std::string& own = named.empty() ? program : named;
  auto read = row->read({fence, place, fields.value(), own});
  if (!read) return read.error();
  FencedBlock block{row->infos.front(), std::nullopt, std::move(read).value()};
  for (const Field& field : fields.value()) {
    if (field.key != "check") continue;
    if (auto error = read_check(field, own, block.checks.emplace_back())) return *std::move(error);
  }
  if (const Field* id = find_field(fields.value(), "id")) block.id = *id;
  return block;
}

}  // namespace backprop::lessons
