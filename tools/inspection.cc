#include "tools/inspection.h"

#include <memory>
#include <sstream>
#include <utility>

#include "engine/graph/cost.h"
#include "engine/graph/shapes.h"
#include "engine/session.h"
#include "tools/input_size.h"
#include "weights/checkpoint_formats.h"
#include "weights/load_model.h"

namespace camglass {
namespace {

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

size_t CountValues(const Checkpoint& checkpoint) {
  size_t count = 0;
  for (const CheckpointTensor& tensor : checkpoint.tensors)
    count += tensor.size();
  return count;
}

// Parameters as papers count them: running statistics are none.
size_t CountParameters(const Model& model) {
  size_t count = 0;
  for (const CheckpointTensor& tensor : model.tensors)
    if (tensor.name.find(".running_") == std::string::npos)
      count += tensor.size();
  return count;
}

StatusOr<PlanFacts> PlanFor(const Model& model, const std::string& size) {
  CAMGLASS_ASSIGN_OR_RETURN(const LoadedModel loaded, BindModel(model));
  const Net& net = loaded.net;
  PlanFacts facts;
  CAMGLASS_ASSIGN_OR_RETURN(facts.input,
                            ParseInputSize(size, model.info.preprocess.size));
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<Extent> extents,
                            InferExtents(net.graph, facts.input));
  facts.map = extents[net.features];
  facts.multiply_adds = MultiplyAddsOf(net.graph, extents);
  CAMGLASS_ASSIGN_OR_RETURN(const std::unique_ptr<Session> session,
                            Session::Create(net.graph, {}));
  CAMGLASS_ASSIGN_OR_RETURN(const Plan* const plan,
                            session->Prepare(facts.input));
  facts.packed_bytes = session->packed_bytes();
  facts.arena_bytes = plan->arena_bytes();
  facts.steps = Lines(plan->ToText());
  return facts;
}

Status InspectInto(const std::string& size, const ReadOptions& options,
                   Inspection* out) {
  CAMGLASS_ASSIGN_OR_RETURN(const FileBytes file, MapFile(out->path));
  out->file_bytes = file.bytes.size();
  CAMGLASS_ASSIGN_OR_RETURN(out->checkpoint, ReadCheckpoint(file, options));
  out->values = CountValues(out->checkpoint);
  out->is_model = IsModelMetadata(out->checkpoint.metadata);
  const std::string name = out->path.substr(out->path.rfind('/') + 1);
  StatusOr<Converted> converted =
      ConvertBytes(file, name,
                   {.external_data_dir = options.external_data_dir,
                    .model_folder = options.model_folder});
  if (!converted.ok()) {
    out->refusal = converted.status().message();
    // A model file says what it is; if it is not that, it is broken.
    return out->is_model ? converted.status() : Status();
  }
  out->parameters = CountParameters(converted->model);
  CAMGLASS_ASSIGN_OR_RETURN(out->plan, PlanFor(converted->model, size));
  out->network = *std::move(converted);
  return Status();
}

}  // namespace

StatusOr<Inspection> Inspect(const std::string& path, const std::string& size,
                             const ReadOptions& options) {
  Inspection result;
  result.path = path;
  const ReadOptions reading{options.external_data_dir, FolderOf(path)};
  const Status status = InspectInto(size, reading, &result);
  if (!status.ok())
    return status.code() == StatusCode::kUsage ? status
                                               : status.WithContext(path);
  return result;
}

}  // namespace camglass
