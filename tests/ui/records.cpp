#include "tests/ui/records.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace backprop::test {

const viz::Palette& colors_of(const Desk& desk) {
  return resources().palettes.at(desk.state().theme);
}

std::vector<viz::Record> records_in(const Desk& desk, const std::string& name) {
  const auto& scenes = desk.workbench.scenes();
  const auto& clips = desk.workbench.clips();
  const auto holds = [&](const viz::Scene& scene) {
    return std::any_of(scene.widgets.begin(), scene.widgets.end(),
                       [&](const viz::Widget& widget) { return widget.name == name; });
  };
  const auto found = std::find_if(scenes.begin(), scenes.end(), holds);
  REQUIRE(found != scenes.end());
  const viz::Rect clip = clips[static_cast<std::size_t>(found - scenes.begin())];
  std::vector<viz::Record> records;
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    if (clips[i] == clip)
      records.insert(records.end(), scenes[i].records.begin(), scenes[i].records.end());
  }
  return records;
}

bool is_outlined(const Desk& desk, const std::string& name, const viz::Entity& entity) {
  const viz::Color ink = colors_of(desk).ink;
  const auto records = records_in(desk, name);
  return std::any_of(records.begin(), records.end(), [&](const viz::Record& record) {
    if (record.entity != entity) return false;
    const auto* rectangle = std::get_if<viz::draw::Rectangle>(&record.shape);
    const auto* circle = std::get_if<viz::draw::Circle>(&record.shape);
    return (rectangle != nullptr && rectangle->border == ink) ||
           (circle != nullptr && circle->border == ink);
  });
}

std::map<std::string, viz::Rect> places(const Desk& desk, const std::string& prefix) {
  std::map<std::string, viz::Rect> found;
  for (const viz::Widget& widget : desk.workbench.widgets()) {
    if (widget.name.starts_with(prefix)) found.emplace(widget.name, widget.rect);
  }
  return found;
}

const viz::Widget& widget_of(const Desk& desk, const std::string& name) {
  CAPTURE(name);
  const viz::Widget* widget = desk.workbench.find_widget(name);
  REQUIRE(widget != nullptr);
  return *widget;
}

ValueId id_of(const Desk& desk, const char* name) {
  const ValueId id = find_value(*desk.state().trace, name);
  REQUIRE(id != no_value);
  return first_version(*desk.state().trace, id);
}

std::string element_widget(const Desk& desk, const char* name, Index element) {
  return "value:" + std::to_string(id_of(desk, name)) + ":" + std::to_string(element);
}

void point_at(Desk& desk, const std::string& name) {
  const viz::Widget& widget = widget_of(desk, name);
  const viz::Vec2 at = widget.along
                           ? viz::Vec2{(widget.along->first.x + widget.along->second.x) / 2,
                                       (widget.along->first.y + widget.along->second.y) / 2}
                           : widget.rect.center();
  desk.move(at.x, at.y);
}

}  // namespace backprop::test
