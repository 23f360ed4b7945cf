#include "weights/load_model.h"

#include <map>
#include <utility>

#include "engine/base/within_memory.h"

namespace camglass {
namespace {

using TensorsByName = std::map<std::string, const CheckpointTensor*>;

ParamSource SourceOf(const TensorsByName& tensors) {
  return [&tensors](const std::string& name) -> StatusOr<ParamData> {
    const auto found = tensors.find(name);
    if (found == tensors.end())
      return NotFound("the model file lacks the tensor '" + name +
                      "'; convert the weights again");
    const CheckpointTensor& tensor = *found->second;
    return ParamData{tensor.shape, tensor.data, tensor.owner, tensor.release,
                     tensor.stored_as == ElementType::kF16};
  };
}

// A tensor too many means that the file is not of this network.
Status CheckNothingMore(const Graph& graph, const TensorsByName& tensors) {
  for (const auto& [name, tensor] : tensors)
    if (graph.FindParam(name) == graph.params.size())
      return InvalidInput("the model file has a tensor '" + name +
                          "' that its network does not have; convert the "
                          "weights again");
  return Status();
}

}  // namespace

StatusOr<LoadedModel> BindModel(const Model& model) {
  LoadedModel loaded;
  CAMGLASS_ASSIGN_OR_RETURN(loaded.net, BuildNet(model.info.config));
  TensorsByName tensors;
  for (const CheckpointTensor& tensor : model.tensors)
    tensors[tensor.name] = &tensor;
  CAMGLASS_RETURN_IF_ERROR(CheckNothingMore(loaded.net.graph, tensors));
  CAMGLASS_RETURN_IF_ERROR(BindParams(SourceOf(tensors), &loaded.net.graph));
  loaded.info = model.info;
  loaded.transform =
      MakeInputTransform(model.info.preprocess, model.info.transform_input);
  return loaded;
}

StatusOr<LoadedModel> LoadModel(const std::string& path) {
  CAMGLASS_ASSIGN_OR_RETURN(const Model model, ReadModelFile(path));
  StatusOr<LoadedModel> loaded =
      WithinMemory("read this file", [&] { return BindModel(model); });
  if (!loaded.ok()) return loaded.status().WithContext(path);
  loaded->path = path;
  return loaded;
}

}  // namespace camglass
