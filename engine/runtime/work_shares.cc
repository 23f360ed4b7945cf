#include "engine/runtime/work_shares.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/base/round_up.h"

namespace camglass {
namespace {

// A few pieces a share, so that there is something left to help with.
constexpr size_t kPiecesPerShare = 6;

}  // namespace

WorkShares::WorkShares(size_t units, size_t grain, size_t threads)
    : threads_(threads), shares_(std::make_unique<Share[]>(threads)) {
  CAMGLASS_CHECK(grain >= 1 && threads >= 1);
  for (size_t t = 0; t < threads; ++t) {
    shares_[t].begin = std::min(units, RoundUp(units * t / threads, grain));
    shares_[t].end = std::min(units, RoundUp(units * (t + 1) / threads, grain));
    Reset(t);
  }
  const size_t share = DivideRoundingUp(units, threads);
  const size_t pieces = threads == 1 ? 1 : kPiecesPerShare;
  piece_ = std::max(grain, RoundUp(DivideRoundingUp(share, pieces), grain));
}

void WorkShares::Reset(size_t thread) {
  shares_[thread].next.store(shares_[thread].begin, std::memory_order_relaxed);
}

WorkShares::Piece WorkShares::Take(size_t thread) {
  for (size_t i = 0; i < threads_; ++i) {
    Share& share = shares_[(thread + i) % threads_];
    // Looking first leaves the line of a share that is used up to its readers.
    if (share.next.load(std::memory_order_relaxed) >= share.end) continue;
    const size_t begin =
        share.next.fetch_add(piece_, std::memory_order_relaxed);
    if (begin < share.end) return {begin, std::min(share.end, begin + piece_)};
  }
  return {0, 0};
}

}  // namespace camglass
