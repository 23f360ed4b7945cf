#include "bench/peers/worker_files.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <limits>
#include <span>

#include "weights/convert/convert.h"
#include "weights/numpy/npy.h"

namespace camglass {
namespace {

StatusOr<NpyArray> ReadArray(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)),
                          std::istreambuf_iterator<char>());
  auto array = ParseNpy(std::as_bytes(std::span(bytes)));
  if (!array.ok()) return array.status().WithContext(path);
  if (array->type != ElementType::kF32) {
    return InvalidInput(path + " does not hold float32");
  }
  return array;
}

std::vector<float> Floats(const NpyArray& array) {
  std::vector<float> floats(array.data.size() / sizeof(float));
  std::memcpy(floats.data(), array.data.data(), array.data.size());
  return floats;
}

}  // namespace

StatusOr<LoadedModel> ReadNet(const std::string& net,
                              const WorkerOptions& options) {
  const std::string path = options.folder + "/" + net;
  if (options.model_files) return LoadModel(path + ".safetensors");
  CAMGLASS_ASSIGN_OR_RETURN(const Converted converted,
                            ConvertFile(path + ".onnx", ConvertOptions()));
  return BindModel(converted.model);
}

StatusOr<Image> ReadImage(const WorkerOptions& options) {
  const std::string path = options.folder + "/input.npy";
  CAMGLASS_ASSIGN_OR_RETURN(const NpyArray input, ReadArray(path));
  if (input.shape.size() != 4 || input.shape[0] != 1 || input.shape[1] != 3) {
    return InvalidInput(path + " is not [1, 3, h, w]");
  }
  return Image{{input.shape[2], input.shape[3]}, Floats(input)};
}

StatusOr<std::vector<float>> ReadExpected(const std::string& name,
                                          const WorkerOptions& options) {
  CAMGLASS_ASSIGN_OR_RETURN(const NpyArray array,
                            ReadArray(options.folder + "/" + name + ".npy"));
  return Floats(array);
}

double RelativeError(const std::vector<float>& got,
                     const std::vector<float>& want) {
  if (got.size() != want.size()) return std::numeric_limits<double>::infinity();
  double worst = 0;
  double scale = 0;
  for (size_t i = 0; i < want.size(); ++i) {
    if (!std::isfinite(got[i])) return std::numeric_limits<double>::infinity();
    worst = std::max(worst, std::abs(double{got[i]} - want[i]));
    scale = std::max(scale, std::abs(double{want[i]}));
  }
  return worst / scale;
}

}  // namespace camglass
