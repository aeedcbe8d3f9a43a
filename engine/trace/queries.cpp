#include "engine/trace/queries.h"

#include <algorithm>
#include <charconv>

#include "engine/trace/explain.h"
#include "engine/trace/local_derivative.h"
#include "engine/trace/time.h"

namespace backprop {

bool has(const Trace& trace, const Quantity& quantity) {
  const auto is_value = [&](ValueId id) {
    return id >= 0 && static_cast<std::size_t>(id) < trace.values.size();
  };
  const auto is_element = [&](ValueId id, Index element) {
    return element >= 0 && element < trace.value(id).data.size();
  };
  if (!is_value(quantity.value) || !is_element(quantity.value, quantity.element)) return false;
  if (!is_local(quantity)) return true;
  if (quantity.gradient || quantity.through >= trace.step_count()) return false;
  const Step& step = trace.step(quantity.through);
  return step.kind == StepKind::backward && step.edge >= 0 &&
         target(trace, step) == quantity.value && is_element(step.value, quantity.output);
}

double number_at(const Trace& trace, const Quantity& quantity) {
  if (is_local(quantity))
    return explain_local(trace, quantity.through, quantity.element, quantity.output).back().result;
  if (!quantity.gradient) return trace.value(quantity.value).data[quantity.element];
  return gradient_element_at(trace, quantity.value, quantity.element, quantity.step);
}

namespace {

Error bad(const std::string& cause, const std::string& advice) {
  return {{1, 1}, cause, advice};
}

}  // namespace

Result<Index> parse_element(std::string_view text, const Shape& shape, const std::string& name) {
  const std::string example = name + index_text(0, shape);
  if (text.empty()) {
    if (element_count(shape) == 1) return Index{0};
    return bad("'" + name + "' has " + std::to_string(element_count(shape)) + " elements",
               "name one of them: " + example);
  }
  const std::vector<Index> strides = strides_of(shape);
  Index position = 0;
  std::size_t dimension = 0;
  const char* at = text.data() + 1;
  const char* end = text.data() + text.size() - 1;
  while (at < end) {
    while (at < end && *at == ' ')
      ++at;
    Index index = 0;
    const auto parsed = std::from_chars(at, end, index);
    const bool fits = parsed.ec == std::errc() && dimension < shape.size() &&
                      index >= -shape[dimension] && index < shape[dimension];
    if (!fits) break;
    position += (index < 0 ? index + shape[dimension] : index) * strides[dimension];
    ++dimension;
    at = parsed.ptr;
    if (at < end && *at == ',') ++at;
  }
  if (at == end && dimension == shape.size()) return position;
  return bad("'" + std::string(text) + "' is no element of '" + name + "', whose shape is " +
                 to_text(shape),
             "write " + example);
}

Result<Quantity> parse_quantity(const Trace& trace, std::string_view text) {
  Quantity quantity;
  if (text.starts_with("grad ")) {
    quantity.gradient = true;
    text.remove_prefix(5);
  }
  while (text.starts_with(' '))
    text.remove_prefix(1);
  const std::size_t bracket = text.ends_with(']') ? text.find('[') : std::string_view::npos;
  const std::string name(text.substr(0, bracket));
  quantity.value = find_value(trace, name);
  if (quantity.value == no_value) {
    return bad("the program has no value '" + name + "'",
               "name one, such as W2[0,0] or 'grad W2[0,0]'; h@2 is the second h");
  }
  const bool ran = !trace.backward_runs.empty();
  quantity.step = ran ? trace.backward_runs.back().end_step : trace.step_count();
  quantity.value = version_of(trace, quantity.value, quantity.step);
  const auto element =
      parse_element(bracket == std::string_view::npos ? std::string_view() : text.substr(bracket),
                    trace.value(quantity.value).data.shape, name);
  if (!element) return element.error();
  quantity.element = element.value();
  if (!quantity.gradient) quantity.step = 0;
  return quantity;
}

namespace {

/// Whether some term of that backward step reads the value.
bool needs_argument(const Trace& trace, Index at, ValueId id) {
  for (Index e = 0; e < element_count_of(trace, at); ++e) {
    for (const Term& term : explain(trace, at, e)) {
      for (const Operand* operand : {&term.a, &term.b}) {
        const OperandPlace place = operand_place(trace, at, *operand);
        if (place.value == id && !place.gradient) return true;
      }
    }
  }
  return false;
}

}  // namespace

namespace {

using Ids = std::vector<ValueId>;  // ascending

bool contains(const Ids& ids, ValueId id) {
  return std::binary_search(ids.begin(), ids.end(), id);
}

/// The versions of a parameter or buffer; any other value by itself.
Ids all_versions(const Trace& trace, ValueId id) {
  const Versioned* tensor = versioned(trace, id);
  return tensor == nullptr ? Ids{id} : tensor->versions;
}

std::vector<Index> reads_of(const Trace& trace, const Ids& ids) {
  std::vector<Index> steps;
  for (const ValueId id : ids) {
    const auto& used = trace.used_by[static_cast<std::size_t>(id)];
    steps.insert(steps.end(), used.begin(), used.end());
  }
  std::sort(steps.begin(), steps.end());
  steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
  // The backward steps of the ops that read it may need it again.
  Ids users;
  for (const Index step : steps)
    users.push_back(trace.step(step).value);
  std::sort(users.begin(), users.end());
  for (const BackwardRun& run : trace.backward_runs) {
    for (Index at = run.first_step; at < run.end_step; ++at) {
      const Step& step = trace.step(at);
      if (step.edge < 0 || !contains(users, step.value)) continue;
      const auto& arguments = trace.value(step.value).arguments;
      if (std::any_of(arguments.begin(), arguments.end(), [&](ValueId argument) {
            return contains(ids, argument) && needs_argument(trace, at, argument);
          })) {
        steps.push_back(at);
      }
    }
  }
  std::sort(steps.begin(), steps.end());
  return steps;
}

std::vector<Index> gradient_reads_of(const Trace& trace, const Ids& ids) {
  std::vector<Index> steps;
  for (Index at = 0; at < trace.step_count(); ++at) {
    const Step& step = trace.step(at);
    const bool own_edge =
        step.kind == StepKind::backward && step.edge >= 0 && contains(ids, step.value);
    const bool optimizer = step.kind == StepKind::update && !updates_buffer(step) &&
                           contains(ids, trace.value(step.value).arguments.front());
    if (own_edge || optimizer) steps.push_back(at);
  }
  return steps;
}

std::vector<Index> writes_of(const Trace& trace, const Ids& ids) {
  std::vector<Index> steps;
  for (const ValueId id : ids) {
    if (trace.value(id).made_by >= 0) steps.push_back(trace.value(id).made_by);
  }
  return steps;
}

}  // namespace

std::vector<Index> reads(const Trace& trace, ValueId id) {
  return reads_of(trace, {id});
}

std::vector<Index> writes(const Trace& trace, ValueId id) {
  return writes_of(trace, {id});
}

std::vector<Index> gradient_reads(const Trace& trace, ValueId id) {
  return gradient_reads_of(trace, {id});
}

std::vector<Index> gradient_writes(const Trace& trace, ValueId id) {
  std::vector<Index> steps = contributions_to(trace, id);
  if (steps.empty()) return steps;
  const auto first = std::upper_bound(trace.clears.begin(), trace.clears.end(), steps.front());
  steps.insert(steps.end(), first, trace.clears.end());
  std::sort(steps.begin(), steps.end());
  return steps;
}

Accesses accesses(const Trace& trace, ValueId id) {
  const Ids ids = all_versions(trace, id);
  return {reads_of(trace, ids), writes_of(trace, ids), gradient_reads_of(trace, ids),
          gradient_writes(trace, id)};
}

}  // namespace backprop
