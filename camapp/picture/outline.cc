#include "camapp/picture/outline.h"

#include <algorithm>
#include <cmath>

#include "engine/base/check.h"

namespace camglass {
namespace {

constexpr uint8_t kZeroLevel = 127;  // of a signed map
constexpr size_t kPixelsPerWidth = 250;

struct Pixel {
  size_t y;
  size_t x;
};

// Lines reach that far from the pixels that they are drawn through.
size_t ReachOf(const Picture& picture) {
  return std::max(picture.h, picture.w) / kPixelsPerWidth / 2;
}

void FillAround(Pixel at, size_t reach, uint8_t grey, Picture* picture) {
  const size_t top = at.y - std::min(at.y, reach);
  const size_t left = at.x - std::min(at.x, reach);
  for (size_t y = top; y <= std::min(picture->h - 1, at.y + reach); ++y)
    for (size_t x = left; x <= std::min(picture->w - 1, at.x + reach); ++x)
      std::fill_n(picture->Row(y) + 3 * x, 3, grey);
}

void DrawLine(const std::vector<Pixel>& line, Picture* picture) {
  const size_t reach = ReachOf(*picture);
  for (const Pixel& at : line) FillAround(at, reach + 1, 0, picture);
  for (const Pixel& at : line) FillAround(at, reach, 255, picture);
}

// A part found so far: its pixels and their bounds.
struct Part {
  size_t pixels = 0;
  size_t top, left, bottom, right;
};

// Takes the part that `start` belongs to out of *left.
Part TakePart(size_t start, Extent size, std::vector<uint8_t>* left) {
  Part part = {0, start / size.w, start % size.w, start / size.w,
               start % size.w};
  std::vector<size_t> open = {start};
  (*left)[start] = 0;
  const auto visit = [&](size_t at) {
    if ((*left)[at] == 0) return;
    (*left)[at] = 0;
    open.push_back(at);
  };
  while (!open.empty()) {
    const size_t at = open.back();
    open.pop_back();
    const size_t y = at / size.w;
    const size_t x = at % size.w;
    ++part.pixels;
    part.left = std::min(part.left, x);
    part.right = std::max(part.right, x);
    part.bottom = std::max(part.bottom, y);
    if (y > 0) visit(at - size.w);
    if (x > 0) visit(at - 1);
    if (x + 1 < size.w) visit(at + 1);
    if (y + 1 < size.h) visit(at + size.w);
  }
  return part;
}

}  // namespace

std::vector<uint8_t> ShownPixels(std::span<const uint8_t> levels,
                                 MapRange range) {
  std::vector<uint8_t> shown(levels.size());
  std::transform(levels.begin(), levels.end(), shown.begin(),
                 [range](uint8_t level) -> uint8_t {
                   if (level == kNoHeat) return 0;
                   return range != MapRange::kSigned || level > kZeroLevel;
                 });
  return shown;
}

std::optional<PixelRegion> LargestPart(std::span<const uint8_t> shown,
                                       Extent size) {
  CAMGLASS_CHECK(shown.size() == size.h * size.w);
  std::vector<uint8_t> left(shown.begin(), shown.end());
  Part largest = {};
  for (size_t at = 0; at < left.size(); ++at) {
    if (left[at] == 0) continue;
    const Part part = TakePart(at, size, &left);
    if (part.pixels > largest.pixels) largest = part;
  }
  if (largest.pixels == 0) return std::nullopt;
  return PixelRegion{
      largest.top,
      largest.left,
      {largest.bottom - largest.top + 1, largest.right - largest.left + 1}};
}

void DrawContour(std::span<const uint8_t> shown, Picture* picture) {
  const size_t h = picture->h;
  const size_t w = picture->w;
  CAMGLASS_CHECK(shown.size() == h * w);
  std::vector<Pixel> line;
  for (size_t y = 0; y < h; ++y)
    for (size_t x = 0; x < w; ++x) {
      const size_t at = y * w + x;
      if (shown[at] == 0) continue;
      const bool inside = (y == 0 || shown[at - w] != 0) &&
                          (y + 1 == h || shown[at + w] != 0) &&
                          (x == 0 || shown[at - 1] != 0) &&
                          (x + 1 == w || shown[at + 1] != 0);
      if (!inside) line.push_back({y, x});
    }
  DrawLine(line, picture);
}

void DrawBox(const PixelRegion& box, Picture* picture) {
  const size_t bottom = box.top + box.size.h - 1;
  const size_t right = box.left + box.size.w - 1;
  CAMGLASS_CHECK(bottom < picture->h && right < picture->w);
  std::vector<Pixel> line;
  for (size_t x = box.left; x <= right; ++x) {
    line.push_back({box.top, x});
    line.push_back({bottom, x});
  }
  for (size_t y = box.top; y <= bottom; ++y) {
    line.push_back({y, box.left});
    line.push_back({y, right});
  }
  DrawLine(line, picture);
}

}  // namespace camglass
