// The glossary in the window: words are explained where they stand, and links lead to entries.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/ui/desk.h"
#include "viz/scene/chapters_scene.h"
#include "viz/scene/glossary_scene.h"
#include "viz/scene/term_search.h"

namespace backprop::test {
namespace {

/// A linked word of the open chapter that is in view.
const viz::Widget& linked_term(const Desk& desk) {
  const auto& widgets = desk.workbench.widgets();
  const auto found = std::find_if(widgets.begin(), widgets.end(), [](const viz::Widget& widget) {
    return widget.view_action.starts_with("link:term:");
  });
  REQUIRE(found != widgets.end());
  return *found;
}

TEST_CASE("a word of the glossary is found under the pointer in any pane, numbers' names are not") {
  const auto glossary = lessons::load_glossary(viz::Language::english);
  REQUIRE(glossary.ok());
  const lessons::TermFinder finder(glossary.value());
  viz::Scene scene;
  const auto& glyphs = *resources().glyphs;
  const std::string words = "its gradient and its bias";
  const auto width = [&](const std::string& text) {
    return viz::text_width(glyphs, viz::TextStyle::body, text);
  };
  scene.records.push_back(
      {viz::draw::Text{{100, 50}, words, viz::TextStyle::body, {}, width(words)}, {}});
  const auto at = [&](float x) { return viz::term_at(scene, {x, 45}, finder, glyphs); };
  CHECK_FALSE(at(101).has_value());
  const auto gradient = at(100 + width("its gra"));
  REQUIRE(gradient.has_value());
  CHECK(gradient->term->id == "gradient");
  CHECK(gradient->word.x == doctest::Approx(100 + width("its ")));
  CHECK(gradient->word.right() == doctest::Approx(100 + width("its gradient")));
  REQUIRE(at(100 + width("its gradient and its b")).has_value());
  CHECK(at(100 + width("its gradient and its b"))->term->id == "bias");
  CHECK_FALSE(viz::term_at(scene, {110 + width("its "), 80}, finder, glyphs).has_value());
  std::get<viz::draw::Text>(scene.records[0].shape).style = viz::TextStyle::code;
  CHECK_FALSE(at(100 + width("its gra")).has_value());
}

TEST_CASE("the card of a term stays in the window, off the word that it explains") {
  for (const viz::Language language : {viz::Language::english, viz::Language::chinese}) {
    const auto glossary = lessons::load_glossary(language);
    REQUIRE(glossary.ok());
    const viz::Look look{resources().palettes.at(viz::Theme::light),
                         resources().words.at(language),
                         *resources().glyphs,
                         {}};
    for (const lessons::Term& term : glossary.value().terms) {
      for (const viz::Rect word : {viz::Rect{2, 2, 50, 20}, viz::Rect{600, 560, 39, 18}}) {
        CAPTURE(term.id);
        const viz::Scene card = viz::term_card(term, word, {640, 580}, look);
        REQUIRE(card.records.size() > 2);
        const auto& back = std::get<viz::draw::Rectangle>(card.records[1].shape).rect;
        CHECK(back.x >= 0);
        CHECK(back.y >= 0);
        CHECK(back.right() <= 640);
        CHECK(back.bottom() <= 580);
        CHECK((back.bottom() <= word.y || back.y >= word.bottom()));
        for (const viz::Record& record : card.records) {
          if (const auto* text = std::get_if<viz::draw::Text>(&record.shape))
            CHECK(text->baseline.x + text->width <= back.right());
        }
      }
    }
  }
}

TEST_CASE("a linked term opens the glossary at its entry, and the entry leads to its chapter") {
  Desk desk(opened("welcome"));
  const std::string action = linked_term(desk).view_action;
  const std::string id = action.substr(std::string("link:term:").size());
  desk.click(linked_term(desk).name);
  CHECK(desk.shows(desk.words()["tab.notation"]));
  const viz::Widget* entry = desk.workbench.find_widget("term:" + id);
  REQUIRE(entry != nullptr);
  const viz::Rect area = viz::chapters_area({0, 0, 1440, 900});
  CHECK(entry->rect.y >= area.y);
  CHECK(entry->rect.bottom() <= area.bottom());
  desk.key(GLFW_KEY_ESCAPE);
  CHECK(desk.workbench.find_widget("term:" + id) == nullptr);
}

TEST_CASE("G opens the glossary in both languages; its last entries are reached by scrolling") {
  for (const viz::Language language : {viz::Language::english, viz::Language::chinese}) {
    Desk desk(opened("welcome", language));
    const auto glossary = lessons::load_glossary(language);
    REQUIRE(glossary.ok());
    desk.key(GLFW_KEY_G);
    CHECK(desk.workbench.find_widget("term:" + glossary.value().terms.front().id) != nullptr);
    const std::string last = "term:" + glossary.value().terms.back().id;
    CHECK(desk.workbench.find_widget(last) == nullptr);
    desk.move(720, 450);
    for (int i = 0; i < 200; ++i)
      desk.scroll(-3);
    CHECK(desk.workbench.find_widget(last) != nullptr);
    desk.click("tab:notation");
    CHECK(desk.shows(desk.words()["glossary.source"]));
    desk.key(GLFW_KEY_G);
    CHECK(desk.workbench.find_widget(last) == nullptr);
    desk.key(GLFW_KEY_G);
    CHECK(desk.workbench.find_widget("tab:notation") == nullptr);
  }
}

TEST_CASE("formulas of a lesson are written in the notation that the learner prefers") {
  using lessons::Notation;
  Desk desk(opened("4.2"));
  const auto formulas = [&] {
    std::vector<std::uint32_t> glyphs;
    for (const viz::Record& record : desk.workbench.scenes()[1].records) {
      const auto* math = std::get_if<viz::draw::Math>(&record.shape);
      if (math == nullptr) continue;
      for (const viz::MathGlyph& glyph : math->box.glyphs)
        glyphs.push_back(glyph.glyph.index);
    }
    return glyphs;
  };
  const auto formulas_in = [&](Notation notation) {
    viz::Settings settings = desk.workbench.settings();
    settings.preferences.notation = notation;
    desk.workbench.apply(settings);
    desk.frames(2);
    return formulas();
  };
  desk.show_answers();
  desk.move(200, 400);
  bool differs = false;
  for (int page = 0; page < 12 && !differs; ++page) {
    const auto plain = formulas();
    differs = formulas_in(Notation::delta) != plain;
    const auto in_source = formulas_in(Notation::source);
    if (page == 0) CHECK(in_source != plain);  // h_1 for z, y_1 for a
    CHECK(formulas_in(Notation::written_out) == plain);
    desk.key(GLFW_KEY_PAGE_DOWN);
  }
  CHECK(differs);
}

}  // namespace
}  // namespace backprop::test
