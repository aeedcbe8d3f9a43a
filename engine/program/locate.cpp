#include "engine/program/locate.h"

#include <algorithm>

#include "engine/nn/optimizer.h"
#include "engine/nn/start.h"
#include "engine/program/parser.h"
#include "engine/program/parts.h"

namespace backprop {
namespace {

using ast::Expression;

/// The calls in one statement that leaves or updates come from.
struct Marked {
  std::string key;  ///< "h,c": what it assigns; "sgd()": what it calls
  std::vector<const Expression*> calls;
};

bool makes_leaf(const ast::Call& call) {
  return !call.receiver && (call.function == "tensor" || call.function == "param");
}

bool is_mark(const ast::Call& call) {
  return makes_leaf(call) || (!call.receiver && (find_initialiser(call.function) != nullptr ||
                                                 find_optimizer(call.function) != nullptr));
}

class Collector {
 public:
  std::vector<Marked> collect(const ast::Block& block) && {
    statements(block);
    return std::move(marked_);
  }

 private:
  void statements(const ast::Block& block) {
    for (const ast::Statement& statement : block)
      std::visit(*this, statement.node);
  }

  void begin(std::string key, const Expression& value) {
    marked_.push_back({std::move(key), {}});
    look_into(value);
  }

  void look_into(const Expression& expression) {
    const auto* call = std::get_if<ast::Call>(&expression.node);
    if (call != nullptr && is_mark(*call)) marked_.back().calls.push_back(&expression);
    if (call != nullptr && makes_leaf(*call)) return;  // what is in it belongs to the leaf
    ast::for_each_part(expression, [this](const Expression& part) { look_into(part); });
  }

 public:  // for std::visit
  void operator()(const ast::Assignment& statement) {
    std::string key;
    for (const std::string& name : statement.names)
      key += name + ",";
    begin(std::move(key), *statement.value);
  }
  void operator()(const ast::ExpressionStatement& statement) {
    const auto* call = std::get_if<ast::Call>(&statement.value->node);
    begin(call == nullptr ? "" : call->function + "()", *statement.value);
  }
  void operator()(const ast::ForLoop& loop) {
    begin("for " + loop.name, *loop.count);
    statements(loop.body);
  }
  void operator()(const ast::Definition& definition) { statements(definition.function->body); }
  void operator()(const ast::Return& statement) { begin("return", *statement.value); }

 private:
  std::vector<Marked> marked_;
};

/// Which call of which statement.
struct Where {
  std::size_t statement = 0;
  std::size_t call = 0;
};

std::optional<Where> find_at(const std::vector<Marked>& all, const std::string& source, Place place,
                             const std::string& written) {
  for (std::size_t s = 0; s < all.size(); ++s) {
    for (std::size_t c = 0; c < all[s].calls.size(); ++c) {
      const Expression& call = *all[s].calls[c];
      const std::string_view text =
          std::string_view(source).substr(call.begin, call.end - call.begin);
      if (call.place == place && (written.empty() || text == written)) return Where{s, c};
    }
  }
  return std::nullopt;
}

std::vector<std::size_t> with_key(const std::vector<Marked>& all, const std::string& key) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].key == key) found.push_back(i);
  }
  return found;
}

/// The same call in the program as it stands now; null where that is unclear.
const Expression* counterpart(const std::vector<Marked>& before, const Where& where,
                              const std::vector<Marked>& now) {
  const std::string& key = before[where.statement].key;
  const auto then = with_key(before, key);
  const auto candidates = with_key(now, key);
  if (then.size() != candidates.size()) return nullptr;
  const auto nth = std::find(then.begin(), then.end(), where.statement) - then.begin();
  const auto& calls = now[candidates[static_cast<std::size_t>(nth)]].calls;
  if (calls.size() != before[where.statement].calls.size()) return nullptr;
  return calls[where.call];
}

}  // namespace

Result<LocatedCall> locate_call(const Trace& trace, Place place, const std::string& written,
                                const std::string& text) {
  auto ran = parse(trace.program);
  if (!ran) return ran.error();
  const std::vector<Marked> before = Collector().collect(ran.value()->statements);
  const auto where = find_at(before, trace.program, place, written);
  if (!where) {
    return Error{place, "this number is not written in a tensor(...) or param(...) of its own",
                 "edit the program's text"};
  }
  if (text == trace.program) {
    return LocatedCall{ran.value(), before[where->statement].calls[where->call]};
  }
  auto now = parse(text);
  if (!now) return now.error();
  const Expression* found =
      counterpart(before, *where, Collector().collect(now.value()->statements));
  if (found != nullptr) return LocatedCall{now.value(), found};
  return Error{place, "the lines around this number were changed since the program ran",
               "run the program first"};
}

}  // namespace backprop
