#include "viz/platform/gif.h"

#include <gif_lib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <map>
#include <utility>
#include <vector>

namespace backprop::viz {

struct GifWriter::File {
  std::string path;
  GifFileType* gif = nullptr;
  bool begun = false;
};

GifWriter::GifWriter() : file_(std::make_unique<File>()) {}

GifWriter::~GifWriter() {
  int ignored = 0;
  if (file_->gif != nullptr) EGifCloseFile(file_->gif, &ignored);
}

namespace {

Error unwritable(const std::string& path) {
  return {{}, path + " cannot be written", "name a file in a folder that exists and has room"};
}

struct Quantized {
  std::array<GifColorType, 256> colors{};
  std::vector<GifByteType> pixels;
};

using Rgb = std::array<std::uint8_t, 3>;

int distance(const Rgb& a, const Rgb& b) {
  int sum = 0;
  for (std::size_t c = 0; c < 3; ++c)
    sum += (a[c] - b[c]) * (a[c] - b[c]);
  return sum;
}

constexpr int nearest_apart = 64;  // squared distance of two colours of a picture

/// The image in 256 of its colours, the most frequent first, each other one as the nearest of them:
/// flat areas, whose colours mean something, keep them exactly.
Quantized quantized(const Image& image) {
  const std::size_t count = image.rgba.size() / 4;
  const auto color_at = [&](std::size_t i) {
    return Rgb{image.rgba[4 * i], image.rgba[4 * i + 1], image.rgba[4 * i + 2]};
  };
  std::map<Rgb, std::size_t> frequency;
  for (std::size_t i = 0; i < count; ++i)
    ++frequency[color_at(i)];
  std::vector<std::pair<std::size_t, Rgb>> order;
  for (const auto& [color, times] : frequency)
    order.emplace_back(times, color);
  std::sort(order.rbegin(), order.rend());
  std::vector<Rgb> chosen;
  for (const auto& [times, color] : order) {
    // The shades along the edges of letters must not crowd out colours that are like no other.
    const bool like_another = std::any_of(chosen.begin(), chosen.end(), [&](const Rgb& other) {
      return distance(color, other) < nearest_apart;
    });
    if (!like_another) chosen.push_back(color);
    if (chosen.size() == 256) break;
  }

  Quantized result;
  std::map<Rgb, GifByteType> places;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const Rgb& color = chosen[i];
    result.colors[i] = {color[0], color[1], color[2]};
    places[color] = static_cast<GifByteType>(i);
  }
  result.pixels.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const Rgb color = color_at(i);
    auto place = places.find(color);
    if (place == places.end()) {
      const auto nearest =
          std::min_element(chosen.begin(), chosen.end(), [&](const Rgb& one, const Rgb& two) {
            return distance(one, color) < distance(two, color);
          });
      place = places.emplace(color, static_cast<GifByteType>(nearest - chosen.begin())).first;
    }
    result.pixels.push_back(place->second);
  }
  return result;
}

/// The header, and Netscape's extension that has the picture repeated.
bool begin(GifFileType* gif, const Image& image) {
  EGifSetGifVersion(gif, true);
  constexpr std::array<GifByteType, 3> for_ever = {1, 0, 0};
  return EGifPutScreenDesc(gif, image.width, image.height, 8, 0, nullptr) == GIF_OK &&
         EGifPutExtensionLeader(gif, APPLICATION_EXT_FUNC_CODE) == GIF_OK &&
         EGifPutExtensionBlock(gif, 11, "NETSCAPE2.0") == GIF_OK &&
         EGifPutExtensionBlock(gif, 3, for_ever.data()) == GIF_OK &&
         EGifPutExtensionTrailer(gif) == GIF_OK;
}

bool put(GifFileType* gif, const Image& image, int hundredths, Quantized& picture) {
  GraphicsControlBlock control{};
  control.DelayTime = hundredths;
  control.TransparentColor = NO_TRANSPARENT_COLOR;
  std::array<GifByteType, 4> block{};
  EGifGCBToExtension(&control, block.data());
  if (EGifPutExtension(gif, GRAPHICS_EXT_FUNC_CODE, static_cast<int>(block.size()), block.data()) ==
      GIF_ERROR) {
    return false;
  }
  ColorMapObject* colors = GifMakeMapObject(256, picture.colors.data());
  if (colors == nullptr) return false;
  bool good = EGifPutImageDesc(gif, 0, 0, image.width, image.height, false, colors) == GIF_OK;
  GifFreeMapObject(colors);
  for (int y = 0; good && y < image.height; ++y) {
    GifByteType* row = picture.pixels.data() + static_cast<std::ptrdiff_t>(y) * image.width;
    good = EGifPutLine(gif, row, image.width) == GIF_OK;
  }
  return good;
}

}  // namespace

Result<std::unique_ptr<GifWriter>> GifWriter::create(const std::string& path) {
  std::unique_ptr<GifWriter> writer(new GifWriter());  // NOLINT: the constructor is private
  // Made here, so that others may read it: giflib would keep a new file from them.
  if (!std::ofstream(path, std::ios::binary | std::ios::app)) return unwritable(path);
  int code = 0;
  writer->file_->path = path;
  writer->file_->gif = EGifOpenFileName(path.c_str(), false, &code);
  if (writer->file_->gif == nullptr) return unwritable(path);
  return writer;
}

std::optional<Error> GifWriter::add(const Image& image, int hundredths) {
  Quantized picture = quantized(image);
  if (!file_->begun && !begin(file_->gif, image)) return unwritable(file_->path);
  file_->begun = true;
  if (!put(file_->gif, image, hundredths, picture)) return unwritable(file_->path);
  return std::nullopt;
}

std::optional<Error> GifWriter::finish() {
  int code = 0;
  const bool closed = EGifCloseFile(file_->gif, &code) == GIF_OK;
  file_->gif = nullptr;
  if (!closed) return unwritable(file_->path);
  return std::nullopt;
}

}  // namespace backprop::viz
