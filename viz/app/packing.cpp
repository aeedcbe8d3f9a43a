#include "viz/app/packing.h"

#include <zlib.h>

#include <array>
#include <cstdint>
#include <optional>

namespace backprop::viz {
namespace {

constexpr std::string_view letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t checksum_bytes = 4;
constexpr int raw_deflate = -15;  // zlib: no header, the largest window

Bytef* bytes_of(std::string_view text) {
  // zlib asks for a pointer that could be written through, and does not write.
  return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));  // NOLINT
}

std::string checksum_of(std::string_view text) {
  const auto sum = static_cast<std::uint32_t>(
      crc32(crc32(0, nullptr, 0), bytes_of(text), static_cast<uInt>(text.size())));
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8)
    bytes += static_cast<char>(sum >> shift & 0xFF);
  return bytes;
}

std::string to_letters(std::string_view bytes) {
  std::string text;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char byte : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(byte);
    for (count += 8; count >= 6; count -= 6)
      text += letters[bits >> (count - 6) & 63];
  }
  if (count > 0) text += letters[bits << (6 - count) & 63];
  return text;
}

constexpr std::array<std::int8_t, 256> letter_values() {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < letters.size(); ++i)
    values[static_cast<unsigned char>(letters[i])] = static_cast<std::int8_t>(i);
  return values;
}

/// Nothing where another character stands among the letters.
std::optional<std::string> from_letters(std::string_view text) {
  static constexpr auto values = letter_values();
  constexpr std::string_view passed_over = " \t\r\n\v\f";
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    if (passed_over.find(c) != std::string_view::npos) continue;
    const int value = values[static_cast<unsigned char>(c)];
    if (value < 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFF);
  }
  return bytes;
}

std::string deflated(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, raw_deflate, 9, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = bytes_of(text);
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = bytes_of(packed);
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

/// Nothing where the bytes are no such stream, or hold too much: no more is ever written than may
/// be.
std::optional<std::string> inflated(std::string_view packed) {
  z_stream stream{};
  if (inflateInit2(&stream, raw_deflate) != Z_OK) return std::nullopt;
  stream.next_in = bytes_of(packed);
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string text;
  std::array<char, 65536> part{};
  int status = Z_OK;
  while (status == Z_OK && text.size() <= longest_unpacked) {
    stream.next_out = bytes_of({part.data(), part.size()});
    stream.avail_out = static_cast<uInt>(part.size());
    status = inflate(&stream, Z_NO_FLUSH);
    text.append(part.data(), part.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (status != Z_STREAM_END || text.size() > longest_unpacked) return std::nullopt;
  return text;
}

}  // namespace

std::string pack(std::string_view text) {
  return to_letters(checksum_of(text) + deflated(text));
}

Result<std::string> unpack(std::string_view code) {
  const Error damaged{{}, "the code is damaged or cut off", "copy all of it again"};
  if (code.size() > longest_packed) {
    return Error{{}, "the code is too long to be one of this program's", "copy it again"};
  }
  const auto bytes = from_letters(code);
  if (!bytes || bytes->size() < checksum_bytes) return damaged;
  auto text = inflated(std::string_view(*bytes).substr(checksum_bytes));
  if (!text || checksum_of(*text) != bytes->substr(0, checksum_bytes)) return damaged;
  return std::move(*text);
}

}  // namespace backprop::viz
