#include "bench/peers/onednn_values.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "bench/peers/onednn_layouts.h"

namespace camglass {

using dnnl::memory;

OnednnValues::OnednnValues(const Graph& graph, std::vector<Extent> extents,
                           const dnnl::engine& engine)
    : graph_(graph),
      extents_(std::move(extents)),
      engine_(engine),
      readers_(ReaderCounts(graph)),
      arena_(engine),
      values_(graph.values.size()) {}

memory::dims OnednnValues::Dims(ValueId id) const {
  return OnednnDims({1, channels(id), extents_[id].h, extents_[id].w});
}

memory OnednnValues::InLayout(ValueId id, const memory::desc& wanted) {
  return values_[id].get_desc() == wanted ? values_[id] : Copy(id, wanted);
}

// In most layouts a vector is the same bytes.
memory OnednnValues::Vector(ValueId id) {
  const memory::desc layout = DenseLayout(OnednnDims({1, channels(id)}));
  const bool padded = values_[id].get_desc().get_size() != layout.get_size();
  const bool ours = arena_.Has(values_[id]);  // the network's input is not
  return arena_.View(
      padded || !ours ? Copy(id, DenseLayout(Dims(id))) : values_[id], layout);
}

memory OnednnValues::Make(ValueId id, const memory::desc& layout) {
  values_[id] = arena_.Make(layout);
  return values_[id];
}

memory OnednnValues::Overwrite(ValueId old, ValueId id,
                               const memory::desc& layout) {
  const bool needed =
      readers_[old] > 1 || IsKept(graph_, old) || !arena_.IsAlone(values_[old]);
  values_[id] = needed ? Copy(old, layout) : InLayout(old, layout);
  return values_[id];
}

memory OnednnValues::MakeVector(ValueId id) {
  Make(id, DenseLayout(Dims(id)));
  return Vector(id);
}

bool OnednnValues::Join(const std::vector<ValueId>& parts, ValueId whole) {
  std::vector<ValueId> sorted = parts;
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) {
    return false;
  }
  std::vector<memory> memories;
  for (const ValueId id : parts) {
    if (!arena_.IsAlone(values_[id])) return false;
    memories.push_back(values_[id]);
  }
  const std::optional<memory::desc> layout = JoinedLayout(memories);
  if (layout.has_value()) arena_.Join(memories, Make(whole, *layout));
  return layout.has_value();
}

void OnednnValues::AddStep(const dnnl::primitive& primitive,
                           const std::unordered_map<int, memory>& arguments) {
  steps_.push_back({primitive, arguments});
}

void OnednnValues::AddReorder(const memory& from, const memory& to) {
  AddStep(dnnl::reorder(from, to), {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}});
}

void OnednnValues::Finish(const Op& op) {
  for (const ValueId input : op.inputs) --readers_[input];
}

memory OnednnValues::Copy(ValueId id, const memory::desc& layout) {
  memory copy = arena_.Make(layout);
  AddReorder(values_[id], copy);
  return copy;
}

}  // namespace camglass
