// Weights in f16 beside the same in f32, in one interleaved run: whole
// inferences in slices that take turns, so that the machine's moods meet both.
//
//   precision_bench resnet18 googlenet
//   precision_bench mine.safetensors --threads 2 --rounds 40
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/runtime/cpu.h"
#include "engine/session.h"
#include "weights/load_model.h"
#include "weights/model_lookup.h"

namespace camglass {
namespace {

constexpr size_t kRunsASlice = 10;

// A session with its plan, and all that it took, in milliseconds.
struct Contestant {
  std::unique_ptr<Session> session;
  Plan* plan = nullptr;
  std::vector<double> times;

  void RunSlice() {
    session->Run(*plan);  // the caches are its own again
    for (size_t i = 0; i < kRunsASlice; ++i) {
      const auto begin = std::chrono::steady_clock::now();
      session->Run(*plan);
      const std::chrono::duration<double, std::milli> took =
          std::chrono::steady_clock::now() - begin;
      times.push_back(took.count());
    }
  }
  // The time that so many of its runs are within.
  double Within(double share) {
    std::sort(times.begin(), times.end());
    return times[static_cast<size_t>(share *
                                     static_cast<double>(times.size() - 1))];
  }
};

StatusOr<Contestant> Prepare(const LoadedModel& model, Precision precision,
                             size_t threads) {
  SessionOptions options;
  options.threads = threads;
  options.plan.precision = precision;
  Contestant made;
  CAMGLASS_ASSIGN_OR_RETURN(made.session,
                            Session::Create(model.net.graph, options));
  const size_t side = model.net.input_size;
  CAMGLASS_ASSIGN_OR_RETURN(made.plan, made.session->Prepare({side, side}));
  const TensorView in = made.plan->input();
  for (size_t y = 0; y < in.h; ++y)
    for (size_t x = 0; x < in.w; ++x)
      for (size_t c = 0; c < in.c; ++c)
        in.At(y, x, c) = std::sin(0.1f * static_cast<float>(7 * y + 3 * x + c));
  return made;
}

Status Compete(const std::string& name, size_t threads, size_t rounds) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::string path,
                            FindModel(name, ModelFolders()));
  CAMGLASS_ASSIGN_OR_RETURN(const LoadedModel model, LoadModel(path));
  CAMGLASS_ASSIGN_OR_RETURN(Contestant f32,
                            Prepare(model, Precision::kF32, threads));
  CAMGLASS_ASSIGN_OR_RETURN(Contestant f16,
                            Prepare(model, Precision::kF16, threads));
  for (size_t i = 0; i < rounds; ++i) {
    (i % 2 == 0 ? f32 : f16).RunSlice();
    (i % 2 == 0 ? f16 : f32).RunSlice();
  }
  for (const auto& [type, made] : {std::pair("f32", &f32), {"f16", &f16}}) {
    std::printf(
        "%-14s %zu threads, %s: median %.2f ms, fastest tenth %.2f ms, "
        "%.0f MiB of weights\n",
        name.c_str(), threads, type, made->Within(0.5), made->Within(0.1),
        static_cast<double>(made->session->packed_bytes()) / (1 << 20));
  }
  std::printf(
      "%-14s %zu threads: f16 is %.3f times as fast, by the fastest "
      "tenth %.3f times\n",
      name.c_str(), threads, f32.Within(0.5) / f16.Within(0.5),
      f32.Within(0.1) / f16.Within(0.1));
  return Status();
}

int Main(int argc, char** argv) {
  std::vector<std::string> models;
  std::vector<size_t> threads = {1, 2};
  size_t rounds = 20;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const bool has_value = i + 1 < argc;
    if (word == "--threads" && has_value) {
      threads = {std::strtoul(argv[++i], nullptr, 10)};
    } else if (word == "--rounds" && has_value) {
      rounds = std::max<size_t>(1, std::strtoul(argv[++i], nullptr, 10));
    } else {
      models.push_back(word);
    }
  }
  Status status = ApplyTargetFromEnvironment();
  for (const std::string& model : models)
    for (const size_t count : threads)
      if (status.ok()) status = Compete(model, count, rounds);
  if (status.ok()) return 0;
  std::fprintf(stderr, "precision_bench: %s\n", status.message().c_str());
  return 1;
}

}  // namespace
}  // namespace camglass

int main(int argc, char** argv) { return camglass::Main(argc, argv); }
