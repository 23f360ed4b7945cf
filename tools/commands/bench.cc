// camtool bench: how fast networks run here, step by step, beside the bound.
#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "camapp/cam/flag_values.h"
#include "camapp/cam/plan_flags.h"
#include "engine/base/console.h"
#include "engine/base/counted.h"
#include "engine/runtime/cpu.h"
#include "tools/command.h"
#include "tools/input_size.h"
#include "tools/profile.h"
#include "weights/load_model.h"
#include "weights/model_lookup.h"

namespace camglass {
namespace {

using Json = nlohmann::json;

struct BenchFlags {
  std::vector<std::string> models;
  size_t threads = 0;
  size_t runs = 30;
  std::string size;
  PlanOptions plan;
  bool steps = false;
  bool as_json = false;
};

struct Candidate {
  std::string name;
  Net net;
  bool stand_in = false;  // no weights were found
};

// A model by file or name; or an architecture, whose weights don't matter here.
StatusOr<Candidate> FindCandidate(const std::string& name) {
  const auto path = FindModel(name, ModelFolders());
  if (path.ok()) {
    CAMGLASS_ASSIGN_OR_RETURN(LoadedModel model, LoadModel(*path));
    return Candidate{name, std::move(model.net), false};
  }
  const std::vector<std::string> variants = VariantsOf(name);
  if (variants.empty()) return path.status();
  CAMGLASS_ASSIGN_OR_RETURN(const NetConfig config,
                            DefaultConfig(name, "torchvision"));
  CAMGLASS_ASSIGN_OR_RETURN(Net net, BuildNet(config));
  CAMGLASS_RETURN_IF_ERROR(BindStandInWeights(&net.graph));
  return Candidate{name, std::move(net), true};
}

double ShareOfBound(double gflop, double ms, double bound) {
  return ms > 0 ? gflop / ms * 1e3 / bound : 0;
}

double PercentOfBound(double gflop, double ms, double bound) {
  return ShareOfBound(gflop, ms, bound) * 100;
}

void PrintSteps(const Profile& profile) {
  Print("  %-44s %9s %9s %7s\n", "step", "ms", "GFLOP/s", "bound");
  for (const StepProfile& step : profile.steps) {
    const std::string name = step.name + ":" + step.kernel;
    if (step.gflop == 0) {
      Print("  %-44s %9.4f\n", name, step.ms);
      continue;
    }
    Print("  %-44s %9.4f %9.1f %6.0f%%\n", name, step.ms,
          step.gflop / step.ms * 1e3,
          PercentOfBound(step.gflop, step.ms,
                         profile.bound * static_cast<double>(profile.threads)));
  }
}

void PrintText(const Candidate& candidate, const Profile& p,
               const BenchFlags& flags) {
  const double bound = p.bound * static_cast<double>(p.threads);
  Print(
      "%s in %s at %zux%zu on %s, %s: p50 %.2f ms, p95 %.2f ms\n"
      "  %.3f GFLOP in the direct form, %.0f %% of the multiply-add bound of "
      "%.1f GFLOP/s a core\n"
      "  convolutions (not depthwise): %.3f ms, %.0f %% of the bound\n"
      "  packed weights %.1f MiB, activations %.1f MiB, ready in %.0f ms%s\n",
      candidate.name, PrecisionName(flags.plan.precision), p.input.h, p.input.w,
      CurrentTarget(), Counted(p.threads, "thread"), p.p50, p.p95, p.gflop,
      PercentOfBound(p.gflop, p.p50, bound), p.bound, p.conv_ms,
      PercentOfBound(p.conv_gflop, p.conv_ms, bound),
      static_cast<double>(p.packed_bytes) / (1 << 20),
      static_cast<double>(p.arena_bytes) / (1 << 20), p.prepare_ms,
      candidate.stand_in ? "; stand-in weights" : "");
  if (flags.steps) PrintSteps(p);
}

void PrintJson(const Candidate& candidate, const Profile& p,
               const PlanOptions& plan) {
  const double bound = p.bound * static_cast<double>(p.threads);
  Json out = {{"schema", 1},
              {"model", candidate.name},
              {"arch", candidate.net.config.arch},
              {"variant", candidate.net.config.variant},
              {"target", CurrentTarget()},
              {"precision", PrecisionName(plan.precision)},
              {"threads", p.threads},
              {"input", {p.input.h, p.input.w}},
              {"p50_ms", p.p50},
              {"p95_ms", p.p95},
              {"prepare_ms", p.prepare_ms},
              {"gflop", p.gflop},
              {"bound_gflops", p.bound},
              {"bound_share", ShareOfBound(p.gflop, p.p50, bound)},
              {"conv_ms", p.conv_ms},
              {"conv_gflop", p.conv_gflop},
              {"packed_bytes", p.packed_bytes},
              {"arena_bytes", p.arena_bytes},
              {"stand_in_weights", candidate.stand_in},
              {"steps", Json::array()}};
  for (const StepProfile& step : p.steps) {
    out["steps"].push_back(
        {{"name", step.name},
         {"kernel", step.kernel},
         {"ms", step.ms},
         {"gflop", step.gflop},
         {"bound_share", ShareOfBound(step.gflop, step.ms, bound)}});
  }
  PrintJsonLine(out.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Status BenchOne(const std::string& name, const BenchFlags& flags) {
  CAMGLASS_ASSIGN_OR_RETURN(const Candidate candidate, FindCandidate(name));
  CAMGLASS_ASSIGN_OR_RETURN(
      const Extent extent,
      ParseInputSize(flags.size, candidate.net.input_size));
  SessionOptions options;
  options.threads = flags.threads;
  options.plan = flags.plan;
  CAMGLASS_ASSIGN_OR_RETURN(
      const Profile profile,
      ProfileNet(candidate.net, extent, options, flags.runs));
  if (flags.as_json) {
    PrintJson(candidate, profile, flags.plan);
  } else {
    PrintText(candidate, profile, flags);
  }
  return FlushOutput();
}

}  // namespace

void AddBenchCommand(CLI::App& app, int* status) {
  CLI::App* command =
      NewCommand(app, "bench", "Time networks, step by step",
                 "  camtool bench\n"
                 "  camtool bench resnet18 --threads 1 --steps\n"
                 "  camtool bench resnet18 --precision f16\n"
                 "  camtool bench mine.safetensors --size 224x299 --json\n"
                 "  CAMGLASS_TARGET=avx2 camtool bench resnet18 --conv direct");
  auto flags = std::make_shared<BenchFlags>();
  command->add_option("MODEL", flags->models,
                      "Model files or names, or architectures (then with "
                      "stand-in weights); default: all architectures");
  command->add_option("--threads", flags->threads, "Default: physical cores")
      ->check(Between(size_t{1}, kMaxThreads));
  command->add_option("--runs", flags->runs, "Timed inferences; default: 30")
      ->check(Between(size_t{1}, size_t{100000}));
  command->add_option("--size", flags->size,
                      "Input: a side or HEIGHTxWIDTH; default: the network's");
  AddPlanFlags(command, &flags->plan);
  CLI::Option* const steps =
      command->add_flag("--steps", flags->steps, "Show every step");
  command
      ->add_flag("--json", flags->as_json,
                 "One JSON object per network, with every step")
      ->excludes(steps);
  command->callback([flags, status] {
    if (flags->models.empty()) flags->models = Architectures();
    for (const std::string& name : flags->models) {
      const Status result = BenchOne(name, *flags);
      if (result.ok()) continue;
      *status = Fail(result);
      if (!FlushOutput().ok()) return;
    }
  });
}

}  // namespace camglass
