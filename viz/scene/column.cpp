#include "viz/scene/column.h"

namespace backprop::viz {

void Column::caption(const std::string& text, Color color) {
  y = b.paragraph({x, y + 18.6F}, width, text, TextStyle::caption, color);
}

void Column::prose(const std::string& text, Color color) {
  y = b.paragraph({x, y + 2}, width, text, TextStyle::small, color);
}

void Column::row(const std::string& name, const std::string& number, Color color, Entity entity) {
  y += 20;
  b.text({x, y}, name, TextStyle::small, b.colors.muted, Align::left, names - 6);
  b.text({x + names, y}, number, TextStyle::code, color, Align::left, width - names, entity);
}

}  // namespace backprop::viz
