#include "tools/difference.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>

#include "weights/checkpoint_formats.h"
#include "weights/convert/convert.h"

namespace camglass {
namespace {

using TensorsByName = std::map<std::string, const CheckpointTensor*>;

TensorsByName ByName(const std::vector<CheckpointTensor>& tensors) {
  TensorsByName by_name;
  for (const CheckpointTensor& tensor : tensors) by_name[tensor.name] = &tensor;
  return by_name;
}

std::vector<std::string> NamesBeyond(
    const std::vector<CheckpointTensor>& tensors, const TensorsByName& other) {
  std::vector<std::string> names;
  for (const CheckpointTensor& tensor : tensors)
    if (!other.contains(tensor.name)) names.push_back(tensor.name);
  return names;
}

// Infinite between a number and what is none.
double Distance(float a, float b) {
  if (std::bit_cast<uint32_t>(a) == std::bit_cast<uint32_t>(b)) return 0;
  if (!std::isfinite(a) || !std::isfinite(b))
    return std::numeric_limits<double>::infinity();
  return std::abs(static_cast<double>(a) - static_cast<double>(b));
}

void CompareValues(const CheckpointTensor& a, const CheckpointTensor& b,
                   TensorDifference* out) {
  double largest_value = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    const float left = a.data[i];
    const float right = b.data[i];
    if (std::isfinite(left))
      largest_value =
          std::max(largest_value, std::abs(static_cast<double>(left)));
    if (std::bit_cast<uint32_t>(left) == std::bit_cast<uint32_t>(right))
      continue;
    const double distance = Distance(left, right);
    if (out->differing++ == 0 || distance > out->largest) {
      out->largest = distance;
      out->largest_at = i;
      out->a = left;
      out->b = right;
    }
  }
  out->same_bits = out->differing == 0;
  if (out->largest > 0) out->relative = out->largest / largest_value;
}

TensorDifference CompareTwo(const CheckpointTensor& a,
                            const CheckpointTensor& b) {
  TensorDifference out;
  out.name = a.name;
  out.shape_a = a.shape;
  out.shape_b = b.shape;
  out.stored_a = a.stored_as;
  out.stored_b = b.stored_as;
  if (out.SameShape()) CompareValues(a, b, &out);
  return out;
}

// Names of classes are many: the first that differs stands for them.
std::string FirstOtherClass(const std::vector<std::string>& a,
                            const std::vector<std::string>& b) {
  if (a.size() != b.size())
    return "number of classes: " + std::to_string(a.size()) + ", " +
           std::to_string(b.size());
  const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin());
  if (left == a.end()) return "";
  return "class " + std::to_string(left - a.begin()) + ": " + *left + ", " +
         *right;
}

std::string DisagreementText(const std::string& what, const std::string& in_a,
                             const std::string& in_b) {
  return what + ": " + in_a + ", " + in_b;
}

std::vector<std::string> CompareInfo(const ModelInfo& a, const ModelInfo& b) {
  std::vector<std::string> lines;
  const Metadata in_a = ToMetadata(a);
  const Metadata in_b = ToMetadata(b);
  for (const char* key : {"arch", "variant", "options", "preprocess"}) {
    const std::string& left = in_a.at(std::string("camglass.") + key);
    const std::string& right = in_b.at(std::string("camglass.") + key);
    if (left != right) lines.push_back(DisagreementText(key, left, right));
  }
  const std::string classes = FirstOtherClass(a.classes, b.classes);
  if (!classes.empty()) lines.push_back(classes);
  return lines;
}

// A file that may be a known network.
struct Opened {
  Checkpoint checkpoint;
  StatusOr<Converted> converted = NotFound("not tried");
};

StatusOr<Opened> Open(const std::string& path, bool raw,
                      const ReadOptions& options) {
  Opened opened;
  const StatusOr<FileBytes> file = MapFile(path);
  if (!file.ok()) return file.status().WithContext(path);
  const std::string folder = FolderOf(path);
  StatusOr<Checkpoint> checkpoint =
      ReadCheckpoint(*file, {options.external_data_dir, folder});
  if (!checkpoint.ok()) return checkpoint.status().WithContext(path);
  opened.checkpoint = *std::move(checkpoint);
  if (!raw)
    opened.converted =
        ConvertBytes(*file, "",
                     {.external_data_dir = options.external_data_dir,
                      .model_folder = folder});
  return opened;
}

}  // namespace

bool FileDifference::Identical() const {
  return only_a.empty() && only_b.empty() && description.empty() &&
         std::all_of(both.begin(), both.end(),
                     [](const auto& tensor) { return tensor.same_bits; });
}

FileDifference CompareTensors(const std::vector<CheckpointTensor>& a,
                              const std::vector<CheckpointTensor>& b) {
  FileDifference out;
  const TensorsByName in_b = ByName(b);
  out.only_a = NamesBeyond(a, in_b);
  out.only_b = NamesBeyond(b, ByName(a));
  for (const CheckpointTensor& tensor : a) {
    const auto found = in_b.find(tensor.name);
    if (found != in_b.end())
      out.both.push_back(CompareTwo(tensor, *found->second));
  }
  return out;
}

StatusOr<FileDifference> CompareFiles(const std::string& path_a,
                                      const std::string& path_b, bool raw,
                                      const ReadOptions& options) {
  CAMGLASS_ASSIGN_OR_RETURN(const Opened a, Open(path_a, raw, options));
  CAMGLASS_ASSIGN_OR_RETURN(const Opened b, Open(path_b, raw, options));
  if (!a.converted.ok() || !b.converted.ok())
    return CompareTensors(a.checkpoint.tensors, b.checkpoint.tensors);
  const Model& left = a.converted->model;
  const Model& right = b.converted->model;
  FileDifference out = CompareTensors(left.tensors, right.tensors);
  out.as_models = true;
  out.description = CompareInfo(left.info, right.info);
  return out;
}

}  // namespace camglass
