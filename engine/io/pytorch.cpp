#include "engine/io/pytorch.h"

#include <cmath>
#include <set>

#include "engine/nn/schedule.h"
#include "engine/nn/start.h"
#include "engine/number_text.h"
#include "engine/program/composites.h"

namespace backprop {
namespace {

/// The identifiers of a program; those in comments and strings do no harm.
std::set<std::string, std::less<>> words_of(const std::string& text) {
  std::set<std::string, std::less<>> words;
  std::string word;
  for (const char c : text + " ") {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (letter || (!word.empty() && c >= '0' && c <= '9')) {
      word += c;
    } else if (!word.empty()) {
      words.insert(std::exchange(word, {}));
    }
  }
  return words;
}

constexpr std::string_view head = R"(import json
import math
import sys

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)

parameters = []
optimizers = {}
STATE = ("updates", "momentum_buffer", "exp_avg", "exp_avg_sq", "square_avg", "grad_avg", "sum")
seen = {}  # id of a tensor: it, its numbers and its gradient at the last backward()
loss = None


def tensor(values):
    """Data: not updated, but its gradient can be looked at."""
    values = values.tolist() if isinstance(values, torch.Tensor) else values
    return torch.tensor(values, dtype=torch.float64, requires_grad=True)


def param(values):
    parameters.append(tensor(values))
    return parameters[-1]


def as_tensor(value):
    return torch.as_tensor(value, dtype=torch.float64)


def indices(values):
    return torch.as_tensor(values).detach().long()


def all_of(x, dim):
    return tuple(range(x.dim())) if dim is None else dim


def named():
    return {name: value for name, value in globals().items()
            if isinstance(value, torch.Tensor) and name not in ("loss", "drawn", "masks")}


torch_backward = torch.Tensor.backward


def backward(self):
    global loss
    for value in named().values():
        if value.requires_grad and not value.is_leaf:
            value.retain_grad()
    torch_backward(self)
    loss = self.item()
    seen.clear()
    for value in named().values():
        gradient = torch.zeros_like(value) if value.grad is None else value.grad
        seen[id(value)] = (value, value.detach().clone(), gradient.clone())


torch.Tensor.backward = backward


def zero_grad():
    for value in named().values():
        value.grad = None


def optimizer(kind):
    """Each line of the program keeps an optimizer of its own; it may go on from a state that is given."""
    def step(*arguments, **settings):
        line = sys._getframe(1).f_lineno
        state = {name: settings.pop(name) for name in STATE if name in settings}
        if line not in optimizers:
            optimizers[line] = kind(parameters, *arguments, **settings)
            for i, parameter in enumerate(parameters if state else []):
                own = optimizers[line].state[parameter]
                own["step"] = torch.tensor(float(state["updates"]))
                for name, tensors in state.items():
                    if name != "updates":
                        own[name] = as_tensor(tensors[i]).detach().clone()
        group = optimizers[line].param_groups[0]
        group["lr"] = arguments[0] if arguments else settings.get("lr", group["lr"])
        optimizers[line].step()
    return step

)";

constexpr std::string_view tail = R"(

def numbers(value):
    if isinstance(value, list):
        return [numbers(item) for item in value]
    value = float(value)
    if math.isfinite(value):
        return value
    return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"


values, gradients, after = {}, {}, {}
for name, value in named().items():
    _, before, gradient = seen.get(id(value), (value, value, torch.zeros_like(value)))
    values[name] = numbers(before.detach().tolist())
    gradients[name] = numbers(gradient.tolist())
    if any(value is parameter for parameter in parameters):
        after[name] = numbers(value.tolist())
print(json.dumps({"loss": None if loss is None else numbers(loss), "values": values, "grads": gradients, "params": after}))
)";

class Script {
 public:
  explicit Script(const Trace& trace) : trace_(trace), words_(words_of(trace.program)) {}

  std::string write() {
    text_ = "# Made by Backprop Tutor: runs under PyTorch and prints what `grad --json` prints.\n";
    text_ += head;
    functions();
    optimizers_and_schedules();
    drawn_numbers();
    methods();
    text_ += "\n# The program.\n" + trace_.program;
    if (text_.back() != '\n') text_ += '\n';
    text_ += tail;
    return std::move(text_);
  }

 private:
  bool uses(std::string_view name) const { return words_.find(name) != words_.end(); }

  void define(std::string_view name, std::string_view pytorch) {
    if (!uses(name)) return;
    if (pytorch.starts_with("torch")) {
      text_ += std::string(name) + " = " + std::string(pytorch) + "." + std::string(name) + "\n";
    } else {
      text_ += "\n\n" + std::string(pytorch) + "\n\n";
    }
  }

  void functions() {
    for (const OpRow& row : op_table()) {
      if (row.name != "index" && row.name != "t") define(row.name, row.pytorch);
    }
    for (const Composite& composite : composites())
      define(composite.name, composite.pytorch);
  }

  void optimizers_and_schedules() {
    for (const OptimizerRow& row : backprop::optimizers()) {
      if (uses(row.name))
        text_ += std::string(row.name) + " = optimizer(" + std::string(row.pytorch) + ")\n";
    }
    for (const Schedule& schedule : schedules())
      define(schedule.name, schedule.python);
  }

  void list(const std::string& name, const std::vector<Tensor>& tensors) {
    text_ += "\n" + name + " = iter([\n";
    for (const Tensor& tensor : tensors) {
      text_ += "    torch.tensor([";
      for (const double number : tensor.data)
        text_ += value_text(AttributeValue(number)) + ", ";
      std::string shape;
      for (const Index size : tensor.shape)
        shape += std::to_string(size) + ", ";
      text_ += "]).reshape((" + shape + ")),\n";
    }
    text_ += "])\n";
  }

  void drawn_numbers() {
    if (!trace_.drawn.empty()) list("drawn", trace_.drawn);
    for (const std::string& name : initialiser_names()) {
      if (!uses(name)) continue;
      if (find_initialiser(name)->draws) {
        text_ += name + " = lambda *arguments, **settings: tensor(next(drawn))\n";
      } else {
        text_ += name + " = lambda *sizes: tensor(torch." + name + "(*sizes))\n";
      }
    }
    std::vector<Tensor> masks;
    for (const Value& value : trace_.values) {
      if (value.op == nullptr || value.op->name != "dropout") continue;
      // What dropout makes of ones is its mask.
      const Tensor ones(value.data.shape, 1.0);
      const std::array<const Tensor*, 1> arguments{&ones};
      masks.push_back(value.op->forward({arguments, value.attributes}, ones.shape));
    }
    if (!masks.empty()) list("masks", masks);
  }

  /// Functions that PyTorch has not as methods, or otherwise.
  void methods() {
    for (const OpRow& row : op_table()) {
      const std::string name(row.name);
      if (!uses(name) || trace_.program.find("." + name + "(") == std::string::npos) continue;
      if (row.pytorch != "torch")
        text_ += "torch.Tensor." + name + " = lambda self, *rest, **named: " + name +
                 "(self, *rest, **named)\n";
    }
  }

  const Trace& trace_;
  std::set<std::string, std::less<>> words_;
  std::string text_;
};

}  // namespace

std::string pytorch_script(const Trace& trace) {
  return Script(trace).write();
}

}  // namespace backprop
