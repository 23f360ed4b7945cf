#include "tests/nets/random_net.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "engine/base/check.h"
#include "tests/golden/golden_file.h"
#include "tests/golden/random_params.h"

namespace camglass {

std::vector<NetId> AllNets() {
  std::vector<NetId> nets;
  for (const std::string& arch : Architectures()) {
    for (const std::string& variant : VariantsOf(arch)) {
      nets.push_back({arch, variant});
    }
  }
  return nets;
}

std::vector<NetId> DistinctNets() {
  std::vector<NetId> nets;
  for (const NetId& id : AllNets()) {
    if (GoldenVariant(id.arch, id.variant) == id.variant) nets.push_back(id);
  }
  return nets;
}

Net UnboundNet(const NetId& id, size_t classes) {
  StatusOr<NetConfig> config = DefaultConfig(id.arch, id.variant);
  CAMGLASS_CHECK(config.ok());
  config->classes = classes;
  StatusOr<Net> net = BuildNet(*config);
  CAMGLASS_CHECK(net.ok());
  return *std::move(net);
}

Net BoundNet(const NetId& id, size_t classes) {
  Net net = UnboundNet(id, classes);
  CAMGLASS_CHECK(BindParams(RandomParams(net.graph), &net.graph).ok());
  return net;
}

std::unique_ptr<Session> MakeSession(const Net& net,
                                     const SessionOptions& options) {
  auto session = Session::Create(net.graph, options);
  CAMGLASS_CHECK(session.ok());
  return *std::move(session);
}

Plan* MakePlan(Session& session, Extent extent) {
  StatusOr<Plan*> plan = session.Prepare(extent);
  CAMGLASS_CHECK(plan.ok());
  return *plan;
}

void CopyInput(const Tensor& input, Plan& plan) {
  const TensorView view = plan.input();
  CAMGLASS_CHECK(view.h == input.h && view.w == input.w && view.c == input.c);
  CAMGLASS_CHECK(view.pixel_stride == view.c);
  const size_t row = input.w * input.c;
  for (size_t y = 0; y < input.h; ++y) {
    std::copy_n(input.data.data() + y * row, row, view.Pixel(y, 0));
  }
}

double Difference::Relative() const {
  if (worst == 0) return 0;
  return largest > 0 ? worst / largest
                     : std::numeric_limits<double>::infinity();
}

Difference Compare(const TensorView& got, const TensorView& want) {
  CAMGLASS_CHECK(got.h == want.h && got.w == want.w && got.c == want.c);
  Difference result;
  for (size_t y = 0; y < want.h; ++y) {
    for (size_t x = 0; x < want.w; ++x) {
      for (size_t ch = 0; ch < want.c; ++ch) {
        const double a = got.At(y, x, ch);
        const double b = want.At(y, x, ch);
        double apart = std::abs(a - b);
        if (std::isnan(apart)) apart = std::numeric_limits<double>::infinity();
        result.largest = std::max(result.largest, std::abs(b));
        if (apart <= result.worst) continue;
        result.worst = apart;
        result.where = "y " + std::to_string(y) + " x " + std::to_string(x) +
                       " channel " + std::to_string(ch) + ": got " +
                       std::to_string(a) + ", want " + std::to_string(b);
      }
    }
  }
  return result;
}

bool SameBits(const TensorView& a, const TensorView& b) {
  if (a.h != b.h || a.w != b.w || a.c != b.c) return false;
  for (size_t y = 0; y < a.h; ++y) {
    for (size_t x = 0; x < a.w; ++x) {
      if (std::memcmp(a.Pixel(y, x), b.Pixel(y, x), a.c * sizeof(float)) != 0) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace camglass
