// Practice in words, in both languages.
#include "viz/scene/practice_text.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "engine/number_text.h"
#include "tests/support/programs.h"
#include "tests/ui/desk.h"
#include "viz/text/math_markup.h"

namespace backprop::test {
namespace {

namespace practice = lessons::practice;
using practice::Ask;
using practice::Kind;
using practice::Verdict;
using viz::Language;

const viz::Strings& words_of(Language language) {
  return resources().words.at(language);
}

/// Goes through a whole run; `visit(practice)` sees every question before it is answered.
template <class Visit>
void go_through(const Trace& trace, const Visit& visit) {
  practice::Practice now = practice::start(trace, 0).value();
  for (int i = 0; now.ask != Ask::finished && i < 10'000; ++i) {
    visit(now);
    if (now.ask == Ask::pick) {
      for (const practice::Choice& choice : practice::choices(trace, now)) {
        if (!choice.ready) continue;
        now = practice::pick(trace, now, choice.step);
        break;
      }
    } else {
      now = practice::answer(trace, now, exact_text(practice::expected(trace, now)));
    }
  }
  REQUIRE(now.ask == Ask::finished);
  visit(now);
}

/// A question with its formulas as text; each of them must be understood.
std::string asked(const Trace& trace, const practice::Practice& now, const viz::Strings& words) {
  const std::string text = viz::practice_question(trace, now, words).text;
  std::string plain;
  bool formula = false;
  for (std::size_t at = 0; at <= text.size(); formula = !formula) {
    const std::size_t end = std::min(text.find('$', at), text.size());
    const std::string part = text.substr(at, end - at);
    plain += formula ? viz::math_as_text(viz::parse_tex(part).value()) : part;
    at = end + 1;
  }
  CHECK(formula);  // every dollar has its partner
  return plain;
}

bool is_whole(const std::string& text) {
  return !text.empty() && text.find("(?)") == std::string::npos &&
         text.find('{') == std::string::npos;
}

TEST_CASE("every question, reply, hint and choice has words in both languages") {
  for (const Language language : {Language::english, Language::chinese}) {
    const viz::Strings& words = words_of(language);
    int checked = 0;
    for (const NamedProgram& program : all_programs()) {
      const auto trace = run_of(program.text);
      go_through(*trace, [&](practice::Practice now) {
        CHECK(is_whole(asked(*trace, now, words)));
        for (const practice::Choice& choice : practice::choices(*trace, now))
          CHECK(is_whole(viz::practice_choice(*trace, choice.step, words)));
        CHECK(viz::practice_hints(*trace, now, words).empty());
        for (int i = 0; i < practice::most_hints; ++i)
          now = practice::hint(*trace, now);
        const auto hints = viz::practice_hints(*trace, now, words);
        CHECK(hints.size() == static_cast<std::size_t>(now.hints_here));
        for (const std::string& hint : hints)
          CHECK(is_whole(hint));
        ++checked;
      });
    }
    CHECK(checked > 200);
    const auto trace = run_of(shipped_program("two-two-two"));
    practice::Practice now = practice::start(*trace, 0).value();
    CHECK(viz::practice_reply(*trace, now, words).empty());
    for (int verdict = 0; verdict <= static_cast<int>(Verdict::unreadable); ++verdict) {
      practice::Reply reply;
      reply.verdict = static_cast<Verdict>(verdict);
      reply.step = trace->backward_runs[0].first_step + 2;
      reply.detail = 3;
      CAPTURE(practice::id_of(reply.verdict));
      now.reply = reply;
      CHECK(is_whole(viz::practice_reply(*trace, now, words)));
    }
    for (std::size_t kind = 0; kind < practice::kind_count; ++kind)
      CHECK(is_whole(viz::practice_kind(static_cast<Kind>(kind), words)));
    CHECK(is_whole(viz::practice_score(practice::total(now), words)));
  }
}

TEST_CASE("what the hints show may be typed as it stands, and is right") {
  int typed = 0;
  for (const NamedProgram& program : core_programs()) {
    const auto trace = run_of(program.text);
    go_through(*trace, [&](practice::Practice now) {
      for (int i = 0; i < practice::most_hints; ++i)
        now = practice::hint(*trace, now);
      const auto hints = viz::practice_hints(*trace, now, words_of(Language::english));
      const bool local = now.ask == Ask::local;  // other formulas have gradients in them
      for (std::size_t i = local ? 1 : 2; i < hints.size(); ++i) {
        CAPTURE(hints[i]);
        const auto after = practice::answer(*trace, now, hints[i].substr(2));
        REQUIRE(after.reply.has_value());
        CHECK(after.reply->verdict == Verdict::right);
        ++typed;
      }
    });
  }
  CHECK(typed > 100);
}

TEST_CASE("the numbers around an edge are those that it takes") {
  const auto trace = run_of(shipped_program("two-two-two"));
  const ValueId h = find_value(*trace, "h");
  const ValueId w = find_value(*trace, "W2");
  int locals = 0, contributions = 0;
  go_through(*trace, [&](const practice::Practice& now) {
    const auto known = viz::practice_known(*trace, now, 8);
    if (now.ask == Ask::pick || now.ask == Ask::finished) {
      CHECK(known.empty());
      return;
    }
    const Step& step = trace->step(now.step);
    if (step.edge < 0 || target(*trace, step) != w) return;
    const auto has = [&](ValueId id, Index element, bool gradient) {
      return std::any_of(known.begin(), known.end(), [&](const viz::Known& its) {
        return its.entity == viz::Entity::value(id, element) && its.gradient == gradient;
      });
    };
    const Index row = now.element / 2;
    const Index column = now.element % 2;
    CHECK(has(w, now.element, false));
    CHECK(has(h, column, false));
    CHECK(has(step.value, row, true) == (now.ask == Ask::contribution));
    for (const viz::Known& its : known) {
      if (!its.gradient) CHECK(its.number == trace->value(its.entity.id).data[its.entity.index]);
    }
    ++(now.ask == Ask::local ? locals : contributions);
    CHECK(viz::practice_known(*trace, now, 2).size() == 2);
  });
  CHECK(locals == 1);
  CHECK(contributions == 1);
}

TEST_CASE("the words name what they are about") {
  const viz::Strings& words = words_of(Language::english);
  const auto trace = run_of(shipped_program("neuron-mse"));
  std::vector<std::string> questions, formulas;
  go_through(*trace, [&](practice::Practice now) {
    questions.push_back(asked(*trace, now, words));
    now = practice::hint(*trace, practice::hint(*trace, now));
    const auto hints = viz::practice_hints(*trace, now, words);
    formulas.push_back(hints.size() > 1 ? hints[1] : "");
  });
  const auto asks = [&](const std::string& text) {
    return std::find(questions.begin(), questions.end(), text) - questions.begin();
  };
  const auto at = asks("The local derivative first: (\u2202a)/(\u2202z) = ?");
  REQUIRE(at < static_cast<std::ptrdiff_t>(questions.size()));
  CHECK(formulas[static_cast<std::size_t>(at)] == "= a \u00D7 (1 \u2212 a)");
  CHECK(questions[static_cast<std::size_t>(at) + 1] ==
        "Upstream \u00D7 local: what does this edge add to (\u2202J)/(\u2202z)?");
  CHECK(formulas[static_cast<std::size_t>(at) + 1] ==
        "= \u2202J/\u2202a \u00D7 (a \u00D7 (1 \u2212 a))");
  practice::Practice now = practice::start(*trace, 0).value();
  now = practice::pick(*trace, now, trace->backward_runs[0].first_step + 1);
  CHECK(viz::practice_reply(*trace, now, words) ==
        "Not yet: \u2202J/\u2202J is not finished. Contributions still to come: 1.");
}

}  // namespace
}  // namespace backprop::test
