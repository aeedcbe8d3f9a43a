#include "engine/io/pytorch.h"
#include "engine/nn/optimizer.h"
#include "engine/ops/op.h"

namespace backprop {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The place after the bracket that closes the one at `open`; npos where the line ends before.
std::size_t after_closing(const std::string& text, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == '#') break;
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) return i + 1;
  }
  return std::string::npos;
}

/// How PyTorch calls an op: with a prefix, or as its definition here does.
std::string called(const OpRow& op) {
  const std::string name(op.name);
  if (op.pytorch == "torch") return "torch." + name;
  if (op.pytorch == "torch.nn.functional") return "F." + name;
  for (const std::string prefix : {"F.", "torch."}) {
    if (op.pytorch.find(prefix + name + "(") != std::string_view::npos) return prefix + name;
  }
  return name;
}

class LineWriter {
 public:
  explicit LineWriter(const std::string& line) : line_(line) {}

  std::string write() {
    while (at_ < line_.size() && line_[at_] != '#') {
      if (is_letter(line_[at_])) {
        word();
      } else if (line_[at_] == '\'' || line_[at_] == '"') {
        quoted();
      } else {
        text_ += line_[at_++];
      }
    }
    return text_ + line_.substr(at_);
  }

 private:
  void quoted() {
    const std::size_t end = line_.find(line_[at_], at_ + 1);
    const std::size_t length = end == std::string::npos ? std::string::npos : end + 1 - at_;
    text_ += line_.substr(at_, length);
    at_ = end == std::string::npos ? line_.size() : end + 1;
  }

  void word() {
    const std::size_t begin = at_;
    while (at_ < line_.size() && (is_letter(line_[at_]) || is_digit(line_[at_])))
      ++at_;
    const std::string name = line_.substr(begin, at_ - begin);
    const bool method = begin > 0 && line_[begin - 1] == '.';
    const bool call = at_ < line_.size() && line_[at_] == '(';
    const bool defined = text_.ends_with("def ");
    text_ += method || !call || defined ? name : function(name);
  }

  /// A function's name; what stands around its brackets is put in at once.
  std::string function(const std::string& name) {
    if (name == "tensor") return "torch.tensor";
    if (name == "param") return wrapped("torch.nn.Parameter(torch.tensor", ")");
    if (name == "zero_grad") return "optimizer.zero_grad";
    if (const OptimizerRow* row = find_optimizer(name)) {
      const std::size_t end = after_closing(line_, at_);
      if (end == std::string::npos) return name;
      const std::string inside = line_.substr(at_ + 1, end - at_ - 2);
      at_ = end;
      return std::string(row->pytorch) + "(parameters" + (inside.empty() ? "" : ", ") + inside +
             ").step()";
    }
    const OpRow* op = find_op(name);
    return op == nullptr ? name : called(*op);
  }

  /// The call as it is, between two texts.
  std::string wrapped(const std::string& before, const std::string& after) {
    const std::size_t end = after_closing(line_, at_);
    if (end == std::string::npos) return before;  // it goes on in the next line
    const std::string inside = line_.substr(at_, end - at_);
    at_ = end;
    return before + inside + after;
  }

  const std::string& line_;
  std::size_t at_ = 0;
  std::string text_;
};

}  // namespace

std::string pytorch_line(const std::string& line) {
  return LineWriter(line).write();
}

}  // namespace backprop
