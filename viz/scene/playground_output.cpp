// The right column of the playground: what the network makes of the plane, with the points, and the
// losses on the way; of several runs, all of them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "viz/scene/activation_lab.h"
#include "viz/scene/playground_scene.h"
#include "viz/scene/plot_frame.h"

namespace backprop::viz {
namespace {

constexpr float padding = 14;
constexpr int small_map = 50;  // cells to each side
constexpr float losses_height = 190;
constexpr double least_loss = 1e-7;  // on the logarithmic scale

namespace change = playground_change;

void small_text(Builder& b, Vec2 at, const std::string& text, Align align = Align::left) {
  b.text(at, text, TextStyle::code_small, b.colors.muted, align);
}

/// The colours' meaning, with numbers.
void legend(const Playground& play, Builder& b, Rect r) {
  constexpr int steps = 40;
  auto colors = std::make_shared<std::vector<Color>>();
  for (int i = 0; i < steps; ++i)
    colors->push_back(map_color(b.colors, 2.0 * i / (steps - 1) - 1, play.lab().two_colors));
  const Rect bar{r.x, r.y, r.w, 9};
  b.add(draw::Cells{bar, 1, steps, 0, colors});
  small_text(b, {bar.x, bar.bottom() + 14}, "\u22121");
  small_text(b, {bar.center().x, bar.bottom() + 14}, "0", Align::center);
  small_text(b, {bar.right(), bar.bottom() + 14}, "1", Align::right);
}

/// A switch with its words.
void toggle(Builder& b, const std::string& name, Vec2 at, float width, bool on,
            PlaygroundChange what, const std::string& key) {
  const Rect box{at.x, at.y + 3, 15, 15};
  b.add(draw::Rectangle{box, 3, on ? b.colors.forward : b.colors.card, b.colors.muted, 1.2F});
  if (on) {
    b.line({box.x + 3.5F, box.y + 8}, {box.x + 6.5F, box.y + 11}, b.colors.on_ink, 2);
    b.line({box.x + 6.5F, box.y + 11}, {box.x + 12, box.y + 4.5F}, b.colors.on_ink, 2);
  }
  b.text({at.x + 21, b.baseline_in(at.y, 22, TextStyle::small)}, b.words[key], TextStyle::small,
         b.colors.ink, Align::left, width - 21);
  b.region(name, {at.x, at.y, width, 22}, play_change(std::move(what))).tooltip =
      b.words[key + ".tip"];
}

std::pair<std::size_t, std::size_t> shown_neuron(const Playground& play) {
  const auto place = looked_at(play);
  if (!place) return {play.lab().setup().hidden.size(), 0};
  return {static_cast<std::size_t>(place->first), static_cast<std::size_t>(place->second)};
}

/// What stands at the pointer: the place and the map's number there.
void reading(const Playground& play, Builder& b, Rect map) {
  if (!play.view.mouse || !map.contains(*play.view.mouse)) return;
  const Vec2 place = plane_point(map, *play.view.mouse);
  const auto& its = *play.model.run(play.lab()).map;
  const auto [layer, neuron] = shown_neuron(play);
  const auto cell = [&](float part) {
    return std::clamp(static_cast<int>(part * static_cast<float>(its.size())), 0, its.size() - 1);
  };
  const int row = cell((play.view.mouse->y - map.y) / map.h);
  const int column = cell((play.view.mouse->x - map.x) / map.w);
  const double number =
      its.neuron(layer, neuron)[static_cast<std::size_t>(row * its.size() + column)];
  const std::string text = fmt::format("({}, {}) \u2192 {}", shown_short(place.x, 2),
                                       shown_short(place.y, 2), shown_short(number, 3));
  const float width = b.width(text, TextStyle::code_small) + 12;
  const float x = std::clamp(play.view.mouse->x + 14, map.x, map.right() - width);
  const float y = std::max(map.y + 2, play.view.mouse->y - 28);
  b.add(draw::Rectangle{{x, y, width, 20}, 4, b.colors.card, b.colors.hairline, 1});
  b.text({x + 6, y + 14}, text, TextStyle::code_small, b.colors.ink);
}

void large_map(const Playground& play, Builder& b, Rect map) {
  const PlaygroundLab& lab = play.lab();
  if (!play.model.runs().empty()) {
    const auto [layer, neuron] = shown_neuron(play);
    const int cells = play.model.run(lab).map->size();
    b.add(
        draw::Cells{map, cells, cells, 0,
                    play.maps.neuron(play.model, {lab.chosen, layer, neuron, cells, lab.two_colors},
                                     b.colors)});
  }
  if (lab.show_test) draw_points(b, map, play.model.data().test, 3.2F, true);
  draw_points(b, map, play.model.data().training, 3.0F, false);
  b.add(draw::Rectangle{map, 0, {0, 0, 0, 0}, b.colors.ink, 1});
  Widget& widget = b.region(playground_map_widget, map, std::nullopt);
  widget.focusable = false;
  if (!play.model.runs().empty()) reading(play, b, map);
  for (const double x : {-6.0, 0.0, 6.0}) {
    const float part = static_cast<float>(x / plane_reach + 1) / 2;
    const Align align = x < 0 ? Align::left : x > 0 ? Align::right : Align::center;
    small_text(b, {map.x + map.w * part, map.bottom() + 13}, shown_short(x), align);
  }
}

/// With which label points are drawn, and what takes them away.
float brushes(const Playground& play, Builder& b, Rect area) {
  const PlaygroundLab& lab = play.lab();
  const bool erasing = play.view.erasing;
  float x = area.x;
  const auto place = [&](const std::string& label) {
    const Rect r{x, area.y, b.width(label, TextStyle::small) + 18, 25};
    x = r.right() + 5;
    return r;
  };
  for (const double label : {1.0, -1.0}) {
    const std::string name = label > 0 ? "play-brush:1" : "play-brush:-1";
    const std::string& text = b.words[label > 0 ? "play.brush.plus" : "play.brush.minus"];
    b.view_button(name, place(text), text, name, b.words["play.brush.tip"],
                  {.filled = !erasing && lab.brush == label});
  }
  const std::string& erase = b.words["play.brush.erase"];
  b.view_button("play-erase", place(erase), erase, "play-erase", b.words["play.erase.tip"],
                {.filled = erasing});
  const std::string& clear = b.words["play.brush.clear"];
  const bool some = lab.points.drawn && !lab.points.drawn->points.empty();
  b.button("play-clear", place(clear), clear, play_change(change::Erase{0, 0, 100}),
           {.enabled = some}, b.words["play.clear.tip"]);
  return area.y + 31;
}

/// Of each run a small map; a click chooses it.
float small_maps(const Playground& play, Builder& b, Rect area) {
  const auto count = play.model.runs().size();
  constexpr float gap = 8;
  const float side = std::min(96.0F, (area.w - gap * 3) / 4);
  for (std::size_t i = 0; i < count; ++i) {
    const Rect r{area.x + static_cast<float>(i) * (side + gap), area.y + 18, side, side};
    const std::size_t last = play.model.runs()[i].setup.hidden.size();
    const bool chosen = play.lab().chosen == i;
    b.text({r.x, area.y + 13}, run_letter(i), TextStyle::strong, b.colors.ink);
    styled_line(b, {{r.x + 16, area.y + 9}, {r.right(), area.y + 9}}, inset(area, -2, -2),
                {run_color(b.colors, i), run_dashes(i)}, 2);
    b.add(draw::Cells{
        r, small_map, small_map, 0,
        play.maps.neuron(play.model, {i, last, 0, small_map, play.lab().two_colors}, b.colors)});
    b.add(draw::Rectangle{
        r, 0, {0, 0, 0, 0}, chosen ? b.colors.focus : b.colors.ink, chosen ? 2.6F : 1});
    b.region("play-map:" + std::to_string(i), r, play_change(change::Choose{i})).tooltip =
        b.words["play.choose.tip"];
  }
  return area.y + 18 + side + 8;
}

std::string percent(double share) {
  return fmt::format("{:.1f} %", 100 * share);
}

/// Loss and, of classes, accuracy of training and test.
float scores(const Playground& play, Builder& b, Rect area) {
  const RunPicture& run = play.model.run(play.lab());
  const bool classes = play.model.data().classes;
  float y = area.y;
  const float number = area.right() - (classes ? 68.0F : 0.0F);
  const bool narrow = area.w < 230;
  const float key_length = narrow ? 14 : 22;
  const auto row = [&](const std::string& key, const playground::Score& score, bool dashed) {
    b.line({area.x, y + 10}, {area.x + key_length, y + 10}, run_color(b.colors, play.lab().chosen),
           dashed ? 1.4F : 2.4F, dashed);
    const std::string loss = shown_short(score.loss, narrow ? 3 : 4);
    const float name = area.x + key_length + (narrow ? 5.0F : 8.0F);
    const float room = number - b.width(loss, TextStyle::code) - 4 - name;
    b.text({name, y + 15}, b.words[key], TextStyle::small, b.colors.muted, Align::left, room);
    b.text({number, y + 15}, loss, TextStyle::code, b.colors.ink, Align::right);
    if (classes)
      b.text({area.right(), y + 15}, percent(score.accuracy), TextStyle::code, b.colors.ink,
             Align::right);
    y += 21;
  };
  row("play.training.loss", run.now.training, false);
  row("play.test.loss", run.now.test, true);
  return y + 2;
}

PlotScale loss_scale(const Playground& play) {
  double low = 1;
  double high = least_loss;
  const auto add = [&](double loss) {
    if (!std::isfinite(loss)) return;
    low = std::min(low, std::max(loss, least_loss));
    high = std::max(high, std::max(loss, least_loss));
  };
  for (const RunPicture& run : play.model.runs()) {
    for (const RunPicture::Scored& its : run.curve) {
      add(its.scores.training.loss);
      add(its.scores.test.loss);
    }
  }
  return roomy_scale(std::min(low, high / 10), high, true);
}

/// Of several runs the test losses, of one both.
void draw_losses(const Playground& play, Builder& b, const PlotFrame& frame) {
  const bool several = play.model.runs().size() > 1;
  const auto line = [&](const RunPicture& run, bool test, const CurveStyle& style, float width) {
    std::vector<Vec2> points;
    for (const RunPicture::Scored& its : run.curve) {
      const double loss = test ? its.scores.test.loss : its.scores.training.loss;
      points.push_back(frame.at(static_cast<double>(its.iteration), std::max(loss, least_loss)));
    }
    styled_line(b, points, frame.area, style, width);
  };
  for (std::size_t i = 0; i < play.model.runs().size(); ++i) {
    const RunPicture& run = play.model.runs()[i];
    const Color color = run_color(b.colors, i);
    if (several) {
      line(run, true, {color, run_dashes(i)}, i == play.lab().chosen ? 2.4F : 1.6F);
    } else {
      line(run, true, {color, {5, 4}}, 1.4F);
      line(run, false, {color, {}}, 2.4F);
    }
  }
}

/// The losses at the iteration under the pointer.
void read_losses(const Playground& play, Builder& b, const PlotFrame& frame) {
  if (!play.view.curve_mouse || !frame.area.contains(*play.view.curve_mouse)) return;
  const auto& curve = play.model.run(play.lab()).curve;
  const double part = (play.view.curve_mouse->x - frame.area.x) / frame.area.w;
  const double at = frame.x.low + part * (frame.x.high - frame.x.low);
  const auto nearest =
      std::min_element(curve.begin(), curve.end(), [&](const auto& a, const auto& c) {
        return std::abs(static_cast<double>(a.iteration) - at) <
               std::abs(static_cast<double>(c.iteration) - at);
      });
  const float x = frame.at(static_cast<double>(nearest->iteration), 1).x;
  b.line({x, frame.area.y}, {x, frame.area.bottom()}, b.colors.muted, 1, true);
  const std::string text = b.words.format("play.losses.at", shown_count(nearest->iteration),
                                          shown_short(nearest->scores.training.loss, 3),
                                          shown_short(nearest->scores.test.loss, 3));
  const float width = b.width(text, TextStyle::code_small) + 12;
  const Rect box{
      std::clamp(x + 8, frame.area.x, std::max(frame.area.x, frame.area.right() - width)),
      frame.area.y + 4, width, 20};
  b.add(draw::Rectangle{box, 4, b.colors.card, b.colors.hairline, 1});
  b.text({box.x + 6, box.y + 14}, text, TextStyle::code_small, b.colors.ink);
}

}  // namespace

void losses_card(const Playground& play, Builder& b, Rect area) {
  std::int64_t last = 10;
  for (const RunPicture& run : play.model.runs())
    last = std::max(last, run.iteration);
  const std::string name =
      b.words[play.model.runs().size() > 1 ? "play.losses.test" : "play.losses"];
  const PlotFrame frame = plot_axes(b, area, {0, static_cast<double>(last), false},
                                    loss_scale(play), {b.words["play.iterations"], name});
  draw_losses(play, b, frame);
  read_losses(play, b, frame);
  b.region(playground_losses_widget, frame.area, std::nullopt).focusable = false;
}

Scene playground_right_scene(const Playground& play, Rect area, const Look& look) {
  Builder b(look);
  const PlaygroundLab& lab = play.lab();
  const float top = area.y - play.view.right_scroll;
  const Rect inner{area.x + padding, top, area.w - 2 * padding, area.h};
  b.text({inner.x, top + 26}, place_name(play, look.words), TextStyle::heading, look.colors.ink,
         Align::left, inner.w);
  float y = top + 38;
  if (lab.points.own) y = brushes(play, b, {inner.x, y, inner.w, 25});
  const bool several = play.model.runs().size() > 1;
  // As large as leaves room for the losses, where there is any.
  const float others = losses_height + 46 + 62 + (several ? 130.0F : 0.0F);
  const float room = area.h - (y - top) - others;
  const float side = std::clamp(room, std::min(several ? 150.0F : 200.0F, inner.w), inner.w);
  const Rect map{inner.x + (inner.w - side) / 2, y, side, side};
  large_map(play, b, map);
  y = map.bottom() + 22;
  const float half = inner.w / 2;
  toggle(b, "play-test", {inner.x, y}, half, lab.show_test, change::ShowTest{!lab.show_test},
         "play.show.test");
  toggle(b, "play-two", {inner.x + half, y}, half, lab.two_colors,
         change::TwoColors{!lab.two_colors}, "play.two");
  y += 28;
  legend(play, b, {inner.x + inner.w * 0.1F, y, inner.w * 0.8F, 26});
  y += 32;
  if (!play.model.runs().empty()) {
    if (several) y = small_maps(play, b, {inner.x, y, inner.w, 130});
    y = scores(play, b, {inner.x, y, inner.w, 46});
    losses_card(play, b, {inner.x, y, inner.w, std::max(130.0F, losses_height - 30)});
    y += std::max(130.0F, losses_height - 30);
  }
  b.scene.content_height = y + 12 - top;
  return std::move(b.scene);
}

}  // namespace backprop::viz
