#include "tools/audit/lbfgs.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <utility>

namespace camglass {
namespace {

using Vector = std::vector<double>;

// The Wolfe conditions' constants, as Nocedal and Wright advise for
// quasi-Newton methods.
constexpr double kDecrease = 1e-4;
constexpr double kCurvature = 0.9;
constexpr size_t kMostTrials = 60;

double Dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

double LargestOf(const Vector& v) {
  double largest = 0;
  for (const double value : v) largest = std::max(largest, std::abs(value));
  return largest;
}

void AddScaled(double scale, const Vector& from, Vector* to) {
  for (size_t i = 0; i < from.size(); ++i) (*to)[i] += scale * from[i];
}

struct Pair {
  Vector step;
  Vector change;  // of the gradient
  double dot;
};

// Minus the inverse Hessian, as the pairs approximate it, times the gradient.
Vector Direction(const std::deque<Pair>& pairs, const Vector& gradient) {
  Vector q = gradient;
  std::vector<double> alpha(pairs.size());
  for (size_t i = pairs.size(); i-- > 0;) {
    alpha[i] = Dot(pairs[i].step, q) / pairs[i].dot;
    AddScaled(-alpha[i], pairs[i].change, &q);
  }
  if (!pairs.empty()) {
    const Pair& last = pairs.back();
    const double scale = last.dot / Dot(last.change, last.change);
    for (double& value : q) value *= scale;
  }
  for (size_t i = 0; i < pairs.size(); ++i) {
    const double beta = Dot(pairs[i].change, q) / pairs[i].dot;
    AddScaled(alpha[i] - beta, pairs[i].step, &q);
  }
  for (double& value : q) value = -value;
  return q;
}

struct Point {
  Vector x;
  Vector gradient;
  double value = 0;
};

Point Evaluate(const Objective& objective, Vector x) {
  Point point{std::move(x), Vector(), 0};
  point.gradient.resize(point.x.size());
  point.value = objective(point.x, point.gradient);
  return point;
}

// A point along `direction` that meets the weak Wolfe conditions, by bisection;
// `from` itself where precision ends before one is found.
Point SearchLine(const Objective& objective, const Point& from,
                 const Vector& direction, double length) {
  const double slope = Dot(from.gradient, direction);
  double low = 0;
  double high = std::numeric_limits<double>::infinity();
  for (size_t trial = 0; trial < kMostTrials; ++trial) {
    Vector x = from.x;
    AddScaled(length, direction, &x);
    Point point = Evaluate(objective, std::move(x));
    if (!(point.value <= from.value + kDecrease * length * slope)) {
      high = length;
    } else if (Dot(point.gradient, direction) < kCurvature * slope) {
      low = length;
    } else {
      return point;
    }
    length = std::isinf(high) ? 2 * low : (low + high) / 2;
  }
  return from;
}

void Remember(const Point& before, const Point& after, size_t memory,
              std::deque<Pair>* pairs) {
  Pair pair{after.x, after.gradient, 0};
  AddScaled(-1, before.x, &pair.step);
  AddScaled(-1, before.gradient, &pair.change);
  pair.dot = Dot(pair.step, pair.change);
  if (!(pair.dot > 0)) return;
  pairs->push_back(std::move(pair));
  if (pairs->size() > memory) pairs->pop_front();
}

}  // namespace

LbfgsResult Minimize(const Objective& objective, const LbfgsOptions& options,
                     std::vector<double>* x) {
  LbfgsResult result;
  std::deque<Pair> pairs;
  Point at = Evaluate(objective, *x);
  for (; result.iterations < options.iterations; ++result.iterations) {
    const double largest = LargestOf(at.gradient);
    const double scale = std::max(1.0, std::abs(at.value));
    result.converged = largest <= options.tolerance * scale;
    if (result.converged) break;
    const double first = pairs.empty() ? std::min(1.0, 1 / largest) : 1.0;
    Point next =
        SearchLine(objective, at, Direction(pairs, at.gradient), first);
    if (!(next.value < at.value)) {
      result.converged = true;  // as far as the numbers' precision tells
      break;
    }
    Remember(at, next, options.memory, &pairs);
    at = std::move(next);
  }
  result.value = at.value;
  *x = std::move(at.x);
  return result;
}

}  // namespace camglass
