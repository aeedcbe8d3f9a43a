#include "engine/io/json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/limits.h"
#include "engine/number_text.h"
#include "engine/trace/explain.h"
#include "engine/trace/time.h"
#include "engine/trace/why.h"

namespace backprop {
namespace {

using Json = nlohmann::ordered_json;

Json number_json(double number) {
  if (std::isfinite(number)) return number;
  return exact_text(number);
}

Json nested(const Tensor& tensor, std::size_t dimension, Index& next) {
  if (dimension == tensor.shape.size()) return number_json(tensor[next++]);
  Json list = Json::array();
  for (Index i = 0; i < tensor.shape[dimension]; ++i) {
    list.push_back(nested(tensor, dimension + 1, next));
  }
  return list;
}

Json tensor_json(const Tensor& tensor) {
  Index next = 0;
  return nested(tensor, 0, next);
}

std::string dump(const Json& json) {
  // Names of a program are any text: bytes that are not UTF-8 were refused by the lexer.
  return json.dump();
}

std::string_view kind_name(StepKind kind) {
  switch (kind) {
    case StepKind::forward:
      return "forward";
    case StepKind::backward:
      return "backward";
    case StepKind::update:
      return "update";
    case StepKind::clear:
      return "zero_grad";
  }
  return "";
}

Json operand_json(const Trace& trace, Index step, const Operand& operand) {
  Json json;
  const OperandPlace place = operand_place(trace, step, operand);
  if (operand.source == Operand::Source::term) {
    json["term"] = operand.which;
  } else if (place.value != no_value) {
    json[place.gradient ? "gradient_of" : "value"] =
        display_name(trace, place.value) +
        index_text(place.element, trace.value(place.value).data.shape);
  }
  json["number"] = number_json(operand.value);
  return json;
}

Json term_json(const Trace& trace, Index step, const Term& term) {
  Json operands = Json::array({operand_json(trace, step, term.a)});
  if (operand_count(term.op) == 2) operands.push_back(operand_json(trace, step, term.b));
  return {{"op", name_of(term.op)}, {"operands", operands}, {"result", number_json(term.result)}};
}

/// All elements' terms; of a large step only the first elements', so that the text stays readable.
Json terms_json(const Trace& trace, Index step) {
  constexpr Index most_elements = 256;
  Json elements = Json::array();
  Index count = 0;
  for (Index e = 0; e < std::min(element_count_of(trace, step), most_elements); ++e) {
    Json terms = Json::array();
    for (const Term& term : explain(trace, step, e))
      terms.push_back(term_json(trace, step, term));
    count += static_cast<Index>(terms.size());
    elements.push_back(std::move(terms));
    if (count > limits::terms_in_step) break;
  }
  return elements;
}

void describe_backward(Json& json, const Trace& trace, Index at) {
  const Step& step = trace.step(at);
  const ValueId into = target(trace, step);
  json["of"] = display_name(trace, step.value);
  if (step.edge >= 0) {
    json["op"] = trace.value(step.value).op->name;
    json["argument"] = step.edge;
    json["upstream"] = tensor_json(gradient_at(trace, step.value, at));
  }
  json["writes_gradient_of"] = display_name(trace, into);
  json["before"] = tensor_json(gradient_at(trace, into, at));
  json["contribution"] =
      tensor_json(trace.contributions[static_cast<std::size_t>(step.contribution)]);
  json["after"] = tensor_json(gradient_at(trace, into, at + 1));
}

void describe_optimizer(Json& json, const Trace& trace, Index at) {
  const Step& step = trace.step(at);
  const OptimizerRun& run = trace.optimizer_runs[static_cast<std::size_t>(step.run)];
  json["lr"] = run.settings.real("lr");
  json["gradient"] = tensor_json(gradient_at(trace, trace.value(step.value).arguments[0], at));
  const auto kept = run.optimizer->state(run.settings);
  const auto state = static_cast<std::size_t>(step.state_after);
  for (std::size_t k = 0; k < kept.size(); ++k)
    json["state"][std::string(kept[k].name)] =
        tensor_json(trace.optimizer_states[state].tensors[k]);
}

void describe_value(Json& json, const Trace& trace, Index at) {
  const Value& value = trace.value(trace.step(at).value);
  json["op"] = value.op != nullptr ? value.op->name
                                   : (value.kind == ValueKind::parameter ? "param" : "tensor");
  if (trace.step(at).kind == StepKind::update) {
    json["op"] = writer_of(trace, trace.step(at));
    json["version"] = value.version;
    if (trace.step(at).run >= 0) describe_optimizer(json, trace, at);
  }
  Json reads = Json::array();
  for (const ValueId argument : value.arguments)
    reads.push_back(display_name(trace, argument));
  json["reads"] = reads;
  json["writes"] = display_name(trace, trace.step(at).value);
  json["result"] = tensor_json(value.data);
}

std::string_view why_name(WhyLine::Kind kind) {
  constexpr std::string_view names[] = {"leaf", "computed", "sum", "contribution", "seen"};
  return names[static_cast<std::size_t>(kind)];
}

Json step_json(const Trace& trace, Index at) {
  const Step& step = trace.step(at);
  Json json{{"step", at + 1},
            {"kind", kind_name(step.kind)},
            {"line", step.line},
            {"running_line", step.running_line},
            {"iteration", step.iteration + 1}};
  if (step.kind == StepKind::backward) {
    describe_backward(json, trace, at);
  } else if (step.kind != StepKind::clear) {
    describe_value(json, trace, at);
  }
  json["terms"] = terms_json(trace, at);
  return json;
}

}  // namespace

std::string gradients_json(const Trace& trace) {
  Json values = Json::object();
  Json gradients = Json::object();
  Json parameters = Json::object();
  const bool ran = !trace.backward_runs.empty();
  const Index step = ran ? trace.backward_runs.back().end_step : trace.step_count();
  for (const Value& value : trace.values) {
    if (value.name.empty() || values.contains(value.name)) continue;
    const ValueId id = version_of(trace, find_value(trace, value.name), step);
    values[value.name] = tensor_json(trace.value(id).data);
    if (ran) gradients[value.name] = tensor_json(gradient_at(trace, id, step));
    if (trace.value(id).parameter < 0) continue;
    parameters[value.name] = tensor_json(trace.value(newest_version(trace, id)).data);
  }
  Json json{{"loss", nullptr}, {"values", values}, {"grads", gradients}, {"params", parameters}};
  if (ran) json["loss"] = number_json(trace.value(trace.loss()).data[0]);
  return dump(json);
}

std::string trace_json(const Trace& trace) {
  Json steps = Json::array();
  for (Index at = 0; at < trace.step_count(); ++at)
    steps.push_back(step_json(trace, at));
  Json json{{"program", trace.program}, {"steps", steps}};
  if (trace.fault != Fault::none) json["fault"] = id_of(trace.fault);
  return dump(json);
}

std::string why_json(const Trace& trace, const std::vector<WhyLine>& lines) {
  Json list = Json::array();
  for (const WhyLine& line : lines) {
    const Shape& shape = trace.value(line.of.value).data.shape;
    Json row{{"kind", why_name(line.kind)}, {"depth", line.depth}};
    row[line.of.gradient ? "gradient_of" : "value"] =
        display_name(trace, line.of.value) + index_text(line.of.element, shape);
    row["number"] = number_json(line.number);
    if (line.step >= 0) row["step"] = line.step;
    if (line.seen_in >= 0) row["seen_in"] = line.seen_in;
    for (const Term& term : line.terms)
      row["terms"].push_back(term_json(trace, line.step, term));
    list.push_back(row);
  }
  return dump({{"why", list}});
}

std::string scalar_trace_json(const Trace& trace, const ScalarRun& run) {
  const std::vector<std::string> names = record_names(trace, run);
  const auto name = [&](Tape::Id id) { return names[static_cast<std::size_t>(id)]; };
  Json events = Json::array();
  for (const ScalarRun::Event& event : run.events) {
    Json records = Json::array();
    for (Tape::Id id = event.first_record; id < event.end_record; ++id) {
      Json record{{"writes", name(id)}, {"value", number_json(run.tape.value(id))}};
      if (const OpRow* op = run.tape.op(id)) {
        record["op"] = op->name;
        record["reads"] = Json::array({name(run.tape.operand(id, 0))});
        const Tape::Id b = run.tape.operand(id, 1);
        if (b != Tape::none) record["reads"].push_back(name(b));
      }
      records.push_back(record);
    }
    Json edges = Json::array();
    for (Tape::Time time = event.first_time; time < event.end_time; ++time) {
      const auto edge = run.tape.edge_at(time);
      if (!edge) continue;
      Json row{{"writes_gradient_of", name(edge->operand)},
               {"before", number_json(edge->before)},
               {"contribution", number_json(edge->contribution)},
               {"after", number_json(edge->before + edge->contribution)}};
      if (edge->record != Tape::none) row["through"] = name(edge->record);
      edges.push_back(row);
    }
    events.push_back({{"kind", kind_name(event.kind)},
                      {"line", trace.step(event.step).line},
                      {"records", records},
                      {"edges", edges}});
  }
  return dump({{"program", trace.program}, {"events", events}});
}

std::string check_json(const GradientCheck& check) {
  Json rows = Json::array();
  for (const CheckedParameter& row : check.parameters) {
    rows.push_back({{"name", row.name},
                    {"backward", row.run + 1},
                    {"line", row.line},
                    {"elements", row.elements},
                    {"checked", row.checked},
                    {"at_kinks", row.at_kinks},
                    {"worst", row.worst},
                    {"exact", number_json(row.exact)},
                    {"numeric", number_json(row.numeric)},
                    {"difference", number_json(row.difference)},
                    {"passed", row.passed}});
  }
  return dump({{"passed", check.passed()}, {"parameters", rows}});
}

std::string error_json(const Error& error) {
  return dump({{"error",
                {{"line", error.place.line},
                 {"column", error.place.column},
                 {"cause", error.cause},
                 {"advice", error.advice}}}});
}

}  // namespace backprop
