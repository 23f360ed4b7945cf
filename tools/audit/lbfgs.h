// Limited-memory BFGS (Nocedal and Wright, Numerical Optimization, algorithms
// 7.4 and 7.5) for smooth convex functions.
#ifndef CAMGLASS_TOOLS_AUDIT_LBFGS_H_
#define CAMGLASS_TOOLS_AUDIT_LBFGS_H_

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace camglass {

// The function's value at x; its gradient there goes to *gradient, of x's size.
using Objective = std::function<double(std::span<const double> x,
                                       std::span<double> gradient)>;

struct LbfgsOptions {
  size_t memory = 10;  // pairs of steps and gradients
  size_t iterations = 1000;
  // Done where no component of the gradient is larger than this, times the
  // function's value where that is above 1, or where the numbers' precision
  // lets the value become no smaller.
  double tolerance = 1e-9;
};

struct LbfgsResult {
  double value = 0;
  size_t iterations = 0;
  bool converged = false;
};

// Starts at *x and leaves the minimum there.
LbfgsResult Minimize(const Objective& objective, const LbfgsOptions& options,
                     std::vector<double>* x);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_LBFGS_H_
