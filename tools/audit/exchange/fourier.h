// Fourier transforms of grids of any size.
#ifndef CAMGLASS_TOOLS_AUDIT_EXCHANGE_FOURIER_H_
#define CAMGLASS_TOOLS_AUDIT_EXCHANGE_FOURIER_H_

#include <complex>
#include <cstddef>
#include <memory>
#include <vector>

#include "engine/tensor.h"

struct kiss_fft_state;  // of KISS FFT

namespace camglass {

// Of a line of numbers: X[k] = sum over j of x[j] exp(-2 pi i j k / n); with
// `inverse` the sign is plus, and nothing is divided by n.
class LineTransform {
 public:
  // Throws std::bad_alloc where memory runs out.
  LineTransform(size_t n, bool inverse);

  // [n], in place.
  void Apply(std::complex<float>* line);

 private:
  struct Free {
    void operator()(kiss_fft_state* plan) const;
  };
  using Plan = std::unique_ptr<kiss_fft_state, Free>;
  using Line = std::vector<std::complex<float>>;

  static Plan MakePlan(size_t n, bool inverse);
  static void Run(const Plan& plan, const Line& from, Line* to);
  void MakeChirp(bool inverse);
  void Convolve();

  const size_t n_;
  Plan plan_;     // n's own, or forward of the convolution's length
  Plan inverse_;  // of the convolution's length; none where n has its own
  Line chirp_;    // [n]
  Line filter_;   // the transform of the chirp's conjugate
  Line from_;
  Line to_;
};

// Of a grid, likewise along both axes.
class GridTransform {
 public:
  GridTransform(Extent size, bool inverse)
      : size_(size),
        rows_(size.w, inverse),
        columns_(size.h, inverse),
        column_(size.h) {}

  // [h][w], in place.
  void Apply(std::vector<std::complex<float>>* grid);

 private:
  const Extent size_;
  LineTransform rows_;
  LineTransform columns_;
  std::vector<std::complex<float>> column_;
};

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_EXCHANGE_FOURIER_H_
