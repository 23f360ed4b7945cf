#include "tools/audit/exchange/area_average.h"

#include <algorithm>

#include "engine/base/check.h"

namespace camglass {
namespace {

// Which input samples make an output sample, with weights of sum 1.
struct Part {
  size_t first = 0;
  std::vector<double> weight;
};

std::vector<Part> PartsOf(size_t in, size_t out) {
  std::vector<Part> parts(out);
  const auto cells = static_cast<double>(in);
  const double step = cells / static_cast<double>(out);
  for (size_t i = 0; i < out; ++i) {
    const double from = static_cast<double>(i) * step;
    const std::vector<double> all = PartsWithin(from, from + step, in, cells);
    size_t last = in;
    while (parts[i].first + 1 < in && all[parts[i].first] == 0)
      ++parts[i].first;
    while (last > parts[i].first + 1 && all[last - 1] == 0) --last;
    double sum = 0;
    for (size_t k = parts[i].first; k < last; ++k) sum += all[k];
    for (size_t k = parts[i].first; k < last; ++k)
      parts[i].weight.push_back(all[k] / sum);
  }
  return parts;
}

}  // namespace

std::vector<double> PartsWithin(double from, double to, size_t cells,
                                double length) {
  std::vector<double> parts(cells);
  const double step = length / static_cast<double>(cells);
  for (size_t i = 0; i < cells; ++i) {
    const double start = std::max(from, static_cast<double>(i) * step);
    const double end = std::min(to, static_cast<double>(i + 1) * step);
    parts[i] = std::max(0.0, (end - start) / step);
  }
  return parts;
}

std::vector<double> AreaAverage(std::span<const double> values, Extent in,
                                size_t channels, Extent out) {
  CAMGLASS_CHECK(values.size() == in.h * in.w * channels);
  const std::vector<Part> rows = PartsOf(in.h, out.h);
  const std::vector<Part> columns = PartsOf(in.w, out.w);
  std::vector<double> averages(out.h * out.w * channels);
  double* to = averages.data();
  for (const Part& row : rows)
    for (const Part& column : columns)
      for (size_t c = 0; c < channels; ++c, ++to)
        for (size_t y = 0; y < row.weight.size(); ++y)
          for (size_t x = 0; x < column.weight.size(); ++x) {
            const size_t at =
                ((row.first + y) * in.w + column.first + x) * channels + c;
            *to += row.weight[y] * column.weight[x] * values[at];
          }
  return averages;
}

std::vector<double> ColourPlane(const Picture& picture) {
  const std::vector<double> values(picture.rgb.begin(), picture.rgb.end());
  return AreaAverage(values, picture.extent(), 3, {kColourGrid, kColourGrid});
}

}  // namespace camglass
