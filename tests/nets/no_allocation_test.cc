// A second inference of one size asks for no memory, in any thread. First the
// counter itself is shown to see every kind of request.
#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/mman.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

#include "engine/session.h"
#include "tests/golden/random_params.h"
#include "tests/nets/allocation_counter.h"
#include "tests/nets/random_net.h"

namespace camglass {
namespace {

// Where planted memory goes: the compiler can't drop what is stored here.
void* volatile planted = nullptr;

struct Plant {
  const char* name;
  void (*ask)();
  void (*give_back)();
};

void FreePlanted() { std::free(planted); }

constexpr size_t kBytes = 4096;

const std::vector<Plant>& Plants() {
  static const std::vector<Plant> plants = {
      {"malloc", [] { planted = std::malloc(kBytes); }, FreePlanted},
      {"calloc", [] { planted = std::calloc(2, kBytes); }, FreePlanted},
      {"realloc", [] { planted = std::realloc(nullptr, kBytes); }, FreePlanted},
      {"aligned_alloc", [] { planted = std::aligned_alloc(64, kBytes); },
       FreePlanted},
      {"posix_memalign",
       [] {
         void* memory = nullptr;
         if (posix_memalign(&memory, 64, kBytes) == 0) planted = memory;
       },
       FreePlanted},
      {"memalign", [] { planted = memalign(64, kBytes); }, FreePlanted},
      {"mmap",
       [] {
         planted = mmap(nullptr, kBytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
       },
       [] { munmap(planted, kBytes); }},
      {"mmap64",
       [] {
         planted = mmap64(nullptr, kBytes, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
       },
       [] { munmap(planted, kBytes); }},
      {"new", [] { planted = new char[kBytes]; },
       [] { delete[] static_cast<char*>(planted); }},
      {"vector", [] { planted = new std::vector<int>(3); },
       [] { delete static_cast<std::vector<int>*>(planted); }},
  };
  return plants;
}

class NoAllocationTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!CanCountAllocations()) {
      GTEST_SKIP() << "sanitizers replace the allocator";
    }
  }
};

TEST_F(NoAllocationTest, CounterSeesEveryKind) {
  for (const Plant& plant : Plants()) {
    AllocationCounter counter;
    plant.ask();
    EXPECT_GE(counter.Count(), 1u) << plant.name;
    plant.give_back();
  }
}

TEST_F(NoAllocationTest, CounterSeesOtherThreads) {
  for (const Plant& plant : Plants()) {
    std::atomic<bool> go{false};
    std::atomic<bool> done{false};
    std::thread other([&] {
      while (!go) std::this_thread::yield();
      plant.ask();
      done = true;
    });
    AllocationCounter counter;
    go = true;
    while (!done) std::this_thread::yield();
    EXPECT_GE(counter.Count(), 1u) << plant.name;
    other.join();
    plant.give_back();
  }
}

TEST_F(NoAllocationTest, CounterIsSilentWhereNothingIsAsked) {
  AllocationCounter counter;
  planted = nullptr;
  EXPECT_EQ(counter.Count(), 0u);
}

class NoAllocationInNetTest : public NoAllocationTest,
                              public ::testing::WithParamInterface<NetId> {};

INSTANTIATE_TEST_SUITE_P(, NoAllocationInNetTest,
                         ::testing::ValuesIn(DistinctNets()), CaseName<NetId>);

TEST_P(NoAllocationInNetTest, SecondInferenceAsksForNoMemory) {
  const Net net = BoundNet(GetParam(), 10);
  const Extent extent{97, 161};
  const Tensor input = RandomInput(extent);
  const std::pair<size_t, Precision> kinds[] = {
      {1, Precision::kF32}, {3, Precision::kF32}, {3, Precision::kF16}};
  for (const auto& [threads, precision] : kinds) {
    SessionOptions options;
    options.threads = threads;
    options.plan.precision = precision;
    const auto session = MakeSession(net, options);
    CopyInput(input, *MakePlan(*session, extent));
    session->Run(*MakePlan(*session, extent));

    AllocationCounter counter;
    Plan* plan = MakePlan(*session, extent);  // from the cache
    CopyInput(input, *plan);
    session->Run(*plan);
    const float top = plan->View(net.scores).At(0, 0, 0);
    EXPECT_EQ(counter.Count(), 0u) << threads << " threads";
    EXPECT_GE(top, 0.0f);
  }
}

}  // namespace
}  // namespace camglass
