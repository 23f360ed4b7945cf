#include "engine/runtime/team.h"

#include "engine/base/check.h"

namespace camglass {
namespace {

// About 20 to 50 us of spinning: longer than an uneven step, far shorter than
// the scheduler's slice.
constexpr int kSpins = 1000;

inline void CpuRelax() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// Returns when `word` differs from `old`.
void WaitWhileEqual(const std::atomic<uint32_t>& word, uint32_t old) {
  for (int i = 0; i < kSpins; ++i) {
    if (word.load(std::memory_order_acquire) != old) return;
    CpuRelax();
  }
  while (word.load(std::memory_order_acquire) == old) word.wait(old);
}

}  // namespace

Team::Team(size_t threads) {
  CAMGLASS_CHECK(threads >= 1);
  workers_.reserve(threads - 1);
  for (size_t t = 1; t < threads; ++t) {
    workers_.emplace_back([this, t] { WorkerLoop(t); });
  }
}

Team::~Team() {
  stop_ = true;
  job_number_.fetch_add(1, std::memory_order_release);
  job_number_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void Team::Run(Job job, void* context) {
  if (workers_.empty()) {
    job(context, 0);
    return;
  }
  job_ = job;
  context_ = context;
  running_.store(static_cast<uint32_t>(workers_.size()),
                 std::memory_order_relaxed);
  job_number_.fetch_add(1, std::memory_order_release);
  job_number_.notify_all();
  job(context, 0);
  for (;;) {
    const uint32_t left = running_.load(std::memory_order_acquire);
    if (left == 0) return;
    WaitWhileEqual(running_, left);
  }
}

void Team::Barrier() {
  if (workers_.empty()) return;
  const uint32_t phase = phase_.load(std::memory_order_relaxed);
  const uint32_t others = arrived_.fetch_add(1, std::memory_order_acq_rel);
  if (others == workers_.size()) {
    arrived_.store(0, std::memory_order_relaxed);
    phase_.store(phase + 1, std::memory_order_release);
    phase_.notify_all();
  } else {
    WaitWhileEqual(phase_, phase);
  }
}

void Team::WorkerLoop(size_t thread) {
  for (uint32_t seen = 0;; ++seen) {
    WaitWhileEqual(job_number_, seen);
    if (stop_) return;
    job_(context_, thread);
    if (running_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      running_.notify_all();
    }
  }
}

}  // namespace camglass
