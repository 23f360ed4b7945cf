#include "tools/profile.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <memory>

#include "engine/graph/cost.h"
#include "engine/graph/shapes.h"
#include "engine/kernels/peak.h"

namespace camglass {
namespace {

using Clock = std::chrono::steady_clock;

double Milliseconds(Clock::duration d) {
  return std::chrono::duration<double, std::milli>(d).count();
}

// The value below which `share` of them lie.
double Quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  const size_t last = values.size() - 1;
  return values[std::min(
      last, static_cast<size_t>(share * static_cast<double>(values.size())))];
}

void FillInput(const TensorView& input) {
  for (size_t y = 0; y < input.h; ++y)
    for (size_t x = 0; x < input.w; ++x)
      for (size_t c = 0; c < input.c; ++c)
        input.At(y, x, c) =
            std::sin(0.1f * static_cast<float>(7 * y + 3 * x + c));
}

void TimeWholeRuns(Session& session, Plan& plan, size_t runs,
                   Profile* profile) {
  std::vector<double> times;
  for (size_t i = 0; i < runs + 3; ++i) {
    const auto begin = Clock::now();
    session.Run(plan);
    if (i >= 3) times.push_back(Milliseconds(Clock::now() - begin));
  }
  profile->p50 = Quantile(times, 0.5);
  profile->p95 = Quantile(times, 0.95);
}

void TimeSteps(Session& session, Plan& plan, size_t runs, Profile* profile) {
  std::map<std::string, double> gflop;
  const auto extents = InferExtents(session.graph(), profile->input);
  double fused = 0;  // of the ops that the next step computes, too
  for (const Op& op : session.graph().ops) {
    fused += 2e-9 *
             static_cast<double>(MultiplyAddsOf(session.graph(), op, *extents));
    if (!plan.IsMaterialised(op.output)) continue;
    gflop[op.name] = fused;
    fused = 0;
  }
  std::vector<std::vector<double>> times(plan.num_steps());
  profile->steps.resize(plan.num_steps());
  for (size_t run = 0; run < runs; ++run) {
    size_t i = 0;
    session.Run(plan, [&](const StepReport& report) {
      profile->steps[i].name = *report.name;
      profile->steps[i].kernel = report.kernel;
      if (report.complete) profile->steps[i].gflop = gflop[*report.name];
      times[i++].push_back(report.ms);
    });
  }
  for (size_t i = 0; i < times.size(); ++i) {
    profile->steps[i].ms = Quantile(times[i], 0.5);
  }
}

void AddUpConvolutions(Profile* profile) {
  for (const StepProfile& step : profile->steps) {
    const bool conv =
        step.kernel.starts_with("conv") || step.kernel.starts_with("winograd");
    if (!conv) continue;
    profile->conv_ms += step.ms;
    profile->conv_gflop += step.gflop;
  }
}

}  // namespace

StatusOr<Profile> ProfileNet(const Net& net, Extent input,
                             const SessionOptions& options, size_t runs) {
  Profile profile;
  profile.input = input;
  const auto begin = Clock::now();
  CAMGLASS_ASSIGN_OR_RETURN(const std::unique_ptr<Session> session,
                            Session::Create(net.graph, options));
  CAMGLASS_ASSIGN_OR_RETURN(Plan* const plan, session->Prepare(input));
  profile.prepare_ms = Milliseconds(Clock::now() - begin);
  profile.threads = session->threads();
  profile.packed_bytes = session->packed_bytes();
  profile.arena_bytes = plan->arena_bytes();
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<Extent> extents,
                            InferExtents(session->graph(), input));
  profile.gflop =
      2e-9 * static_cast<double>(MultiplyAddsOf(session->graph(), extents));
  FillInput(plan->input());
  profile.bound = MeasureMultiplyAddBound(20);
  TimeWholeRuns(*session, *plan, runs, &profile);
  TimeSteps(*session, *plan, runs, &profile);
  AddUpConvolutions(&profile);
  return profile;
}

Status BindStandInWeights(Graph* graph) {
  std::map<std::string, std::shared_ptr<std::vector<float>>> weights;
  for (const Param& param : graph->params) {
    auto data = std::make_shared<std::vector<float>>(param.size());
    const size_t outputs = param.shape.empty() ? 1 : param.shape[0];
    const double fan_in =
        static_cast<double>(param.size()) / static_cast<double>(outputs);
    const bool vector = param.shape.size() == 1;
    for (size_t i = 0; i < data->size(); ++i) {
      const double wave = std::sin(static_cast<double>(i) * 12.9898);
      // Vectors are biases and batch norm's: positive, as variances must be.
      (*data)[i] = static_cast<float>(vector ? 0.5 + 0.1 * wave
                                             : wave / std::sqrt(fan_in));
    }
    weights[param.name] = data;
  }
  std::map<std::string, std::vector<size_t>> shapes;
  for (const Param& param : graph->params) shapes[param.name] = param.shape;
  return BindParams(
      [&](const std::string& name) -> StatusOr<ParamData> {
        const auto& data = weights.at(name);
        return ParamData{shapes.at(name), data->data(), data};
      },
      graph);
}

}  // namespace camglass
