/// Results as JSON text. Numbers read back as the same doubles; those that are not finite are
/// written as "nan", "inf" and "-inf".
#pragma once

#include <string>

#include "engine/trace/gradient_check.h"
#include "engine/trace/scalar_run.h"
#include "engine/trace/trace.h"
#include "engine/trace/why.h"

namespace backprop {

/// {"loss": n or null, "values": {name: nested lists}, "grads": {...}, "params": {...}}: the last
/// binding of each name, gradients as of the last backward(), parameters after all updates.
std::string gradients_json(const Trace& trace);

/// {"program": text, "steps": [...]}: for each step what it read, its terms, what it wrote, and for
/// a gradient the sum before and after.
std::string trace_json(const Trace& trace);

/// {"program": text, "events": [...]}: the scalar tape's records and edges.
std::string scalar_trace_json(const Trace& trace, const ScalarRun& run);

/// {"why": [...]}: each line's number, the step that made it and its terms.
std::string why_json(const Trace& trace, const std::vector<WhyLine>& lines);

/// {"passed": bool, "parameters": [...]}
std::string check_json(const GradientCheck& check);

/// {"error": {"line", "column", "cause", "advice"}}
std::string error_json(const Error& error);

}  // namespace backprop
