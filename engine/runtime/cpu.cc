#include "engine/runtime/cpu.h"

#include <sched.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <set>
#include <utility>

#include "engine/runtime/tuning.h"

#include "hwy/highway.h"

namespace camglass {
namespace {

struct TargetName {
  const char* name;
  int64_t bit;
};

// Best first. Lower bits are better targets in Highway's numbering.
constexpr TargetName kTargets[] = {
    {"avx3_dl", HWY_AVX3_DL}, {"avx3", HWY_AVX3}, {"avx2", HWY_AVX2},
    {"sse4", HWY_SSE4},       {"neon", HWY_NEON}, {"emu128", HWY_EMU128},
};

// "package:core" of a processor; empty where the kernel does not say.
std::string CoreOf(int cpu) {
  const std::string folder =
      "/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/";
  std::string package;
  std::string core;
  std::ifstream(folder + "physical_package_id") >> package;
  std::ifstream(folder + "core_id") >> core;
  return core.empty() ? core : package + ":" + core;
}

}  // namespace

size_t PhysicalCores() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0) return 1;
  std::set<std::string> cores;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (!CPU_ISSET(cpu, &allowed)) continue;
    std::string core = CoreOf(cpu);
    cores.insert(core.empty() ? "cpu" + std::to_string(cpu) : std::move(core));
  }
  return std::clamp<size_t>(cores.size(), 1, kMaxThreads);
}

StatusOr<size_t> ChooseThreads(size_t threads) {
  if (threads == 0) {
    const char* text = std::getenv("CAMGLASS_THREADS");
    if (text == nullptr || *text == '\0') return PhysicalCores();
    char* end = nullptr;
    const unsigned long long number = std::strtoull(text, &end, 10);
    if (*end != '\0' || number == 0 || *text == '-') {
      return UsageError("CAMGLASS_THREADS=" + std::string(text) +
                        " is not a number of threads; use 1 or more");
    }
    threads = static_cast<size_t>(number);
  }
  if (threads > kMaxThreads) {
    return UsageError(std::to_string(threads) + " threads are too many; use " +
                      std::to_string(kMaxThreads) + " at most");
  }
  return threads;
}

std::vector<std::string> SupportedTargets() {
  // Where a build has one target, Highway asks no processor: every one of that
  // architecture runs it, even where the library knows it by a feature more.
  const int64_t supported = HWY_SUPPORTED_TARGETS & HWY_TARGETS;
  std::vector<std::string> names;
  for (const TargetName& target : kTargets) {
    if ((target.bit & supported) != 0) names.emplace_back(target.name);
  }
  return names;
}

std::string CurrentTarget() {
  const std::vector<std::string> names = SupportedTargets();
  return names.empty() ? "scalar" : names.front();
}

Status ApplyTargetFromEnvironment() {
  const Status tuning = CheckTuningEnvironment();
  if (!tuning.ok()) return tuning;
  const char* text = std::getenv("CAMGLASS_TARGET");
  if (text == nullptr || *text == '\0') return Status();
  std::string built;
  bool known = false;
  for (const TargetName& target : kTargets) {
    known = known || target.name == std::string(text);
    if ((target.bit & HWY_TARGETS) == 0) continue;
    if (target.name == std::string(text)) {
      // All bits below the wanted one are better targets.
      hwy::DisableTargets(target.bit - 1);
      return Status();
    }
    built += std::string(built.empty() ? "" : ", ") + target.name;
  }
  return UsageError(
      "CAMGLASS_TARGET=" + std::string(text) +
      (known ? " is not part of this build" : " is not a SIMD target") +
      "; use one of " + built);
}

}  // namespace camglass
