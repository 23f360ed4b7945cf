// Networks with random params, ready to run, and what the tests of whole
// networks share.
#ifndef CAMGLASS_TESTS_NETS_RANDOM_NET_H_
#define CAMGLASS_TESTS_NETS_RANDOM_NET_H_

#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "engine/plan/plan.h"
#include "engine/session.h"
#include "engine/tensor.h"
#include "nets/net.h"

namespace camglass {

struct NetId {
  std::string arch;
  std::string variant;

  std::string Name() const { return arch + "_" + variant; }
};

// What gtest prints of a parameter.
inline void PrintTo(const NetId& id, std::ostream* out) { *out << id.Name(); }

// Names the instances of a parameterised test whose parameter has a Name().
template <typename Case>
std::string CaseName(const ::testing::TestParamInfo<Case>& instance) {
  return instance.param.Name();
}

// Every architecture in every variant.
std::vector<NetId> AllNets();
// One of each set of variants that compute the same: those with a golden.
std::vector<NetId> DistinctNets();

// Aborts where the net can't be built: tests name known ones.
Net UnboundNet(const NetId& id, size_t classes = 10);
// With the params of tests/golden/random_params.h.
Net BoundNet(const NetId& id, size_t classes = 10);

// Aborts where it fails.
std::unique_ptr<Session> MakeSession(const Net& net,
                                     const SessionOptions& options);
Plan* MakePlan(Session& session, Extent extent);
void CopyInput(const Tensor& input, Plan& plan);

// How far two activations of one shape lie apart.
struct Difference {
  double worst = 0;    // largest |got - want|; infinity where a NaN is met
  double largest = 0;  // largest |want|
  std::string where;   // of the worst: position and both numbers

  // As a share of the largest value; 0 for equal values.
  double Relative() const;
};
Difference Compare(const TensorView& got, const TensorView& want);

// The same bits in every element.
bool SameBits(const TensorView& a, const TensorView& b);

}  // namespace camglass

#endif  // CAMGLASS_TESTS_NETS_RANDOM_NET_H_
