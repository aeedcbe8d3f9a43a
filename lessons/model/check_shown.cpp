// What a chapter shows of recordings: claims, programs, figures, plots; and labs and maps.
#include <fmt/format.h>

#include <cmath>
#include <set>

#include "engine/program/edit.h"
#include "engine/program/interpreter.h"
#include "lessons/model/block_parts.h"
#include "lessons/model/check_block.h"
#include "lessons/model/claims.h"
#include "lessons/model/lesson_fields.h"
#include "lessons/model/moments.h"
#include "lessons/model/plots.h"

namespace backprop::lessons {
namespace {

class ShownCheck {
 public:
  ShownCheck(ProgramRuns& runs, const LinkTargets& targets, const BlockFindings& findings)
      : runs_(runs), targets_(targets), findings_(findings) {}

  void operator()(const Claim& is);
  void operator()(const ShowProgram& is) {
    if (const Trace* trace = findings_.run(runs_, is.program)) check_moment(*trace, is.at);
  }
  void operator()(const Figure& is) {
    const Trace* trace = findings_.run(runs_, is.program);
    if (trace == nullptr) return;
    check_moment(*trace, is.at);
    if (is.select.empty() || find_value(*trace, is.select) != no_value) return;
    const auto selected = parse_quantity(*trace, is.select);
    if (!selected) findings_.add("select", 0, selected.error());
  }
  void operator()(const Plot& is);
  void operator()(const Lab& is);
  void operator()(const ConceptMap& is);
  template <class Other>
  void operator()(const Other&) {}

 private:
  void check_moment(const Trace& trace, const std::string& at) {
    const auto moment = find_moment(trace, at);
    if (!moment) findings_.add("at", 0, moment.error());
  }
  bool evaluates(const Trace& trace, std::string_view key, const std::string& expression) {
    const auto value = evaluate(trace, moment_of_claims(trace), expression);
    if (!value) findings_.add(key, 0, value.error());
    return value.ok();
  }
  void check_number_axis(const Trace& trace, std::string_view key, const Plot::Axis& axis);
  void check_column_axis(const Trace& trace, std::string_view key, const Plot::Axis& axis);
  void check_axes(const Plot& is, const Trace& trace);
  void check_points(const Plot& is, const Trace& trace);
  void check_line(const Plot& is, int nth);

  ProgramRuns& runs_;
  const LinkTargets& targets_;
  const BlockFindings& findings_;
};

void ShownCheck::operator()(const Claim& is) {
  const Trace* trace = findings_.run(runs_, is.program);
  if (trace == nullptr) return;
  check_moment(*trace, is.at);
  if (!evaluates(*trace, "left", is.left) || !evaluates(*trace, "right", is.right)) return;
  const ClaimResult result = check_claim(is, *trace);
  if (result.holds == is.expected_to_hold) return;
  if (is.expected_to_hold) {
    findings_.add(
        "left",
        fmt::format("the claim does not hold: {} and {}", result.left_text, result.right_text),
        is.as_printed ? "if the source is wrong here, write 'claim printed'" : "mend a side");
  } else {
    findings_.add("left", fmt::format("the claim holds, both sides are {}", result.left_text),
                  "write 'claim printed holds', or choose numbers that show the mistake");
  }
}

/// A number of the program's text, that the plot replaces.
void ShownCheck::check_number_axis(const Trace& trace, std::string_view key,
                                   const Plot::Axis& axis) {
  const auto quantity = parse_quantity(trace, axis.entity);
  if (!quantity) {
    findings_.add(key, 0, quantity.error());
    return;
  }
  if (quantity.value().gradient || !editable(trace, quantity.value().value)) {
    findings_.add(key, fmt::format("'{}' is no number that the program writes", axis.entity),
                  "choose an element of a tensor(...) or param(...)");
    return;
  }
  const auto edited =
      with_number(trace, quantity.value().value, quantity.value().element, axis.low);
  if (!edited) findings_.add(key, 0, edited.error());
}

/// "X[0]": a column of the data.
void ShownCheck::check_column_axis(const Trace& trace, std::string_view key,
                                   const Plot::Axis& axis) {
  const auto bracket = axis.entity.find('[');
  const ValueId data = find_value(trace, axis.entity.substr(0, bracket));
  const std::string index = bracket == std::string::npos ? "" : axis.entity.substr(bracket);
  if (data != no_value && trace.value(data).data.shape.size() == 2) {
    const Index columns = trace.value(data).data.shape[1];
    if (!parse_element(index, Shape{columns}, axis.entity)) {
      findings_.add(key,
                    fmt::format("'{}' has {} columns: there is no '{}'",
                                axis.entity.substr(0, bracket), columns, axis.entity),
                    "columns are counted from 0");
    }
    return;
  }
  findings_.add(key, fmt::format("'{}' is no column of a matrix of the program", axis.entity),
                "write the name of the points and a column, as in X[0]");
}

void ShownCheck::check_axes(const Plot& is, const Trace& trace) {
  for (const auto& [key, axis] : {std::pair{"x", &is.x}, std::pair{"y", &is.y}}) {
    if (axis->entity.empty()) continue;
    if (is.kind == Plot::Kind::plane) {
      check_column_axis(trace, key, *axis);
    } else {
      check_number_axis(trace, key, *axis);
    }
  }
}

void ShownCheck::check_points(const Plot& is, const Trace& trace) {
  Index points = 0;
  if (is.points.empty()) return;
  const ValueId data = find_value(trace, is.points);
  if (data == no_value || trace.value(data).data.shape.size() != 2 ||
      trace.value(data).data.shape[1] != 2) {
    findings_.add("points", fmt::format("'{}' is no matrix with two columns", is.points),
                  "name the data that is drawn");
    return;
  }
  points = trace.value(data).data.shape[0];
  if (is.classes.empty()) return;
  const ValueId classes = find_value(trace, is.classes);
  if (classes != no_value && trace.value(classes).data.size() == points) return;
  findings_.add("classes",
                fmt::format("'{}' is no class for each of the {} points", is.classes, points),
                "name a value with one number per point");
}

void ShownCheck::check_line(const Plot& is, int nth) {
  const Plot::Line& line = is.lines[static_cast<std::size_t>(nth)];
  const Trace* trace = line.program == is.program ? findings_.run(runs_, line.program)
                                                  : findings_.run(runs_, line.program, "line", nth);
  if (trace == nullptr) return;
  if (line.program != is.program) check_axes(is, *trace);
  const auto value = evaluate(*trace, moment_of_claims(*trace), line.expression);
  if (!value) {
    findings_.add("line", nth, value.error());
  } else if (is.kind != Plot::Kind::plane && value.value().size() != 1) {
    findings_.add("line", nth,
                  fmt::format("'{}' has {} elements", line.expression, value.value().size()),
                  "draw one of them, as in grad(w)[0]");
  }
  if (is.kind == Plot::Kind::series && trace->backward_runs.size() < 2) {
    findings_.add("line", nth, fmt::format("'{}' does not train: it has no rounds", line.program),
                  "choose a program with a loop around backward()");
  }
}

void ShownCheck::operator()(const Plot& is) {
  const std::size_t found_before = findings_.count();
  if (const Trace* trace = findings_.run(runs_, is.program)) {
    const bool drawn = std::any_of(is.lines.begin(), is.lines.end(), [&](const Plot::Line& line) {
      return line.program == is.program;
    });
    if (drawn) check_axes(is, *trace);
    check_points(is, *trace);
  }
  for (int nth = 0; nth < static_cast<int>(is.lines.size()); ++nth)
    check_line(is, nth);
  const auto runs = [&](const Plot::Line& line) { return runs_.run(line.program).ok(); };
  const bool all_run =
      runs_.run(is.program).ok() && std::all_of(is.lines.begin(), is.lines.end(), runs);
  if (!all_run || findings_.count() > found_before) return;  // the plot would only say it again
  const auto data = plot_data(is, [&](const std::string& program) {
    const auto& run = runs_.run(program);
    return run ? run.value() : std::shared_ptr<const Trace>();
  });
  if (!data) findings_.add("kind", data.error().cause, data.error().advice);
}

/// "function=relu; depth=10"
void ShownCheck::operator()(const Lab& is) {
  std::string_view rest = is.settings;
  while (!rest.empty()) {
    const auto end = std::min(rest.find(';'), rest.size());
    const std::string_view setting = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto sign = setting.find('=');
    if (sign != std::string_view::npos && sign > 0 && sign + 1 < setting.size()) continue;
    findings_.add("settings", fmt::format("'{}' is no setting", setting),
                  "write key=value; key=value");
  }
}

void ShownCheck::operator()(const ConceptMap& is) {
  std::set<std::string> ids;
  std::set<std::pair<int, int>> places;
  int nth = -1;
  for (const ConceptMap::Node& node : is.nodes) {
    ++nth;
    if (!ids.insert(node.id).second) {
      findings_.add("node", nth, fmt::format("another node has the id '{}'", node.id),
                    "choose an id of its own");
    }
    if (!places.insert({node.column, node.row}).second) {
      findings_.add("node", nth,
                    fmt::format("another node stands in column {}, row {}", node.column, node.row),
                    "give each node a place of its own");
    }
    if (node.lesson.empty()) continue;
    if (const auto error = bad_link("lesson:" + node.lesson, targets_))
      findings_.add("node", nth, *error);
  }
}

/// A link to a moment of the chapter's program.
void check_step_link(const Inline& link, const BlockText& part, const std::string& program,
                     ProgramRuns& runs, const BlockFindings& findings) {
  const auto at = moment_linked(link);
  const Trace* trace = at ? findings.run(runs, program) : nullptr;
  if (trace == nullptr) return;
  if (const auto moment = find_moment(*trace, *at); !moment)
    findings.add(part.key, part.nth, moment.error());
}

}  // namespace

void check_shown(const ChapterFile& file, const Block& block, ProgramRuns& runs,
                 const LinkTargets& targets, std::vector<Finding>& all) {
  const BlockFindings findings(file, block, all);
  std::visit(ShownCheck(runs, targets, findings), block.is);
  for (const BlockText& part : texts_of(block)) {
    for (const Inline& link : *part.text)
      check_step_link(link, part, file.lesson.program, runs, findings);
  }
}

}  // namespace backprop::lessons
