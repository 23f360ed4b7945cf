#include "camapp/cam/map_file.h"

#include <charconv>

#include "camapp/picture/encode_npy.h"
#include "camapp/picture/encode_png.h"

namespace camglass {
namespace {

std::vector<uint8_t> Csv(std::span<const float> map, Extent size) {
  std::vector<uint8_t> bytes;
  char number[32];
  for (size_t i = 0; i < map.size(); ++i) {
    const auto end = std::to_chars(number, number + sizeof(number), map[i]);
    bytes.insert(bytes.end(), number, end.ptr);
    bytes.push_back((i + 1) % size.w == 0 ? '\n' : ',');
  }
  return bytes;
}

}  // namespace

StatusOr<std::vector<uint8_t>> MapFileBytes(const std::string& path,
                                            std::span<const float> map,
                                            Extent size) {
  if (HasEnding(path, ".csv")) return Csv(map, size);
  if (HasEnding(path, ".png")) return EncodeGrey16Png(map, size);
  const size_t shape[] = {size.h, size.w};
  return EncodeNpy(map, shape);
}

}  // namespace camglass
