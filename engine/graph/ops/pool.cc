#include "engine/graph/ops/pool.h"

#include "engine/graph/ops/attribute_text.h"

namespace camglass {
namespace {

template <typename Pool>
std::string AttributesOf(const Pool& pool) {
  return Attribute("k", pool.k) + Attribute("stride", pool.stride) +
         Attribute("pad", pool.pad) + (pool.ceil ? " ceil" : "");
}

// Half a window of padding at most, so that no window lies outside the input.
template <typename Pool>
void CheckPool(const Pool& pool, const OpRules& rules) {
  rules.RequireOneInputOfOutputChannels();
  rules.RequireWindow(pool.k, pool.stride);
  rules.Require(pool.pad <= pool.k / 2, "padding is at most half the window");
}

template <typename Pool>
StatusOr<Extent> PoolExtent(const Pool& pool, const InputExtents& inputs) {
  return inputs.Windowed([&](Extent in) {
    return Extent{PoolLength(in.h, pool.k, pool.stride, pool.pad, pool.ceil),
                  PoolLength(in.w, pool.k, pool.stride, pool.pad, pool.ceil)};
  });
}

}  // namespace

std::string MaxPool::Attributes() const { return AttributesOf(*this); }
void MaxPool::Check(const OpRules& rules) const { CheckPool(*this, rules); }
StatusOr<Extent> MaxPool::OutputExtent(const InputExtents& in) const {
  return PoolExtent(*this, in);
}

std::string AvgPool::Attributes() const {
  return AttributesOf(*this) + (count_pad ? " count_pad" : "");
}
void AvgPool::Check(const OpRules& rules) const { CheckPool(*this, rules); }
StatusOr<Extent> AvgPool::OutputExtent(const InputExtents& in) const {
  return PoolExtent(*this, in);
}

size_t PoolLength(size_t n, size_t k, size_t stride, size_t pad, bool ceil) {
  const size_t padded = n + 2 * pad + (ceil ? stride - 1 : 0);
  if (n == 0 || padded < k) return 0;
  const size_t length = (padded - k) / stride + 1;
  const bool starts_beyond = (length - 1) * stride >= n + pad;
  return ceil && starts_beyond ? length - 1 : length;
}

}  // namespace camglass
