#include "tests/golden/random_params.h"

#include <cmath>
#include <map>
#include <memory>
#include <utility>

namespace camglass {
namespace {

// Side of the input's blocks, in pixels.
constexpr size_t kBlock = 16;

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() &&
         text.substr(text.size() - end.size()) == end;
}

size_t Product(const std::vector<size_t>& shape, size_t first = 0) {
  size_t product = 1;
  for (size_t i = first; i < shape.size(); ++i) product *= shape[i];
  return product;
}

struct Range {
  double centre;
  double half;
};

Range RangeOf(const std::string& name, const std::vector<size_t>& shape) {
  if (EndsWith(name, ".running_var")) return {1.0, 0.5};
  if (!EndsWith(name, ".weight")) return {0.0, 0.2};
  if (shape.size() == 1) return {0.9, 0.4};
  const double fan_in = static_cast<double>(Product(shape, 1));
  return {0.0, std::sqrt(6.0 / fan_in)};  // He: variance 2 / fan-in
}

}  // namespace

uint64_t NameSeed(std::string_view name) {
  uint64_t seed = 0xCBF29CE484222325u;
  for (const char c : name) {
    seed = (seed ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  }
  return seed;
}

uint64_t DrawBits(uint64_t seed, uint64_t index) {
  uint64_t z = seed + (index + 1) * 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

double DrawSigned(uint64_t seed, uint64_t index) {
  return static_cast<double>(DrawBits(seed, index) >> 40) * 0x1p-23 - 1.0;
}

std::vector<float> RandomParam(const std::string& name,
                               const std::vector<size_t>& shape) {
  const auto [centre, half] = RangeOf(name, shape);
  const uint64_t seed = NameSeed(name);
  std::vector<float> values(Product(shape));
  for (size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<float>(centre + half * DrawSigned(seed, i));
  }
  return values;
}

ParamSource RandomParams(const Graph& graph) {
  std::map<std::string, std::vector<size_t>> shapes;
  for (const Param& param : graph.params) shapes[param.name] = param.shape;
  return [shapes = std::move(shapes)](
             const std::string& name) -> StatusOr<ParamData> {
    const auto found = shapes.find(name);
    if (found == shapes.end()) return NotFound("no param " + name);
    auto values = std::make_shared<const std::vector<float>>(
        RandomParam(name, found->second));
    const float* data = values->data();
    return ParamData{found->second, data, std::move(values)};
  };
}

Tensor RandomInput(Extent extent, float scale) {
  const uint64_t block_seed = NameSeed("input.block");
  const uint64_t pixel_seed = NameSeed("input.pixel");
  const size_t blocks_w = (extent.w + kBlock - 1) / kBlock;
  Tensor input(extent.h, extent.w, 3);
  for (size_t y = 0; y < extent.h; ++y) {
    for (size_t x = 0; x < extent.w; ++x) {
      const size_t block = y / kBlock * blocks_w + x / kBlock;
      const size_t pixel = y * extent.w + x;
      for (size_t ch = 0; ch < 3; ++ch) {
        const double value = DrawSigned(block_seed, block * 3 + ch) +
                             DrawSigned(pixel_seed, pixel * 3 + ch);
        input.At(y, x, ch) = static_cast<float>(double{scale} * value);
      }
    }
  }
  return input;
}

std::vector<Position> SamplePositions(const std::string& value_name,
                                      Extent extent, size_t channels) {
  constexpr size_t kSamples = 16;
  const uint64_t seed = NameSeed("sample." + value_name);
  const size_t bottom = extent.h - 1;
  const size_t right = extent.w - 1;
  std::vector<Position> positions = {
      {0, 0, 0}, {0, right, 0}, {bottom, 0, 0}, {bottom, right, 0}};
  for (size_t i = 0; i < positions.size(); ++i) {
    positions[i].ch = DrawBits(seed, i) % channels;
  }
  while (positions.size() < kSamples) {
    const size_t element =
        DrawBits(seed, positions.size()) % (extent.h * extent.w * channels);
    const size_t pixel = element / channels;
    positions.push_back(
        {pixel / extent.w, pixel % extent.w, element % channels});
  }
  return positions;
}

}  // namespace camglass
