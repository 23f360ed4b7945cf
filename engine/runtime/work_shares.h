// Hands the units of one step out to the threads of a team.
//
// Each thread has a contiguous share of its own and takes pieces of it in
// order; a thread that is done helps the others out. So a thread meets in its
// own caches what it wrote in the step before and in the run before (between
// cores of different cache groups a line costs hundreds of nanoseconds), and a
// thread that is held up still leaves its work to the others.
#ifndef CAMGLASS_ENGINE_RUNTIME_WORK_SHARES_H_
#define CAMGLASS_ENGINE_RUNTIME_WORK_SHARES_H_

#include <atomic>
#include <cstddef>
#include <memory>

namespace camglass {

class WorkShares {
 public:
  struct Piece {
    size_t begin;
    size_t end;  // == begin: nothing is left
  };

  // Units [0, units) for `threads` >= 1 threads; shares and pieces begin at
  // multiples of `grain` >= 1.
  WorkShares(size_t units, size_t grain, size_t threads);

  // Makes thread t's share whole again. Every thread resets its own before a
  // run, and none takes before all have.
  void Reset(size_t thread);

  // The next piece for `thread`. Every unit is in one piece of one thread.
  Piece Take(size_t thread);

 private:
  // On a cache line of its own, written by its owner as a rule.
  struct alignas(64) Share {
    std::atomic<size_t> next{0};
    size_t begin = 0;
    size_t end = 0;
  };

  size_t threads_;
  size_t piece_;
  std::unique_ptr<Share[]> shares_;
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_RUNTIME_WORK_SHARES_H_
