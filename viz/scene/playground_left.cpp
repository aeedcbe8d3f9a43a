// The left column of the playground: which points, and how they are learnt.
#include <algorithm>
#include <cmath>

#include "viz/scene/number_field.h"
#include "viz/scene/playground_scene.h"

namespace backprop::viz {
namespace {

constexpr float padding = 12;
constexpr float title_height = 36;
constexpr int thumbs_in_row = 3;

namespace change = playground_change;
using Kind = PlaygroundNumber::Kind;

/// A card's title; its rows below.
Column open_card(Builder& b, Rect area, const std::string& title) {
  b.text({area.x + padding, area.y + 24}, title, TextStyle::heading, b.colors.ink, Align::left,
         area.w - 2 * padding);
  return {b, area.x + padding, area.w - 2 * padding, area.y + title_height};
}

/// A few of a set's points: always the same ones.
const Points& sample_of(ToySet set) {
  static const auto samples = [] {
    std::vector<Points> all;
    for (const ToySetRow& row : toy_sets())
      all.push_back(toy_points(row.set, {90, 0, 7}).value());
    return all;
  }();
  return samples[static_cast<std::size_t>(set)];
}

/// Points as small squares: there are many.
void draw_dots(Builder& b, Rect map, const Points& points) {
  constexpr auto reach = static_cast<float>(plane_reach);
  constexpr float side = 2.4F;
  for (const Point& point : points) {
    const Vec2 at{map.x + map.w * (static_cast<float>(point.x1) / reach + 1) / 2,
                  map.y + map.h * (1 - static_cast<float>(point.x2) / reach) / 2};
    if (map.contains(at))
      b.add(draw::Rectangle{{at.x - side / 2, at.y - side / 2, side, side},
                            0,
                            map_color(b.colors, point.label, false)});
  }
}

void thumb(Builder& b, Rect r, const std::string& name, const Points* points, PlaygroundChange what,
           bool chosen) {
  b.add(draw::Rectangle{r, 6, b.colors.background, chosen ? b.colors.focus : b.colors.hairline,
                        chosen ? 2.4F : 1});
  const float row = line_height(TextStyle::caption) + 1;
  const Rect picture{r.x + (r.w - (r.h - row)) / 2 + 2, r.y + 2, r.h - row - 4, r.h - row - 4};
  if (points != nullptr) draw_dots(b, picture, *points);
  b.text({r.center().x, r.bottom() - 5}, b.words["play.set." + name], TextStyle::small,
         b.colors.ink, Align::center, r.w - 4);
  Widget& widget = b.region("play-set:" + name, r, play_change(std::move(what)));
  widget.tooltip = b.words["play.set." + name + ".tip"];
}

void thumbs(const Playground& play, Column& column) {
  const PlaygroundPoints& points = play.lab().points;
  constexpr float gap = 6;
  const float width = (column.width - gap * (thumbs_in_row - 1)) / thumbs_in_row;
  const float height = std::min(width, 72.0F) + 12;
  int at = 0;
  const auto next = [&] {
    const Rect r{column.x + static_cast<float>(at % thumbs_in_row) * (width + gap),
                 column.y + static_cast<float>(at / thumbs_in_row) * (height + gap), width, height};
    ++at;
    return r;
  };
  for (const ToySetRow& row : toy_sets()) {
    thumb(column.b, next(), std::string(row.name), &sample_of(row.set), change::Set{row.set},
          !points.own && points.set == row.set);
  }
  thumb(column.b, next(), "own", points.drawn ? &points.drawn->points : nullptr, change::Own{},
        points.own);
  column.y += static_cast<float>((at + thumbs_in_row - 1) / thumbs_in_row) * (height + gap);
}

/// What the optimizer's row takes, by its own names.
void optimizer_rows(const Playground& play, Column& column) {
  const auto& settings = play.lab().setup().optimizer.settings;
  number_row(play, column, "lr", {Kind::setting, "lr"}, "play-setting:lr");
  for (const auto& [its, value] : settings.named()) {
    const std::string name(its);
    if (name == "lr") continue;
    if (const auto* flag = std::get_if<bool>(&value)) {
      Builder& b = column.b;
      b.text({column.x, b.baseline_in(column.y + 5, 24, TextStyle::small)}, name, TextStyle::small,
             b.colors.muted);
      b.button("play-flag:" + name, {column.x + names_width(column), column.y + 5, 60, 24},
               b.words[*flag ? "play.on" : "play.off"], play_change(change::Flag{name, !*flag}),
               {.filled = *flag});
      column.y += 29;
    } else if (const auto* several = std::get_if<std::vector<double>>(&value)) {
      for (std::size_t i = 0; i < several->size(); ++i) {
        const std::string place = name + "[" + std::to_string(i) + "]";
        number_row(play, column, place, {Kind::setting, name, i}, "play-setting:" + place);
      }
    } else {
      number_row(play, column, name, {Kind::setting, name}, "play-setting:" + name);
    }
  }
}

void own_rows(const Playground& play, Column& column) {
  Builder& b = column.b;
  column.caption(b.words["play.own"]);
  column.gap(6);
  const float half = (column.width - 6) / 2;
  b.view_button("play-paste", {column.x, column.y, half, 26}, b.words["play.paste"], "play-paste",
                b.words["play.paste.tip"]);
  const bool some = play.lab().points.drawn && !play.lab().points.drawn->points.empty();
  b.view_button("play-copy", {column.x + half + 6, column.y, half, 26}, b.words["play.copy"],
                "play-copy", b.words["play.copy.tip"], {.enabled = some});
  column.gap(28);
}

float data_card(const Playground& play, Builder& b, Rect area) {
  Column column = open_card(b, area, b.words["play.data"]);
  thumbs(play, column);
  if (play.lab().points.own) {
    own_rows(play, column);
  } else {
    number_row(play, column, b.words["play.count"], {Kind::count}, "play-count");
    number_row(play, column, b.words["play.noise"], {Kind::noise}, "play-noise");
  }
  number_row(play, column, b.words["play.share"], {Kind::train_share}, "play-share");
  number_row(play, column, b.words["play.points.seed"], {Kind::data_seed}, "play-data-seed");
  return column.y;
}

float training_card(const Playground& play, Builder& b, Rect area) {
  const PlaygroundLab& lab = play.lab();
  const playground::Setup& setup = lab.setup();
  ChoiceView& choice = play.view.choice;
  Column column = open_card(b, area, b.words["play.training"]);
  choice_field_row(column, choice, "play-optimizer", b.words["play.optimizer"],
                   std::string(setup.optimizer.row->name));
  optimizer_rows(play, column);
  number_row(play, column, b.words["play.batch"], {Kind::batch}, "play-batch");
  choice_field_row(column, choice, "play-loss", b.words["play.loss"],
                   b.words[setup.loss == playground::Loss::squared ? "play.loss.mse"
                                                                   : "play.loss.cross_entropy"]);
  constexpr const char* penalties[] = {"none", "l1", "l2"};
  choice_field_row(
      column, choice, "play-penalty", b.words["play.penalty"],
      b.words[std::string("play.penalty.") + penalties[static_cast<std::size_t>(setup.penalty)]]);
  if (setup.penalty != playground::Penalty::none)
    number_row(play, column, b.words["play.rate"], {Kind::penalty_rate}, "play-rate");
  number_row(play, column, b.words["play.dropout"], {Kind::dropout}, "play-dropout");
  choice_field_row(column, choice, "play-start", b.words["play.start"],
                   std::string(setup.start.row->name));
  number_row(play, column, b.words["play.seed"], {Kind::seed}, "play-seed");
  return column.y;
}

float layers_card(const Playground& play, Builder& b, Rect area) {
  b.line({area.x + padding, area.y - 2}, {area.right() - padding, area.y - 2}, b.colors.hairline);
  Column column = open_card(b, area, b.words["play.by-layer"]);
  layer_rows(play, column);
  return column.y;
}

}  // namespace

void number_row(const Playground& play, Column& column, const std::string& name,
                const PlaygroundNumber& which, const std::string& widget) {
  const auto number = number_in(play.lab(), which);
  if (!number) return;
  number_field_row(column, widget, name, command::EditPlaygroundNumber{which, *number}, false,
                   names_width(column));
}

Scene playground_left_scene(const Playground& play, const PlaygroundLayout& layout,
                            const Look& look) {
  Builder b(look);
  const Rect area = layout.left;
  const float top = area.y - play.view.left_scroll;
  const float middle = data_card(play, b, {area.x, top, area.w, area.h});
  b.line({area.x + padding, middle + 10}, {area.right() - padding, middle + 10},
         look.colors.hairline);
  float bottom = training_card(play, b, {area.x, middle + 12, area.w, area.h});
  if (!playground_columns_have_headers(layout.network, play.lab().setup()))
    bottom = layers_card(play, b, {area.x, bottom + 12, area.w, area.h});
  b.scene.content_height = bottom + 12 - top;
  return std::move(b.scene);
}

}  // namespace backprop::viz
