#include "engine/plan/packed_weights.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <optional>
#include <utility>
#include <variant>

#include "engine/base/check.h"
#include "engine/base/round_up.h"
#include "engine/kernels/depthwise.h"

namespace camglass {
namespace {

constexpr size_t kAlign = 64;

// What one thread needs to pack: rows with their factors, rows filled up.
struct Workspace {
  std::vector<float> rows;
  std::vector<float> ungrouped;
};
// Fills one piece of the packed memory, whatever the others do meanwhile.
using PackTask = std::function<void(Workspace*)>;

// Rows [begin, end) of a convolution's or dense layer's weights; gone from
// memory, where that can be, once they are packed.
class Rows {
 public:
  Rows(const Param& param, size_t begin, size_t end, Workspace* work)
      : param_(param),
        begin_(begin),
        end_(end),
        data_(param.Rows(begin, end, &work->rows)) {}
  ~Rows() { param_.ReleaseRows(begin_, end_); }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;

  const float* data() const { return data_; }
  size_t count() const { return end_ - begin_; }

 private:
  const Param& param_;
  size_t begin_;
  size_t end_;
  const float* data_;
};

// Rows [first, first + rows.count()) of a grouped convolution with zeros where
// an output does not see an input: [count][in_c][window].
const float* Ungroup(const Conv2d& conv, size_t in_c, const Rows& rows,
                     size_t first, Workspace* work) {
  const size_t window = conv.kh * conv.kw;
  const size_t group_run = in_c / conv.groups * window;
  const size_t group_out = conv.out_c / conv.groups;
  work->ungrouped.assign(rows.count() * in_c * window, 0.0f);
  for (size_t n = 0; n < rows.count(); ++n) {
    const size_t group = (first + n) / group_out;
    std::copy_n(rows.data() + n * group_run, group_run,
                work->ungrouped.data() + n * in_c * window + group * group_run);
  }
  return work->ungrouped.data();
}

// Lays the ops' pieces out one after the other: once with a null base, to
// measure, and once for real, which gives the tasks that fill them.
class Packer {
 public:
  Packer(const Graph& graph, std::byte* base) : graph_(graph), base_(base) {}

  PackedOp Pack(const Op& op, ConvAlgorithm algorithm) {
    algorithm_ = algorithm;
    PackedOp packed;
    std::visit([&](const auto& kind) { PackKind(op, kind, &packed); }, op.kind);
    return packed;
  }
  size_t bytes() const { return used_; }
  const std::vector<PackTask>& tasks() const { return tasks_; }

 private:
  // Ops without weights.
  template <class Kind>
  void PackKind(const Op&, const Kind&, PackedOp*) {
    static_assert(
        !requires(Kind kind) { kind.weight; },
        "an op with weights says here how they are packed");
  }

  void PackKind(const Op& op, const Conv2d& conv, PackedOp* packed) {
    const size_t in_c = graph_.values[op.inputs[0]].channels;
    switch (algorithm_) {
      case ConvAlgorithm::kDepthwise:
        PackDepthwiseConv(conv, in_c, packed);
        break;
      case ConvAlgorithm::kGroups:
        PackGroups(conv, in_c, packed);
        break;
      case ConvAlgorithm::kDirect:
        packed->conv = ChooseConvPacking(conv.kh * conv.kw * in_c, conv.out_c);
        PackGroup(conv, in_c, 0, conv.out_c, packed);
        break;
      case ConvAlgorithm::kWinograd2:
      case ConvAlgorithm::kWinograd4:
      case ConvAlgorithm::kWinogradStride2:
      case ConvAlgorithm::kWinogradStem:
        PackMinimalFilters(conv, in_c, packed);
        break;
    }
    packed->bias = PackBias(conv.bias, PadChannels(conv.out_c));
  }

  void PackKind(const Op& op, const Dense& dense, PackedOp* packed) {
    const size_t in_c = graph_.values[op.inputs[0]].channels;
    const DensePacking packing = ChooseDensePacking(in_c, dense.out_c);
    float* dst = Take(packing.floats());
    for (size_t panel = 0; panel < packing.num_panels(); ++panel) {
      const size_t begin = panel * packing.panel;
      const size_t end = std::min(begin + packing.panel, dense.out_c);
      AddTask([=, &param = graph_.params[dense.weight]](Workspace* work) {
        const Rows rows(param, begin, end, work);
        PackDensePanel(rows.data(), rows.count(), packing, panel, dst);
      });
    }
    packed->dense = packing;
    packed->weights = {dst};
    packed->bias = PackBias(dense.bias, packing.padded_out());
  }

  // y = x * factor + offset.
  void PackKind(const Op& op, const BatchNorm& bn, PackedOp* packed) {
    const size_t channels = graph_.values[op.output].channels;
    float* factor = Take(PadChannels(channels));
    float* offset = Take(PadChannels(channels));
    packed->weights = {factor};
    packed->bias = offset;
    if (factor == nullptr) return;
    for (size_t c = 0; c < channels; ++c) {
      const double scale =
          graph_.params[bn.weight].data[c] /
          std::sqrt(double{graph_.params[bn.var].data[c]} + bn.eps);
      factor[c] = static_cast<float>(scale);
      offset[c] = static_cast<float>(graph_.params[bn.bias].data[c] -
                                     graph_.params[bn.mean].data[c] * scale);
    }
  }

  void PackDepthwiseConv(const Conv2d& conv, size_t in_c, PackedOp* packed) {
    float* dst = Take(conv.kh * conv.kw * PadChannels(in_c));
    packed->weights = {dst};
    AddTask([=, &param = graph_.params[conv.weight]](Workspace* work) {
      const Rows rows(param, 0, in_c, work);
      PackDepthwise(rows.data(), in_c, conv.kh, conv.kw, dst);
    });
  }

  void PackGroups(const Conv2d& conv, size_t in_c, PackedOp* packed) {
    const size_t group_out = conv.out_c / conv.groups;
    packed->conv =
        ChooseConvPacking(conv.kh * conv.kw * in_c / conv.groups, group_out);
    for (size_t g = 0; g < conv.groups; ++g) {
      PackGroup(conv, in_c, g * group_out, group_out, packed);
    }
  }

  // The output channels [first, first + out_c), as packed->conv says.
  void PackGroup(const Conv2d& conv, size_t in_c, size_t first, size_t out_c,
                 PackedOp* packed) {
    const ConvPacking& packing = packed->conv;
    float* dst = Take(packing.floats());
    packed->weights.push_back(dst);
    for (size_t panel = 0; panel < packing.num_panels(); ++panel) {
      const size_t begin = std::min(panel * packing.panel, out_c);
      const size_t end = std::min(begin + packing.panel, out_c);
      AddTask([=, &param = graph_.params[conv.weight]](Workspace* work) {
        const Rows rows(param, first + begin, first + end, work);
        const size_t window = conv.kh * conv.kw;
        const size_t seen = packing.depth / window;  // channels a filter has
        const bool fill = seen != in_c / conv.groups;
        PackConvPanel(
            fill ? Ungroup(conv, in_c, rows, first + begin, work) : rows.data(),
            rows.count(), seen, window, packing, panel, dst);
      });
    }
  }

  WinogradPacking MinimalPacking(size_t in_c, size_t out_c) const {
    if (algorithm_ == ConvAlgorithm::kWinogradStem) {
      return ChooseStemPacking(out_c);
    }
    if (algorithm_ == ConvAlgorithm::kWinogradStride2) {
      return ChooseStride2Packing(in_c, out_c);
    }
    return ChooseWinogradPacking(WinogradTileOf(algorithm_), in_c, out_c);
  }

  void PackMinimalFilters(const Conv2d& conv, size_t in_c, PackedOp* packed) {
    const WinogradPacking packing = MinimalPacking(in_c, conv.out_c);
    float* dst = Take(packing.floats());
    packed->winograd = packing;
    packed->weights = {dst};
    for (size_t block = 0; block < WinogradBlocks(packing); ++block) {
      const size_t begin = std::min(block * kWinogradBlock, conv.out_c);
      const size_t end = std::min(begin + kWinogradBlock, conv.out_c);
      AddTask([=, &param = graph_.params[conv.weight]](Workspace* work) {
        const Rows rows(param, begin, end, work);
        PackWinogradBlock(rows.data(), rows.count(), packing, block, dst);
      });
    }
  }

  const float* PackBias(const std::optional<ParamId>& bias, size_t padded) {
    float* dst = Take(padded);
    if (dst != nullptr && bias.has_value()) {
      const Param& param = graph_.params[*bias];
      std::copy_n(param.data, param.size(), dst);
    }
    return dst;
  }

  // The next `count` floats, 64-byte aligned; null while measuring.
  float* Take(size_t count) {
    std::byte* piece = base_ == nullptr ? nullptr : base_ + used_;
    used_ += RoundUp(count * sizeof(float), kAlign);
    return reinterpret_cast<float*>(piece);
  }

  void AddTask(PackTask task) {
    if (base_ != nullptr) tasks_.push_back(std::move(task));
  }

  const Graph& graph_;
  ConvAlgorithm algorithm_ = ConvAlgorithm::kDirect;
  std::byte* base_;
  size_t used_ = 0;  // bytes
  std::vector<PackTask> tasks_;
};

// Every task once, each by whichever thread comes first.
void RunTasks(const std::vector<PackTask>& tasks, Team* team) {
  struct Context {
    const std::vector<PackTask>& tasks;
    std::atomic<size_t> next{0};
  } all{tasks};
  team->Run(
      [](void* context, size_t) {
        auto& shared = *static_cast<Context*>(context);
        Workspace work;
        for (size_t i; (i = shared.next.fetch_add(1)) < shared.tasks.size();) {
          shared.tasks[i](&work);
        }
      },
      &all);
}

}  // namespace

void PackedWeights::Prepare(const std::vector<ConvAlgorithm>& algorithms,
                            const std::vector<size_t>& order, Team* team) {
  CAMGLASS_CHECK(algorithms.size() == graph_.ops.size());
  CAMGLASS_CHECK(order.size() == graph_.ops.size());
  std::vector<Key> missing;
  for (const size_t i : order) {
    if (!ops_.contains({i, algorithms[i]}))
      missing.emplace_back(i, algorithms[i]);
  }
  if (missing.empty()) return;
  Packer measure(graph_, nullptr);
  for (const auto& [i, algorithm] : missing) {
    measure.Pack(graph_.ops[i], algorithm);
  }
  memory_.emplace_back(measure.bytes() + kMostFetchedPast);
  Packer packer(graph_, memory_.back().data());
  for (const auto& [i, algorithm] : missing) {
    ops_[{i, algorithm}] = packer.Pack(graph_.ops[i], algorithm);
  }
  RunTasks(packer.tasks(), team);
}

const PackedOp& PackedWeights::op(size_t index, ConvAlgorithm algorithm) const {
  const auto found = ops_.find({index, algorithm});
  CAMGLASS_CHECK(found != ops_.end());
  return found->second;
}

size_t PackedWeights::bytes() const {
  size_t bytes = 0;
  for (const AlignedBuffer& buffer : memory_) bytes += buffer.size();
  return bytes;
}

}  // namespace camglass
