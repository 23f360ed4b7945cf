// A fixed set of threads that run one job together and sleep in between.
//
// A network has 20 to 70 steps of a few microseconds to a millisecond. Waking a
// sleeping thread costs about 15 us, so a job is a whole inference: all threads
// walk its steps and meet at a barrier after each. Waits spin for a short while
// (a barrier among running threads takes well under 1 us) and then sleep, so
// that a thread that lost its processor costs no one else theirs.
#ifndef CAMGLASS_ENGINE_RUNTIME_TEAM_H_
#define CAMGLASS_ENGINE_RUNTIME_TEAM_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

namespace camglass {

class Team {
 public:
  // `threads` >= 1 in all; the caller of Run is thread 0.
  explicit Team(size_t threads);
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  size_t size() const { return workers_.size() + 1; }

  // Calls job(context, t) once on each thread t < size(); returns when all have
  // returned. Allocates nothing. One Run at a time.
  using Job = void (*)(void* context, size_t thread);
  void Run(Job job, void* context);

  // Inside a job, called by all threads: none goes on before all have come.
  // What they wrote before is then visible to all.
  void Barrier();

 private:
  void WorkerLoop(size_t thread);

  // Each on its own cache line: they are written by different threads.
  alignas(64) std::atomic<uint32_t> job_number_{0};
  alignas(64) std::atomic<uint32_t> running_{0};
  alignas(64) std::atomic<uint32_t> arrived_{0};
  alignas(64) std::atomic<uint32_t> phase_{0};

  Job job_ = nullptr;
  void* context_ = nullptr;
  bool stop_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_RUNTIME_TEAM_H_
