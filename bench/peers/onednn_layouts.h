// Descriptions of f32 memory for oneDNN. All throw dnnl::error.
#ifndef CAMGLASS_BENCH_PEERS_ONEDNN_LAYOUTS_H_
#define CAMGLASS_BENCH_PEERS_ONEDNN_LAYOUTS_H_

#include <cstddef>
#include <initializer_list>
#include <oneapi/dnnl/dnnl.hpp>
#include <optional>
#include <vector>

namespace camglass {

dnnl::memory::dims OnednnDims(std::initializer_list<size_t> lengths);

// Row-major, of 1 to 5 axes: what params and planes have.
dnnl::memory::desc DenseLayout(const dnnl::memory::dims& dims);
// The primitive chooses.
dnnl::memory::desc AnyLayout(const dnnl::memory::dims& dims);

// The layout of one or more parts [1, c, h, w] put side by side along the
// channels, where they need only follow one another in memory; nothing where
// they don't.
std::optional<dnnl::memory::desc> JoinedLayout(
    const std::vector<dnnl::memory>& parts);

}  // namespace camglass

#endif  // CAMGLASS_BENCH_PEERS_ONEDNN_LAYOUTS_H_
