#include "viz/scene/practice_text.h"

#include <algorithm>

#include "engine/trace/explain.h"
#include "lessons/model/practice_rules.h"
#include "viz/scene/expression.h"
#include "viz/scene/numbers.h"

namespace backprop::viz {
namespace {

using lessons::practice::Ask;
using lessons::practice::Edge;
using lessons::practice::Kind;
using lessons::practice::Reply;
using lessons::practice::Score;
using lessons::practice::Verdict;

/// All of its texts begin alike.
std::string key(std::string_view rest) {
  return std::string("practice.") + std::string(rest);
}

std::string with_prefix(const char* prefix, std::string_view id) {
  return key(prefix + std::string(id));
}

bool is_seed(const Trace& trace, const Practice& practice) {
  return trace.step(practice.step).edge < 0;
}

/// What a sum adds to: the gradient's element before this edge.
double before(const Trace& trace, const Practice& practice) {
  const ValueId into = target(trace, trace.step(practice.step));
  return gradient_so_far(trace, practice, into)[practice.element];
}

}  // namespace

namespace {

/// Puts numbers into a question as mathematics.
class QuestionWriter {
 public:
  explicit QuestionWriter(const Trace& trace) : trace_(trace) {}

  std::string gradient(ValueId id, Index element) {
    return in_dollars(
        marked({Entity::value(id, element), true}, gradient_tex(trace_, id, element)));
  }

  /// The derivative of one number by another.
  std::string local(const MarkedNumber& of, const MarkedNumber& by) {
    return in_dollars("\\frac{\\partial " + name(of) + "}{\\partial " + name(by) + "}");
  }

  static std::string number(double number) { return in_dollars(number_tex(number)); }

  Question question(std::string text) && { return {std::move(text), std::move(marks_)}; }

 private:
  static std::string in_dollars(const std::string& tex) { return "$" + tex + "$"; }

  std::string name(const MarkedNumber& number) {
    return marked(number, name_tex(trace_, number.entity.id, number.entity.index));
  }

  std::string marked(const MarkedNumber& number, const std::string& tex) {
    marks_.push_back(number);
    return "\\mark{" + std::to_string(marks_.size() - 1) + "}{" + tex + "}";
  }

  const Trace& trace_;
  std::vector<MarkedNumber> marks_;
};

}  // namespace

Question practice_question(const Trace& trace, const Practice& practice, const Strings& words) {
  if (practice.ask == Ask::pick) return {words[key("pick")], {}};
  if (practice.ask == Ask::finished) return {words[key("finished")], {}};
  QuestionWriter set(trace);
  const auto ask = [&](const char* which, const auto&... parts) {
    std::string text = words.format(key(which), parts...);
    return std::move(set).question(std::move(text));
  };
  const Step& step = trace.step(practice.step);
  if (is_seed(trace, practice)) return ask("ask.seed", set.gradient(step.value, -1));
  const ValueId into = target(trace, step);
  if (practice.ask == Ask::local) {
    return ask("ask.local", set.local({Entity::value(step.value, practice.output)},
                                      {Entity::value(into, practice.element)}));
  }
  const std::string gradient = set.gradient(into, practice.element);
  if (practice.ask == Ask::sum)
    return ask("ask.sum", gradient, QuestionWriter::number(before(trace, practice)));
  const std::size_t outputs = Edge(trace, practice.step).outputs_of(practice.element).size();
  return ask(outputs > 1 ? "ask.several" : "ask.contribution", gradient, outputs);
}

std::string practice_reply(const Trace& trace, const Practice& practice, const Strings& words) {
  if (!practice.reply) return {};
  const Reply& reply = *practice.reply;
  if (reply.error) {
    const Error error = words.translated(*reply.error);
    return words.format(key("told.unreadable"),
                        error.advice.empty()
                            ? error.cause
                            : words.format("error.in_brackets", error.cause, error.advice));
  }
  const bool about_edge = reply.verdict != Verdict::not_on_the_way;
  const std::string name =
      about_edge ? gradient_name(trace, trace.step(reply.step).value, -1) : std::string();
  return words.format(with_prefix("told.", id_of(reply.verdict)), name, shown(reply.detail));
}

namespace {

std::string rule_key(const Trace& trace, const Practice& practice) {
  if (practice.ask == Ask::contribution) return key("rule.contribution");
  if (practice.ask == Ask::sum) return key("rule.sum");
  return with_prefix("rule.", id_of(kind_of(trace, practice, practice.step)));
}

/// What the question's number is computed from; of the seed nothing.
std::string formula(const Trace& trace, const Practice& practice, bool numbers) {
  if (is_seed(trace, practice)) return "1";
  const Edge edge(trace, practice.step);
  if (practice.ask == Ask::sum) {
    const double contribution = edge.contribution(practice.element);
    const ValueId into = edge.into();
    const std::string left =
        numbers ? shown(before(trace, practice)) : gradient_name(trace, into, practice.element);
    return left + (contribution < 0 ? " + (" : " + ") + shown(contribution) +
           (contribution < 0 ? ")" : "");
  }
  const TermList terms = practice.ask == Ask::local
                             ? edge.local_terms(practice.element, practice.output)
                             : explain(trace, practice.step, practice.element);
  return plain_text(numbers ? in_numbers(trace, practice.step, terms)
                            : in_symbols(trace, practice.step, terms));
}

}  // namespace

std::vector<std::string> practice_hints(const Trace& trace, const Practice& practice,
                                        const Strings& words) {
  std::vector<std::string> hints;
  if (practice.ask == Ask::pick || practice.ask == Ask::finished) return hints;
  const Value& value = trace.value(trace.step(practice.step).value);
  const std::string op = value.op == nullptr ? std::string() : std::string(value.op->name);
  if (practice.hints_here >= 1) hints.push_back(words.format(rule_key(trace, practice), op));
  if (practice.hints_here >= 2) hints.push_back("= " + formula(trace, practice, false));
  if (practice.hints_here >= 3) hints.push_back("= " + formula(trace, practice, true));
  if (practice.hints_here >= 4) hints.push_back("= " + shown(expected(trace, practice)));
  return hints;
}

namespace {

/// Gathers each number once.
class KnownNumbers {
 public:
  KnownNumbers(const Trace& trace, std::size_t most) : trace_(trace), most_(most) {}

  void value(ValueId id, Index element) {
    if (trace_.value(id).kind == ValueKind::constant) return;
    add({element_name(trace_, id, element), trace_.value(id).data[element],
         Entity::value(id, element), false});
  }
  void gradient(ValueId id, Index element, double number) {
    add({gradient_name(trace_, id, element), number, Entity::value(id, element), true});
  }
  std::vector<Known> all() && { return std::move(all_); }

 private:
  void add(Known known) {
    const auto same = [&](const Known& other) {
      return other.entity == known.entity && other.gradient == known.gradient;
    };
    if (all_.size() < most_ && std::none_of(all_.begin(), all_.end(), same))
      all_.push_back(std::move(known));
  }

  const Trace& trace_;
  std::size_t most_;
  std::vector<Known> all_;
};

/// The elements of other arguments that the local derivative is made of.
void add_other_arguments(KnownNumbers& numbers, const Edge& edge, Index element, Index output) {
  for (const Term& term : edge.local_terms(element, output)) {
    for (const Operand* operand : {&term.a, &term.b}) {
      if (operand->source != Operand::Source::argument) continue;
      numbers.value(edge.value().arguments[static_cast<std::size_t>(operand->which)],
                    operand->element);
    }
  }
}

}  // namespace

std::vector<Known> practice_known(const Trace& trace, const Practice& practice, std::size_t most) {
  KnownNumbers numbers(trace, most);
  if (practice.ask == Ask::pick || practice.ask == Ask::finished || is_seed(trace, practice))
    return std::move(numbers).all();
  const Edge edge(trace, practice.step);
  std::vector<Index> outputs{practice.output};
  if (practice.ask != Ask::local) outputs = edge.outputs_of(practice.element);
  if (outputs.size() > most) outputs.resize(most);
  if (practice.ask != Ask::local) {
    for (const Index output : outputs)
      numbers.gradient(edge.step().value, output, edge.upstream()[output]);
  }
  numbers.value(edge.into(), practice.element);
  for (const Index output : outputs)
    add_other_arguments(numbers, edge, practice.element, output);
  for (const Index output : outputs)
    numbers.value(edge.step().value, output);
  return std::move(numbers).all();
}

std::string practice_choice(const Trace& trace, Index step, const Strings& words) {
  const Step& its = trace.step(step);
  if (its.edge < 0) return words.format(key("choice.seed"), gradient_name(trace, its.value, -1));
  const OpRow& op = *trace.value(its.value).op;
  return words.format(key("choice"), gradient_name(trace, target(trace, its), -1),
                      op.symbol.empty() ? op.name : op.symbol, gradient_name(trace, its.value, -1));
}

std::string practice_score(const Score& score, const Strings& words) {
  return words.format(key("score"), score.right, score.asked, score.at_once, score.mistakes);
}

std::string practice_kind(Kind kind, const Strings& words) {
  return words[with_prefix("kind.", id_of(kind))];
}

}  // namespace backprop::viz
