/// Puts records into a scene: the few shapes and words that all panels are made of.
#pragma once

#include <initializer_list>

#include "viz/app/strings.h"
#include "viz/scene/draw.h"
#include "viz/scene/numbers.h"
#include "viz/text/glyphs.h"

namespace backprop::viz {

/// What every panel is drawn with.
struct Look {
  const Palette& colors;
  const Strings& words;
  const Glyphs& glyphs;
  Entity hover;  ///< what the pointer is on, in whichever panel
  /// How far along its edges the current step's number has come: 1 when it has arrived, and always
  /// where motion is reduced.
  float arrival = 1;
  FormulaCache* formulas = nullptr;  ///< may be null: then every formula is set anew
  int digits = usual_digits;         ///< of numbers in panes
  const Trace* trace = nullptr;      ///< whose versions of a parameter are one; may be null
};

/// Whether the pointer is on what it stands for.
bool is_hovered(const Look& look, const Entity& entity);

/// Whether the pointer is on what it stands for, or it is selected; of a parameter in any of its
/// versions.
bool is_lit(const Look& look, const State& state, const Entity& entity);

enum class Align : std::uint8_t { left, center, right };

struct ButtonStyle {
  bool filled = false;  ///< the chosen one of a row
  TextStyle text = TextStyle::small;
  bool enabled = true;
};

class Builder {
 public:
  explicit Builder(const Look& its_look)
      : look(its_look), colors(its_look.colors), words(its_look.words) {}

  /// Made in its place: views of many thousand records are built in every frame.
  template <class Shape>
  void add(Shape shape, Entity entity = {}) {
    Record& record = scene.records.emplace_back();
    record.shape = std::move(shape);
    record.entity = entity;
  }
  void card(Rect rect, float radius = 8);
  void line(Vec2 from, Vec2 to, Color color, float width = 1, bool dashed = false,
            Entity entity = {});

  /// Text on a baseline; returns its width. Longer than `max_width`, it ends in an ellipsis.
  float text(Vec2 baseline, const std::string& text, TextStyle style, Color color,
             Align align = Align::left, float max_width = 0, Entity entity = {});
  float width(const std::string& text, TextStyle style) const;
  /// The first of the styles in which the text is no wider; the last where none is.
  TextStyle fitting_style(const std::string& text, std::initializer_list<TextStyle> styles,
                          float width) const;

  /// The baseline that centres a line of that style in a row.
  float baseline_in(float top, float height, TextStyle style) const;

  /// Words broken into lines; returns the y below the last line. Of more than `most` lines the last
  /// that is shown ends in an ellipsis; 0: as many as it takes.
  float paragraph(Vec2 top_left, float width, const std::string& text, TextStyle style, Color color,
                  int most = 0);
  /// How many lines it takes.
  int line_count(const std::string& text, TextStyle style, float width) const;

  /// A number with as many digits as the user wants.
  std::string number(double number) const { return shown(number, look.digits); }
  std::string signed_number(double number) const { return shown_signed(number, look.digits); }
  /// Inside pictures there is room for four, or fewer where the user wants fewer.
  int digits_in_pictures() const { return std::min(4, look.digits); }

  /// TeX set as mathematics; what cannot be parsed is shown as it is written. Returns its box.
  MathBox math(Vec2 baseline, const std::string& tex, float px, Color color,
               Align align = Align::left);

  /// A labelled button that gives a command; returns its rectangle.
  Rect button(const std::string& name, Rect rect, const std::string& label, Command command,
              ButtonStyle style = {}, const std::string& tooltip = {});

  /// The same for what changes the view alone.
  Rect view_button(const std::string& name, Rect rect, const std::string& label,
                   const std::string& action, const std::string& tooltip = {},
                   ButtonStyle style = {});

  /// An invisible place to click.
  Widget& region(const std::string& name, Rect rect, std::optional<Command> command,
                 Entity entity = {});

  const Look& look;
  const Palette& colors;
  const Strings& words;
  Scene scene;
};

}  // namespace backprop::viz
