// camglass._convert: weight files of other programs to model files.
#include "weights/convert/convert.h"

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/file_bytes.h"
#include "tools/python/raise_error.h"
#include "weights/load_model.h"
#include "weights/model_file.h"

namespace nb = nanobind;

namespace camglass {
namespace {

struct Choices {
  ConvertOptions options;
  ModelStorage storage = ModelStorage::kF32;
};

std::string TextAt(const nb::dict& choices, const char* key) {
  return nb::cast<std::string>(choices[key]);
}

Choices ChoicesOf(const nb::dict& choices) {
  Choices out;
  out.options.arch = TextAt(choices, "arch");
  out.options.variant = TextAt(choices, "variant");
  out.options.part = TextAt(choices, "part");
  out.options.preprocess = TextAt(choices, "preprocess");
  out.options.scores = TextAt(choices, "scores");
  out.options.class_names =
      nb::cast<std::vector<std::string>>(choices["classes"]);
  out.options.head_relu = nb::cast<bool>(choices["head_relu"]);
  if (nb::cast<bool>(choices["f16"])) out.storage = ModelStorage::kF16;
  return out;
}

// What can't be loaded is not worth writing.
StatusOr<Converted> Loadable(StatusOr<Converted> converted) {
  if (!converted.ok()) return converted;
  CAMGLASS_RETURN_IF_ERROR(BindModel(converted->model).status());
  return converted;
}

nb::list TextsOf(const std::vector<std::string>& lines) {
  nb::list list;
  for (const std::string& line : lines) list.append(PythonText(line));
  return list;
}

nb::dict ReportOf(const ConvertReport& report) {
  nb::dict out;
  out["found"] = TextsOf(report.evidence);
  out["assumed"] = TextsOf(report.assumptions);
  out["notes"] = TextsOf(report.notes);
  out["warnings"] = TextsOf(report.warnings);
  return out;
}

StatusOr<std::string> Encode(const Model& model, ModelStorage storage) {
  std::string bytes;
  CAMGLASS_RETURN_IF_ERROR(
      EncodeModel(model, storage, [&bytes](std::span<const std::byte> part) {
        bytes.append(reinterpret_cast<const char*>(part.data()), part.size());
        return Status();
      }));
  return bytes;
}

// (the model file's bytes, report)
nb::tuple Finish(StatusOr<Converted> converted, ModelStorage storage) {
  const Converted done = ValueOrRaise(Loadable(std::move(converted)));
  const std::string bytes =
      ValueOrRaise(WithoutLock([&] { return Encode(done.model, storage); }));
  return nb::make_tuple(nb::bytes(bytes.data(), bytes.size()),
                        ReportOf(done.report));
}

nb::tuple ConvertPath(const nb::bytes& path, const nb::dict& choices) {
  const Choices chosen = ChoicesOf(choices);
  const std::string name(path.c_str(), path.size());
  return Finish(WithoutLock([&] { return ConvertFile(name, chosen.options); }),
                chosen.storage);
}

nb::tuple ConvertMemory(const nb::bytes& bytes, const std::string& name,
                        const nb::dict& choices) {
  const Choices chosen = ChoicesOf(choices);
  const auto* data = static_cast<const std::byte*>(bytes.data());
  const size_t size = bytes.size();
  return Finish(WithoutLock([&] {
                  return ConvertBytes(
                      FromVector(std::vector<std::byte>(data, data + size)),
                      name, chosen.options);
                }),
                chosen.storage);
}

}  // namespace
}  // namespace camglass

NB_MODULE(_convert, module) {
  module.def("convert_path", &camglass::ConvertPath);
  module.def("convert_memory", &camglass::ConvertMemory);
}
