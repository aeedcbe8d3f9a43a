#include "lessons/model/practice.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/trace/layers.h"
#include "engine/trace/time.h"
#include "lessons/model/practice_answer.h"
#include "lessons/model/practice_mistakes.h"

namespace backprop::lessons::practice {
namespace {

constexpr Index most_steps = 2'000;  // of a backward() that is gone through by hand

const BackwardRun& run_of(const Trace& trace, const Practice& practice) {
  return trace.backward_runs[static_cast<std::size_t>(practice.run)];
}

bool in_run(const BackwardRun& run, Index step) {
  return step >= run.first_step && step < run.end_step;
}

std::size_t place(const BackwardRun& run, Index step) {
  return static_cast<std::size_t>(step - run.first_step);
}

bool is_done(const Trace& trace, const Practice& practice, Index step) {
  return practice.done[place(run_of(trace, practice), step)];
}

/// Whether a value is a parameter or is computed from one, for all values.
std::vector<bool> on_parameters(const Trace& trace) {
  std::vector<bool> depends(trace.values.size(), false);
  for (std::size_t id = 0; id < depends.size(); ++id) {
    if (trace.values[id].kind == ValueKind::parameter) depends[id] = true;
    for (const int edge : gradient_edges(trace, static_cast<ValueId>(id))) {
      const ValueId argument = trace.values[id].arguments[static_cast<std::size_t>(edge)];
      if (depends[static_cast<std::size_t>(argument)]) depends[id] = true;
    }
  }
  return depends;
}

/// How many contributions to a value's gradient this run makes, and how many of them are done.
struct Received {
  int all = 0;
  int done = 0;
  bool whole() const { return done == all; }
};

Received received(const Trace& trace, const Practice& practice, ValueId id) {
  const BackwardRun& run = run_of(trace, practice);
  Received count;
  for (const Index at : contributions_to(trace, id)) {
    if (!in_run(run, at)) continue;
    ++count.all;
    if (practice.done[place(run, at)]) ++count.done;
  }
  return count;
}

/// The last value of a layer before the loss; what comes after it leads to the loss.
ValueId last_in_layer(const Trace& trace, ValueId loss) {
  ValueId id = loss;
  while (id >= 0 && layer_key(trace, id) < 0)
    --id;
  return id;
}

}  // namespace

std::optional<Error> why_not(const Trace& trace, int run) {
  const auto runs = static_cast<int>(trace.backward_runs.size());
  if (run < 0 || run >= runs) {
    return Error{{}, "there is no backward() to go through", "add J.backward() to the program"};
  }
  if (trace.fault != Fault::none) {
    return Error{{}, "this recording is of a broken engine", "run the program itself first"};
  }
  const BackwardRun& its = trace.backward_runs[static_cast<std::size_t>(run)];
  const Index steps = its.end_step - its.first_step;
  if (steps > most_steps) {
    return Error{{},
                 "this backward() takes " + std::to_string(steps) + " steps; at most " +
                     std::to_string(most_steps) + " are gone through by hand",
                 "take a smaller network or fewer rounds"};
  }
  return std::nullopt;
}

int run_at(const Trace& trace, Index step) {
  const auto& runs = trace.backward_runs;
  const auto found = std::find_if(runs.begin(), runs.end(),
                                  [step](const BackwardRun& run) { return run.end_step > step; });
  const auto place = static_cast<int>(found - runs.begin());
  return std::min(place, static_cast<int>(runs.size()) - 1);
}

Result<Practice> start(const Trace& trace, int run) {
  if (auto error = why_not(trace, run)) return *error;
  Practice practice;
  practice.run = run;
  const BackwardRun& its = run_of(trace, practice);
  const auto steps = its.end_step - its.first_step;
  practice.done.assign(static_cast<std::size_t>(steps), false);
  practice.needed.assign(static_cast<std::size_t>(steps), false);
  practice.needed.front() = true;
  const std::vector<bool> depends = on_parameters(trace);
  for (Index at = its.first_step + 1; at < its.end_step; ++at) {
    const ValueId into = target(trace, trace.step(at));
    practice.needed[place(its, at)] =
        depends[static_cast<std::size_t>(into)] && trace.value(into).data.size() > 0;
  }
  return practice;
}

namespace {

/// Whether all that arrives at the step's value has been done.
bool is_ready(const Trace& trace, const Practice& practice, Index step) {
  const Step& its = trace.step(step);
  return its.edge < 0 || received(trace, practice, its.value).whole();
}

}  // namespace

std::vector<Choice> choices(const Trace& trace, const Practice& practice) {
  const BackwardRun& run = run_of(trace, practice);
  std::vector<Choice> found;
  // Beside the ready ones those of values that something has arrived at, or will next.
  std::vector<ValueId> near{run.loss};
  for (Index at = run.first_step; at < run.end_step; ++at) {
    const Step& step = trace.step(at);
    if (!practice.needed[place(run, at)]) continue;
    const bool done = practice.done[place(run, at)];
    const bool ready = is_ready(trace, practice, at);
    if (done || ready) near.push_back(target(trace, step));
    const bool offered =
        step.edge < 0 || std::find(near.begin(), near.end(), step.value) != near.end();
    if (!done && offered) found.push_back({at, ready});
  }
  return found;
}

Kind kind_of(const Trace& trace, const Practice& practice, Index step) {
  const Step& its = trace.step(step);
  if (its.edge < 0) return Kind::seed;
  const Value& value = trace.value(its.value);
  if (value.op->kind == OpKind::loss) return Kind::loss;
  if (value.op->kind == OpKind::activation) return Kind::activation;
  if (value.op->kind == OpKind::product) {
    if (its.edge > 1) return Kind::bias;
    return its.edge == weight_argument(trace, value) ? Kind::product_by_weight
                                                     : Kind::product_by_input;
  }
  const ValueId last = last_in_layer(trace, run_of(trace, practice).loss);
  if (last >= 0 && its.value > last) return Kind::loss;
  return value.op->name == "add" ? Kind::bias : Kind::other;
}

Tensor gradient_so_far(const Trace& trace, const Practice& practice, ValueId id) {
  const BackwardRun& run = run_of(trace, practice);
  Tensor gradient = gradient_at(trace, id, run.first_step);
  for (const Index at : contributions_to(trace, id)) {
    if (!in_run(run, at) || !practice.done[place(run, at)]) continue;
    add_into(gradient, trace.contributions[static_cast<std::size_t>(trace.step(at).contribution)]);
  }
  return gradient;
}

namespace {

bool holds_something(const Trace& trace, const Practice& practice, ValueId id) {
  return contribution_count(trace, id, run_of(trace, practice).first_step) > 0 ||
         received(trace, practice, id).done > 0;
}

Question question_of(const Trace& trace, const Practice& practice) {
  Question question{practice.ask, practice.element, practice.output, 0};
  if (practice.ask == Ask::sum) {
    const ValueId into = target(trace, trace.step(practice.step));
    question.before = gradient_so_far(trace, practice, into)[practice.element];
  }
  return question;
}

bool is_seed(const Trace& trace, const Practice& practice) {
  return trace.step(practice.step).edge < 0;
}

Score& score_of(const Trace& trace, Practice& practice, Index step) {
  return practice.scores[static_cast<std::size_t>(kind_of(trace, practice, step))];
}

void ask(Practice& practice, Ask what) {
  practice.ask = what;
  practice.mistakes_here = 0;
  practice.hints_here = 0;
}

/// When nothing that is needed is left, the rest is filled in.
void finish_edge(const Trace& trace, Practice& practice) {
  const BackwardRun& run = run_of(trace, practice);
  practice.done[place(run, practice.step)] = true;
  bool left = false;
  for (std::size_t i = 0; i < practice.done.size(); ++i)
    left = left || (practice.needed[i] && !practice.done[i]);
  if (!left) practice.done.assign(practice.done.size(), true);
  ask(practice, left ? Ask::pick : Ask::finished);
}

/// A local derivative of 1 to one output passes the upstream gradient on: nothing to multiply.
bool passes_on(const Edge& edge, const Practice& practice) {
  return edge.outputs_of(practice.element).size() == 1 &&
         edge.local(practice.element, practice.output) == 1;
}

/// The question after one that has been answered.
void go_on(const Trace& trace, Practice& practice) {
  if (is_seed(trace, practice)) {
    finish_edge(trace, practice);
    return;
  }
  const Edge edge(trace, practice.step);
  if (practice.ask == Ask::local && !passes_on(edge, practice)) {
    ask(practice, Ask::contribution);
  } else if (practice.ask != Ask::sum && holds_something(trace, practice, edge.into())) {
    ask(practice, Ask::sum);
  } else {
    finish_edge(trace, practice);
  }
}

void note(Practice& practice, Reply reply, const std::string& typed) {
  practice.log.push_back({reply.verdict, reply.to, reply.step, typed});
  practice.reply = std::move(reply);
}

/// What is said to a pick; `right` where it may be taken.
Reply judged_pick(const Trace& trace, const Practice& practice, Index step) {
  const BackwardRun& run = run_of(trace, practice);
  Reply reply;
  reply.step = step;
  if (!in_run(run, step) || !practice.needed[place(run, step)]) {
    reply.verdict = Verdict::not_on_the_way;
  } else if (is_done(trace, practice, step)) {
    reply.verdict = Verdict::already_done;
  } else if (!is_ready(trace, practice, step)) {
    const Received count = received(trace, practice, trace.step(step).value);
    reply.verdict = Verdict::parent_unfinished;
    reply.detail = count.all - count.done;
  }
  return reply;
}

}  // namespace

namespace {

const std::string pick_move = "pick ";
const std::string answer_move = "answer ";
const std::string hint_move = "hint";

void keep_move(Practice& practice, std::string move) {
  constexpr std::size_t longest = 250;  // a longer answer is a slip of the clipboard
  if (practice.moves.size() < most_moves && move.size() <= longest)
    practice.moves.push_back(std::move(move));
}

}  // namespace

Practice pick(const Trace& trace, Practice practice, Index step) {
  if (practice.ask != Ask::pick) return practice;
  keep_move(practice, pick_move + std::to_string(step));
  const Reply reply = judged_pick(trace, practice, step);
  const bool in = in_run(run_of(trace, practice), step);
  note(practice, reply, {});
  if (is_mistake(reply.verdict)) {
    if (in) ++score_of(trace, practice, step).mistakes;
    return practice;
  }
  if (reply.verdict != Verdict::right) return practice;
  practice.step = step;
  practice.element = practice.output = 0;
  ask(practice, Ask::local);
  if (is_seed(trace, practice)) return practice;
  const Asked asked = element_to_ask(Edge(trace, step));
  practice.element = asked.element;
  practice.output = asked.output;
  return practice;
}

namespace {

Reply judged_answer(const Trace& trace, const Practice& practice, const std::string& text) {
  Reply reply;
  reply.to = practice.ask;
  reply.step = practice.step;
  const auto typed = number_in(trace, practice, text);
  if (!typed) {
    reply.verdict = Verdict::unreadable;
    reply.error = typed.error();
    return reply;
  }
  reply.typed = typed.value();
  const Wrong judgement =
      is_seed(trace, practice)
          ? judge_seed(trace.value(run_of(trace, practice).loss).data[0], reply.typed)
          : judge(Edge(trace, practice.step), question_of(trace, practice), reply.typed);
  reply.verdict = judgement.verdict;
  reply.detail = judgement.detail;
  return reply;
}

}  // namespace

Practice answer(const Trace& trace, Practice practice, const std::string& text) {
  if (practice.ask == Ask::pick || practice.ask == Ask::finished) return practice;
  keep_move(practice, answer_move + text);
  const Reply reply = judged_answer(trace, practice, text);
  note(practice, reply, text);
  Score& score = score_of(trace, practice, practice.step);
  if (is_mistake(reply.verdict)) {
    ++score.mistakes;
    ++practice.mistakes_here;
    return practice;
  }
  if (reply.verdict != Verdict::right) return practice;
  ++score.asked;
  if (practice.hints_here < most_hints) ++score.right;
  if (practice.hints_here == 0 && practice.mistakes_here == 0) ++score.at_once;
  go_on(trace, practice);
  return practice;
}

Practice hint(const Trace& trace, Practice practice) {
  const bool asked = practice.ask != Ask::pick && practice.ask != Ask::finished;
  if (!asked || practice.hints_here >= most_hints) return practice;
  keep_move(practice, hint_move);
  ++practice.hints_here;
  ++score_of(trace, practice, practice.step).hints;
  return practice;
}

Practice replayed(const Trace& trace, Practice practice, const std::vector<std::string>& moves) {
  for (const std::string& move : moves) {
    if (move == hint_move) {
      practice = hint(trace, std::move(practice));
    } else if (move.starts_with(answer_move)) {
      practice = answer(trace, std::move(practice), move.substr(answer_move.size()));
    } else if (move.starts_with(pick_move)) {
      const std::string step = move.substr(pick_move.size());
      Index at = -1;
      const auto end = step.data() + step.size();
      if (std::from_chars(step.data(), end, at).ptr == end)
        practice = pick(trace, std::move(practice), at);
    }
  }
  return practice;
}

double expected(const Trace& trace, const Practice& practice) {
  if (is_seed(trace, practice)) return 1;
  return right_number(Edge(trace, practice.step), question_of(trace, practice));
}

Index time_reached(const Trace& trace, const Practice& practice) {
  const BackwardRun& run = run_of(trace, practice);
  std::size_t reached = 0;
  // What is not asked for is passed over, but not before something is done.
  while (reached < practice.done.size() && practice.done.front() &&
         (practice.done[reached] || !practice.needed[reached]))
    ++reached;
  return run.first_step + static_cast<Index>(reached);
}

Score total(const Practice& practice) {
  Score sum;
  for (const Score& score : practice.scores) {
    sum.asked += score.asked;
    sum.right += score.right;
    sum.at_once += score.at_once;
    sum.mistakes += score.mistakes;
    sum.hints += score.hints;
  }
  return sum;
}

}  // namespace backprop::lessons::practice
