#include "tools/audit/exchange/fourier.h"

#include <kiss_fft.h>

#include <algorithm>
#include <cmath>
#include <new>

#include "engine/base/check.h"

namespace camglass {
namespace {

constexpr double kPi = 3.14159265358979323846;

// KISS FFT takes n * p steps for each prime factor p. From here on a
// convolution is faster.
constexpr size_t kLargePrime = 17;

bool HasLargePrime(size_t n) {
  for (size_t p = 2; p < kLargePrime; ++p)
    while (n % p == 0) n /= p;
  return n > 1;
}

}  // namespace

void LineTransform::Free::operator()(kiss_fft_state* plan) const {
  kiss_fft_free(plan);
}

LineTransform::LineTransform(size_t n, bool inverse) : n_(n), from_(n), to_(n) {
  CAMGLASS_CHECK(n > 0);
  if (HasLargePrime(n))
    MakeChirp(inverse);
  else
    plan_ = MakePlan(n, inverse);
}

LineTransform::Plan LineTransform::MakePlan(size_t n, bool inverse) {
  Plan plan(
      kiss_fft_alloc(static_cast<int>(n), inverse ? 1 : 0, nullptr, nullptr));
  if (plan == nullptr) throw std::bad_alloc();
  return plan;
}

void LineTransform::Run(const Plan& plan, const Line& from, Line* to) {
  static_assert(sizeof(std::complex<float>) == sizeof(kiss_fft_cpx));
  kiss_fft(plan.get(), reinterpret_cast<const kiss_fft_cpx*>(from.data()),
           reinterpret_cast<kiss_fft_cpx*>(to->data()));
}

// Bluestein's algorithm: 2 j k = j^2 + k^2 - (k - j)^2 makes the transform a
// convolution with a chirp, of any length from 2 n - 1 on.
void LineTransform::MakeChirp(bool inverse) {
  const auto length = static_cast<size_t>(
      kiss_fft_next_fast_size(static_cast<int>(2 * n_ - 1)));
  plan_ = MakePlan(length, false);
  inverse_ = MakePlan(length, true);
  from_.resize(length);
  to_.resize(length);
  filter_.resize(length);
  for (size_t k = 0; k < n_; ++k) {
    const double turn =
        kPi * static_cast<double>(k * k % (2 * n_)) / static_cast<double>(n_);
    chirp_.emplace_back(std::polar(1.0, inverse ? turn : -turn));
    from_[k] = std::conj(chirp_[k]);
    from_[(length - k) % length] = from_[k];
  }
  Run(plan_, from_, &filter_);
  for (std::complex<float>& value : filter_)
    value /= static_cast<float>(length);
}

void LineTransform::Convolve() {
  for (size_t k = 0; k < n_; ++k) from_[k] *= chirp_[k];
  std::fill(from_.begin() + static_cast<ptrdiff_t>(n_), from_.end(), 0.0f);
  Run(plan_, from_, &to_);
  for (size_t i = 0; i < to_.size(); ++i) from_[i] = to_[i] * filter_[i];
  Run(inverse_, from_, &to_);
  for (size_t k = 0; k < n_; ++k) to_[k] *= chirp_[k];
}

void LineTransform::Apply(std::complex<float>* line) {
  std::copy_n(line, n_, from_.begin());
  if (inverse_ == nullptr)
    Run(plan_, from_, &to_);
  else
    Convolve();
  std::copy_n(to_.begin(), n_, line);
}

void GridTransform::Apply(std::vector<std::complex<float>>* grid) {
  CAMGLASS_CHECK(grid->size() == size_.h * size_.w);
  for (size_t y = 0; y < size_.h; ++y) rows_.Apply(grid->data() + y * size_.w);
  for (size_t x = 0; x < size_.w; ++x) {
    for (size_t y = 0; y < size_.h; ++y) column_[y] = (*grid)[y * size_.w + x];
    columns_.Apply(column_.data());
    for (size_t y = 0; y < size_.h; ++y) (*grid)[y * size_.w + x] = column_[y];
  }
}

}  // namespace camglass
