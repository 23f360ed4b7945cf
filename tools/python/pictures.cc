// camglass._pictures: picture files to pixels, as camtool reads them.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/string.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "camapp/picture/decode.h"
#include "camapp/picture/picture.h"
#include "tools/python/raise_error.h"

namespace nb = nanobind;

namespace camglass {
namespace {

nb::object ArrayOf(Picture picture) {
  auto owned = std::make_unique<Picture>(std::move(picture));
  uint8_t* data = owned->rgb.data();
  const size_t shape[] = {owned->h, owned->w, 3};
  nb::capsule owner(owned.get(), [](void* held) noexcept {
    delete static_cast<Picture*>(held);
  });
  owned.release();
  return nb::cast(
      nb::ndarray<nb::numpy, uint8_t, nb::ndim<3>>(data, 3, shape, owner));
}

nb::tuple Answer(StatusOr<Picture> picture, const DecodeReport& report) {
  nb::object array = ArrayOf(ValueOrRaise(std::move(picture)));
  return nb::make_tuple(std::move(array), PythonText(report.note));
}

// (pixels, what to know of them)
nb::tuple DecodeBytes(const nb::bytes& bytes) {
  DecodeReport report;
  const std::span<const uint8_t> data(static_cast<const uint8_t*>(bytes.data()),
                                      bytes.size());
  auto picture = WithoutLock([&] { return DecodePicture(data, {}, &report); });
  return Answer(std::move(picture), report);
}

nb::tuple DecodeFile(const nb::bytes& path) {
  DecodeReport report;
  const std::string name(path.c_str(), path.size());
  auto picture = WithoutLock([&]() -> StatusOr<Picture> {
    auto read = ReadPicture(name, {}, &report);
    if (!read.ok()) return read.status().WithContext(name);
    return read;
  });
  return Answer(std::move(picture), report);
}

}  // namespace
}  // namespace camglass

NB_MODULE(_pictures, module) {
  module.def("decode_bytes", &camglass::DecodeBytes);
  module.def("decode_file", &camglass::DecodeFile);
}
