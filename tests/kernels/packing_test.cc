// Packed weights, element by element, against where their headers say they lie.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/base/aligned_buffer.h"
#include "engine/kernels/conv.h"
#include "engine/kernels/dense.h"
#include "engine/kernels/winograd.h"
#include "tests/every_target.h"

namespace camglass {
namespace {

class PackingTest : public EveryTargetTest {};
CAMGLASS_ON_EVERY_TARGET(PackingTest);

std::vector<float> SomeWeights(size_t count) {
  std::vector<float> weights(count);
  for (size_t i = 0; i < count; ++i) {
    weights[i] = std::sin(static_cast<float>(i) + 1);
  }
  return weights;
}

// Memory that was not zero before.
AlignedBuffer Dirty(size_t bytes) {
  AlignedBuffer buffer(bytes);
  std::fill_n(buffer.data(), bytes, std::byte{0x41});
  return buffer;
}

TEST_P(PackingTest, ConvPanels) {
  constexpr size_t kIn = 5, kWindow = 9;
  for (const size_t out_c : {1, 16, 40, 48, 176}) {
    const auto weights = SomeWeights(out_c * kIn * kWindow);
    const ConvPacking packing =
        ChooseConvPacking(kIn * kWindow, out_c, DType::kF32);
    AlignedBuffer packed = Dirty(packing.bytes());
    for (size_t panel = 0; panel < packing.num_panels(); ++panel) {
      const size_t first = std::min(panel * packing.panel, out_c);
      PackConvPanel(weights.data() + first * kIn * kWindow,
                    std::min(packing.width(panel), out_c - first), kIn, kWindow,
                    packing, panel, packed.As<float>());
    }
    const float* got = packed.As<float>();
    for (size_t panel = 0; panel < packing.num_panels(); ++panel)
      for (size_t tap = 0; tap < kWindow; ++tap)
        for (size_t c = 0; c < kIn; ++c)
          for (size_t i = 0; i < packing.width(panel); ++i) {
            const size_t n = panel * packing.panel + i;
            const float want =
                n < out_c ? weights[(n * kIn + c) * kWindow + tap] : 0.0f;
            ASSERT_EQ(*got++, want) << "channel " << n << " of " << out_c;
          }
  }
}

TEST_P(PackingTest, DensePanels) {
  constexpr size_t kIn = 7;
  for (const size_t out_c : {1, 64, 130}) {
    const auto weights = SomeWeights(out_c * kIn);
    const DensePacking packing = ChooseDensePacking(kIn, out_c, DType::kF32);
    AlignedBuffer packed = Dirty(packing.bytes());
    for (size_t panel = 0; panel < packing.num_panels(); ++panel) {
      const size_t first = panel * packing.panel;
      PackDensePanel(weights.data() + first * kIn,
                     std::min(packing.panel, out_c - first), packing, panel,
                     packed.As<float>());
    }
    const float* got = packed.As<float>();
    for (size_t first = 0; first < packing.padded_out(); first += packing.panel)
      for (size_t k = 0; k < kIn; ++k)
        for (size_t n = first; n < first + packing.panel; ++n)
          ASSERT_EQ(*got++, n < out_c ? weights[n * kIn + k] : 0.0f);
  }
}

// Position (0, 0) of G g G^T is a plain multiple of the first tap, the last one
// that of the last tap, for both sizes of tile: that finds every filter's
// place.
TEST_P(PackingTest, WinogradBlocks) {
  constexpr size_t kIn = 3;
  for (const size_t m : {2, 4}) {
    for (const size_t out_c : {9, 64, 88, 130}) {
      const auto weights = SomeWeights(out_c * kIn * 9);
      const WinogradPacking packing =
          ChooseWinogradPacking(m, kIn, out_c, DType::kF32);
      AlignedBuffer packed = Dirty(packing.bytes());
      for (size_t block = 0; block < WinogradBlocks(packing); ++block) {
        const size_t first = block * kWinogradBlock;
        PackWinogradBlock(weights.data() + first * kIn * 9,
                          std::min(kWinogradBlock, out_c - first), packing,
                          block, packed.As<float>());
      }
      const double scale = m == 2 ? 1 : 1.0 / 16;
      const float* got = packed.As<float>();
      for (size_t block = 0; block < packing.out_c; block += kWinogradBlock) {
        const size_t end = std::min(packing.out_c, block + kWinogradBlock);
        for (size_t pos = 0; pos < packing.positions(); ++pos)
          for (size_t panel = block; panel < end; panel += packing.panel)
            for (size_t c = 0; c < kIn; ++c)
              for (size_t n = panel; n < std::min(end, panel + packing.panel);
                   ++n, ++got) {
                const float* g = weights.data() + (n * kIn + c) * 9;
                if (n >= out_c) {
                  ASSERT_EQ(*got, 0.0f);
                } else if (pos == 0) {
                  ASSERT_EQ(*got, static_cast<float>(g[0] * scale));
                } else if (pos + 1 == packing.positions()) {
                  ASSERT_EQ(*got, g[8]);
                }
              }
      }
    }
  }
}

// The same for a stride of 2, whose last position has one phase.
TEST_P(PackingTest, Stride2Blocks) {
  constexpr size_t kIn = 16;
  for (const size_t out_c : {9, 130}) {
    const auto weights = SomeWeights(out_c * kIn * 9);
    const WinogradPacking packing =
        ChooseStride2Packing(kIn, out_c, DType::kF32);
    EXPECT_EQ(packing.bytes(), 81 * kIn * packing.out_c * sizeof(float));
    AlignedBuffer packed = Dirty(packing.bytes());
    for (size_t block = 0; block < WinogradBlocks(packing); ++block) {
      const size_t first = block * kWinogradBlock;
      PackWinogradBlock(weights.data() + first * kIn * 9,
                        std::min(kWinogradBlock, out_c - first), packing, block,
                        packed.As<float>());
    }
    const float* got = packed.As<float>();
    for (size_t block = 0; block < packing.out_c; block += kWinogradBlock) {
      const size_t end = std::min(packing.out_c, block + kWinogradBlock);
      for (size_t pos = 0; pos < packing.positions(); ++pos) {
        const WinogradPacking::Depth depth = packing.DepthOf(pos);
        for (size_t panel = block; panel < end; panel += packing.panel)
          for (size_t c = depth.begin; c < depth.begin + depth.count; ++c)
            for (size_t n = panel; n < std::min(end, panel + packing.panel);
                 ++n, ++got) {
              const float* g = weights.data() + (n * kIn + c % kIn) * 9;
              const WinogradPhase& phase = kPhaseOrder[c / kIn];
              if (n >= out_c) {
                ASSERT_EQ(*got, 0.0f);
              } else if (pos == 0) {
                ASSERT_EQ(*got, g[phase.y * 3 + phase.x] / 4);
              } else if (pos + 1 == packing.positions()) {
                ASSERT_EQ(*got, g[8]);
              }
            }
      }
    }
  }
}

}  // namespace
}  // namespace camglass
