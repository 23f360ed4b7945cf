#include "engine/session.h"

#include <algorithm>
#include <chrono>
#include <list>
#include <new>
#include <utility>

#include "engine/graph/shapes.h"
#include "engine/plan/compiler.h"
#include "engine/plan/op_levels.h"
#include "engine/plan/packed_weights.h"
#include "engine/plan/plan_impl.h"
#include "engine/plan/weight_types.h"
#include "engine/runtime/cpu.h"
#include "engine/runtime/team.h"

namespace camglass {
namespace {

// A camera, its input scales, and a picture now and then.
constexpr size_t kCachedPlans = 4;
// An input that needs more is a mistake or an attack.
constexpr size_t kMaxArenaBytes = size_t{4} << 30;

using Clock = std::chrono::steady_clock;

double Milliseconds(Clock::duration d) {
  return std::chrono::duration<double, std::milli>(d).count();
}

}  // namespace

struct Session::Impl {
  Graph graph;
  PlanOptions plan_options;
  std::vector<bool> halvable;  // by ParamId
  std::unique_ptr<PackedWeights> weights;
  std::unique_ptr<Team> team;
  std::list<std::unique_ptr<Plan>> plans;  // newest use first

  StatusOr<std::unique_ptr<Plan>> MakePlan(Extent input);
  // The same where the memory for it is there.
  StatusOr<std::unique_ptr<Plan>> TryPlan(Extent input);
};

// What the threads of one run share.
struct RunContext {
  Plan::Impl* plan;
  Team* team;
  const StepObserver* observer;  // may be null
};

namespace {

void TakeUnits(Plan::Impl& plan, size_t index, size_t thread) {
  const Scratch scratch = {plan.scratch[thread].As<float>(),
                           plan.shared_scratch.As<float>()};
  for (;;) {
    const WorkShares::Piece piece = plan.shares[index].Take(thread);
    if (piece.begin == piece.end) return;
    RunUnits(plan.steps[index], piece.begin, piece.end, scratch);
  }
}

void WalkSteps(void* context, size_t thread) {
  auto& run = *static_cast<RunContext*>(context);
  Plan::Impl& plan = *run.plan;
  for (WorkShares& shares : plan.shares) shares.Reset(thread);
  run.team->Barrier();
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    if (step.waits) run.team->Barrier();
    const bool reports = run.observer != nullptr && thread == 0;
    const auto begin = reports ? Clock::now() : Clock::time_point();
    TakeUnits(plan, i, thread);
    if (run.observer == nullptr) continue;
    run.team->Barrier();
    if (reports) {
      const StepReport report = {&step.name,
                                 step.kernel,
                                 step.output,
                                 step.view,
                                 step.completes_output,
                                 Milliseconds(Clock::now() - begin)};
      (*run.observer)(report);
    }
    run.team->Barrier();  // the observer looks before the next step writes
  }
}

}  // namespace

Session::Session() : impl_(std::make_unique<Impl>()) {}
Session::~Session() = default;

StatusOr<std::unique_ptr<Session>> Session::Create(
    Graph graph, const SessionOptions& options) {
  CAMGLASS_ASSIGN_OR_RETURN(const size_t threads,
                            ChooseThreads(options.threads));
  for (const Param& param : graph.params) CAMGLASS_CHECK(param.data != nullptr);
  std::unique_ptr<Session> session(new Session());
  Impl& impl = *session->impl_;
  Simplify(options.passes, &graph);
  impl.graph = std::move(graph);
  impl.plan_options = options.plan;
  impl.halvable = HalvableParams(impl.graph, options.plan.precision);
  impl.weights = std::make_unique<PackedWeights>(impl.graph);
  impl.team = std::make_unique<Team>(threads);
  return session;
}

StatusOr<std::unique_ptr<Plan>> Session::Impl::MakePlan(Extent input) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::vector<Extent> extents,
                            InferExtents(graph, input));
  std::unique_ptr<Plan> plan(new Plan());
  Plan::Impl& p = *plan->impl_;
  p.graph = &graph;
  p.extent = input;
  const std::vector<ConvAlgorithm> algorithms =
      ChooseConvAlgorithms(graph, extents, plan_options.conv);
  p.layout = LayOut(graph, extents, algorithms, plan_options, team->size());
  if (p.layout.arena_bytes > kMaxArenaBytes) {
    return InvalidInput(
        "an input of " + std::to_string(input.h) + " x " +
        std::to_string(input.w) + " pixels needs " +
        std::to_string(p.layout.arena_bytes / (size_t{1} << 20)) +
        " MiB of activations; use a smaller input scale or a less elongated "
        "picture");
  }
  const std::vector<DType> types =
      ChooseWeightTypes(graph, extents, algorithms, halvable);
  weights->Prepare(algorithms, types, OrderOf(p.layout.levels), team.get());
  p.arena = AlignedBuffer(p.layout.arena_bytes);
  CAMGLASS_ASSIGN_OR_RETURN(
      p.steps, CompileSteps({graph, p.layout, *weights, algorithms, types,
                             team->size(), p.arena.data()}));
  ScratchSizes scratch;
  for (const Step& step : p.steps) {
    p.shares.emplace_back(step.units, step.grain, team->size());
    scratch.own = std::max(scratch.own, step.scratch.own);
    scratch.shared = std::max(scratch.shared, step.scratch.shared);
  }
  for (size_t t = 0; t < team->size(); ++t) {
    p.scratch.emplace_back(scratch.own * sizeof(float));
  }
  p.shared_scratch = AlignedBuffer(scratch.shared * sizeof(float));
  return plan;
}

StatusOr<std::unique_ptr<Plan>> Session::Impl::TryPlan(Extent input) {
  try {
    return MakePlan(input);
  } catch (const std::bad_alloc&) {
    return Exhausted("there is not enough memory for an input of " +
                     std::to_string(input.h) + " x " + std::to_string(input.w) +
                     " pixels; use a smaller input scale or picture");
  }
}

StatusOr<Plan*> Session::Prepare(Extent input) {
  auto& plans = impl_->plans;
  for (auto it = plans.begin(); it != plans.end(); ++it) {
    if ((*it)->extent() == input) {
      plans.splice(plans.begin(), plans, it);
      return plans.front().get();
    }
  }
  CAMGLASS_ASSIGN_OR_RETURN(std::unique_ptr<Plan> plan, impl_->TryPlan(input));
  if (plans.size() == kCachedPlans) plans.pop_back();
  plans.push_front(std::move(plan));
  return plans.front().get();
}

void Session::Run(Plan& plan) { Run(plan, StepObserver()); }

void Session::Run(Plan& plan, const StepObserver& observer) {
  Plan::Impl& p = *plan.impl_;
  RunContext context = {&p, impl_->team.get(), observer ? &observer : nullptr};
  impl_->team->Run(&WalkSteps, &context);
}

const Graph& Session::graph() const { return impl_->graph; }
size_t Session::threads() const { return impl_->team->size(); }
size_t Session::packed_bytes() const { return impl_->weights->bytes(); }

}  // namespace camglass
