#include "bench/peers/onednn_arena.h"

#include <algorithm>

#include "engine/base/check.h"

namespace camglass {
namespace {

constexpr size_t kAlign = 64;  // bytes, a cache line

}  // namespace

dnnl::memory OnednnArena::Make(const dnnl::memory::desc& desc) {
  dnnl::memory memory(desc, engine_, DNNL_MEMORY_NONE);
  places_[memory.get()] = {memory, buffers_.size(), 0};
  buffers_.push_back({desc.get_size(), false});
  return memory;
}

dnnl::memory OnednnArena::View(const dnnl::memory& memory,
                               const dnnl::memory::desc& desc) {
  CAMGLASS_CHECK(Has(memory));
  const Place place = places_[memory.get()];
  dnnl::memory view(desc, engine_, DNNL_MEMORY_NONE);
  places_[view.get()] = {view, place.buffer, place.offset};
  return view;
}

bool OnednnArena::Has(const dnnl::memory& memory) const {
  return places_.find(memory.get()) != places_.end();
}

bool OnednnArena::IsAlone(const dnnl::memory& memory) const {
  const auto found = places_.find(memory.get());
  return found != places_.end() && !buffers_[found->second.buffer].joined;
}

void OnednnArena::Join(const std::vector<dnnl::memory>& parts,
                       const dnnl::memory& whole) {
  CAMGLASS_CHECK(IsAlone(whole));
  const size_t target = places_[whole.get()].buffer;
  size_t offset = 0;
  for (const dnnl::memory& part : parts) {
    CAMGLASS_CHECK(IsAlone(part));
    const size_t source = places_[part.get()].buffer;
    for (auto& [handle, place] : places_) {
      if (place.buffer == source) place = {place.memory, target, offset};
    }
    buffers_[source].joined = true;
    offset += part.get_desc().get_size();
  }
  CAMGLASS_CHECK(offset == buffers_[target].bytes);
  buffers_[target].joined = true;
}

// A buffer whose memories have all moved away has no steps and no size.
std::vector<BufferLife> OnednnArena::Lives(
    const std::vector<OnednnStep>& steps) const {
  std::vector<BufferLife> lives(buffers_.size());
  for (size_t i = 0; i < steps.size(); ++i) {
    for (const auto& [name, memory] : steps[i].arguments) {
      const auto found = places_.find(memory.get());
      if (found == places_.end()) continue;
      const size_t buffer = found->second.buffer;
      BufferLife& life = lives[buffer];
      if (life.size == 0) life = {buffers_[buffer].bytes, i, i};
      life.last = i;
    }
  }
  return lives;
}

AlignedBuffer OnednnArena::Settle(const std::vector<OnednnStep>& steps) const {
  const Placement placement = PlaceBuffers(Lives(steps), kAlign, true);
  AlignedBuffer bytes(placement.total);
  for (const auto& [handle, place] : places_) {
    const size_t offset = placement.offsets[place.buffer] + place.offset;
    place.memory.set_data_handle(bytes.data() + offset);
  }
  return bytes;
}

}  // namespace camglass
