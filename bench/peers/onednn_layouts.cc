#include "bench/peers/onednn_layouts.h"

#include <iterator>

#include "engine/base/check.h"

namespace camglass {
namespace {

using dnnl::memory;

memory::desc Layout(const memory::dims& dims, memory::format_tag tag) {
  return {dims, memory::data_type::f32, tag};
}

// Whether channels lie plane after plane, or block after block without a
// partial one.
bool IsInBlocks(const memory::desc& desc, memory::format_tag tag,
                memory::dim block) {
  return desc.dims()[1] % block == 0 && desc == Layout(desc.dims(), tag);
}

std::optional<memory::format_tag> BlocksOf(const memory::desc& desc) {
  using tag = memory::format_tag;
  if (IsInBlocks(desc, tag::nchw, 1)) return tag::nchw;
  if (IsInBlocks(desc, tag::nChw8c, 8)) return tag::nChw8c;
  if (IsInBlocks(desc, tag::nChw16c, 16)) return tag::nChw16c;
  return std::nullopt;
}

}  // namespace

memory::dims OnednnDims(std::initializer_list<size_t> lengths) {
  return {lengths.begin(), lengths.end()};
}

memory::desc DenseLayout(const memory::dims& dims) {
  using tag = memory::format_tag;
  constexpr tag kRowMajor[] = {tag::a, tag::ab, tag::abc, tag::abcd,
                               tag::abcde};
  CAMGLASS_CHECK(!dims.empty() && dims.size() <= std::size(kRowMajor));
  return Layout(dims, kRowMajor[dims.size() - 1]);
}

memory::desc AnyLayout(const memory::dims& dims) {
  return Layout(dims, memory::format_tag::any);
}

std::optional<memory::desc> JoinedLayout(const std::vector<memory>& parts) {
  memory::dims joined = parts.front().get_desc().dims();
  const auto tag = BlocksOf(parts.front().get_desc());
  joined[1] = 0;
  for (const memory& part : parts) {
    const memory::desc desc = part.get_desc();
    if (!tag.has_value() || BlocksOf(desc) != tag) return std::nullopt;
    joined[1] += desc.dims()[1];
  }
  return Layout(joined, *tag);
}

}  // namespace camglass
