#include "engine/plan/packed_weights.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <optional>
#include <utility>
#include <variant>

#include "engine/base/check.h"
#include "engine/base/half.h"
#include "engine/base/round_up.h"
#include "engine/kernels/depthwise.h"
#include "engine/plan/weight_rows.h"

namespace camglass {
namespace {

constexpr size_t kAlign = 64;

// Fills one piece of the packed memory, whatever the others do meanwhile.
using PackTask = std::function<void(RowWorkspace*)>;

// Lays the ops' pieces out one after the other: once with a null base, to
// measure, and once for real, which gives the tasks that fill them.
class Packer {
 public:
  Packer(const Graph& graph, std::byte* base) : graph_(graph), base_(base) {}

  PackedOp Pack(const Op& op, ConvAlgorithm algorithm, DType type) {
    algorithm_ = algorithm;
    type_ = type;
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
        packed->conv =
            ChooseConvPacking(conv.kh * conv.kw * in_c, conv.out_c, type_);
        PackGroup(conv, in_c, 0, conv.out_c, packed);
        packed->scale = PackScale(conv);
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
    const DensePacking packing = ChooseDensePacking(in_c, dense.out_c, type_);
    std::byte* dst = Take(packing.bytes());
    for (size_t panel = 0; panel < packing.num_panels(); ++panel) {
      const size_t begin = panel * packing.panel;
      const size_t end = std::min(begin + packing.panel, dense.out_c);
      AddTask([=, &param = graph_.params[dense.weight]](RowWorkspace* work) {
        const WeightRows rows(param, begin, end, RowFactors::kInWeights, work);
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
    float* factor = TakeFloats(PadChannels(channels));
    float* offset = TakeFloats(PadChannels(channels));
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
    float* dst = TakeFloats(conv.kh * conv.kw * PadChannels(in_c));
    packed->weights = {dst};
    AddTask([=, &param = graph_.params[conv.weight]](RowWorkspace* work) {
      const WeightRows rows(param, 0, in_c, RowFactors::kInWeights, work);
      PackDepthwise(rows.data(), in_c, conv.kh, conv.kw, dst);
    });
  }

  void PackGroups(const Conv2d& conv, size_t in_c, PackedOp* packed) {
    const size_t group_out = conv.out_c / conv.groups;
    packed->conv = ChooseConvPacking(conv.kh * conv.kw * in_c / conv.groups,
                                     group_out, type_);
    for (size_t g = 0; g < conv.groups; ++g) {
      PackGroup(conv, in_c, g * group_out, group_out, packed);
    }
    packed->scale = PackScale(conv);
  }

  // The output channels [first, first + out_c), as packed->conv says.
  void PackGroup(const Conv2d& conv, size_t in_c, size_t first, size_t out_c,
                 PackedOp* packed) {
    const ConvPacking& packing = packed->conv;
    std::byte* dst = Take(packing.bytes());
    packed->weights.push_back(dst);
    const RowFactors factors = FactorsOf(graph_.params[conv.weight]);
    for (size_t panel = 0; panel < packing.num_panels(); ++panel) {
      const size_t begin = std::min(panel * packing.panel, out_c);
      const size_t end = std::min(begin + packing.panel, out_c);
      AddTask([=, &param = graph_.params[conv.weight]](RowWorkspace* work) {
        const WeightRows rows(param, first + begin, first + end, factors, work);
        const size_t window = conv.kh * conv.kw;
        const size_t seen = packing.depth / window;  // channels a filter has
        const bool fill = seen != in_c / conv.groups;
        PackConvPanel(
            fill ? rows.Ungrouped(conv, in_c, first + begin) : rows.data(),
            rows.count(), seen, window, packing, panel, dst);
      });
    }
  }

  WinogradPacking MinimalPacking(size_t in_c, size_t out_c) const {
    if (algorithm_ == ConvAlgorithm::kWinogradStem) {
      return ChooseStemPacking(out_c, type_);
    }
    if (algorithm_ == ConvAlgorithm::kWinogradStride2) {
      return ChooseStride2Packing(in_c, out_c, type_);
    }
    return ChooseWinogradPacking(WinogradTileOf(algorithm_), in_c, out_c,
                                 type_);
  }

  void PackMinimalFilters(const Conv2d& conv, size_t in_c, PackedOp* packed) {
    const WinogradPacking packing = MinimalPacking(in_c, conv.out_c);
    std::byte* dst = Take(packing.bytes());
    float* scale =
        type_ == DType::kF16 ? TakeFloats(PadChannels(conv.out_c)) : nullptr;
    packed->winograd = packing;
    packed->weights = {dst};
    packed->scale = scale;
    for (size_t block = 0; block < WinogradBlocks(packing); ++block) {
      const size_t begin = std::min(block * kWinogradBlock, conv.out_c);
      const size_t end = std::min(begin + kWinogradBlock, conv.out_c);
      AddTask([=, &param = graph_.params[conv.weight]](RowWorkspace* work) {
        const WeightRows rows(param, begin, end, RowFactors::kInWeights, work);
        const float* filters =
            scale == nullptr
                ? rows.data()
                : rows.Levelled(kLargestF16 / kMostWinogradGain, scale + begin);
        PackWinogradBlock(filters, rows.count(), packing, block, dst);
      });
    }
  }

  // f16 holds weights as they are stored; so the factors are left to the
  // epilogue. In f32 as well for what is stored as f16: the sums have the same
  // bits then.
  RowFactors FactorsOf(const Param& weight) const {
    const bool apart = type_ == DType::kF16 || weight.is_f16;
    return apart && weight.row_factors != nullptr ? RowFactors::kApart
                                                  : RowFactors::kInWeights;
  }

  const float* PackScale(const Conv2d& conv) {
    const Param& weight = graph_.params[conv.weight];
    if (FactorsOf(weight) == RowFactors::kInWeights) return nullptr;
    float* dst = TakeFloats(PadChannels(conv.out_c));
    for (size_t n = 0; dst != nullptr && n < conv.out_c; ++n) {
      dst[n] = static_cast<float>((*weight.row_factors)[n]);
    }
    return dst;
  }

  const float* PackBias(const std::optional<ParamId>& bias, size_t padded) {
    float* dst = TakeFloats(padded);
    if (dst != nullptr && bias.has_value()) {
      const Param& param = graph_.params[*bias];
      std::copy_n(param.data, param.size(), dst);
    }
    return dst;
  }

  float* TakeFloats(size_t count) {
    return reinterpret_cast<float*>(Take(count * sizeof(float)));
  }

  // The next bytes, 64-byte aligned; null while measuring.
  std::byte* Take(size_t count) {
    std::byte* piece = base_ == nullptr ? nullptr : base_ + used_;
    used_ += RoundUp(count, kAlign);
    return piece;
  }

  void AddTask(PackTask task) {
    if (base_ != nullptr) tasks_.push_back(std::move(task));
  }

  const Graph& graph_;
  ConvAlgorithm algorithm_ = ConvAlgorithm::kDirect;
  DType type_ = DType::kF32;
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
        RowWorkspace work;
        for (size_t i; (i = shared.next.fetch_add(1)) < shared.tasks.size();) {
          shared.tasks[i](&work);
        }
      },
      &all);
}

}  // namespace

void PackedWeights::Prepare(const std::vector<ConvAlgorithm>& algorithms,
                            const std::vector<DType>& types,
                            const std::vector<size_t>& order, Team* team) {
  CAMGLASS_CHECK(algorithms.size() == graph_.ops.size());
  CAMGLASS_CHECK(types.size() == graph_.ops.size());
  CAMGLASS_CHECK(order.size() == graph_.ops.size());
  std::vector<Key> missing;
  for (const size_t i : order) {
    const Key key = {i, algorithms[i], types[i]};
    if (!ops_.contains(key)) missing.push_back(key);
  }
  if (missing.empty()) return;
  Packer measure(graph_, nullptr);
  for (const auto& [i, algorithm, type] : missing) {
    measure.Pack(graph_.ops[i], algorithm, type);
  }
  memory_.emplace_back(measure.bytes() + kMostFetchedPast);
  Packer packer(graph_, memory_.back().data());
  for (const auto& [i, algorithm, type] : missing) {
    ops_[{i, algorithm, type}] = packer.Pack(graph_.ops[i], algorithm, type);
  }
  RunTasks(packer.tasks(), team);
}

const PackedOp& PackedWeights::op(size_t index, ConvAlgorithm algorithm,
                                  DType type) const {
  const auto found = ops_.find({index, algorithm, type});
  CAMGLASS_CHECK(found != ops_.end());
  return found->second;
}

size_t PackedWeights::bytes() const {
  size_t bytes = 0;
  for (const AlignedBuffer& buffer : memory_) bytes += buffer.size();
  return bytes;
}

}  // namespace camglass
