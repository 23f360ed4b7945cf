#include "tools/metrics/draws.h"

#include <cmath>
#include <limits>
#include <numbers>
#include <span>

#include "engine/base/check.h"
#include "engine/base/sha256.h"

namespace camglass {
namespace {

uint64_t SeedOf(const std::string& text) {
  const std::string digits = Sha256Of(std::as_bytes(std::span(text)));
  return std::stoull(digits.substr(0, 16), nullptr, 16);
}

}  // namespace

Draws::Draws(const std::string& text) : random_(SeedOf(text)) {}

// The standard's generators are the same everywhere, its distributions are not.
double Draws::Uniform() {
  return static_cast<double>(random_() >> 11) * 0x1p-53;
}

// Box and Muller 1958.
double Draws::Normal() {
  const double length = std::sqrt(-2 * std::log(1 - Uniform()));
  return length * std::cos(2 * std::numbers::pi * Uniform());
}

size_t Draws::Below(size_t end) {
  CAMGLASS_CHECK(end > 0);
  constexpr uint64_t kAll = std::numeric_limits<uint64_t>::max();
  const uint64_t fair = kAll - kAll % end;
  uint64_t drawn = random_();
  while (drawn >= fair) drawn = random_();
  return static_cast<size_t>(drawn % end);
}

}  // namespace camglass
