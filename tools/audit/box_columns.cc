#include "tools/audit/box_columns.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace camglass {
namespace {

constexpr size_t kPlainFields = 6;
// No picture is as large.
constexpr double kFarthest = 1e6;

// Finite; digits as C writes them, and no more.
std::optional<double> NumberOf(const std::string& text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end || !std::isfinite(number))
    return std::nullopt;
  return number;
}

const std::string& FieldAt(const SeparatedRow& row, size_t column) {
  static const std::string kNone;
  return column < row.fields.size() ? row.fields[column] : kNone;
}

std::optional<size_t> ColumnNamed(const std::vector<std::string>& heading,
                                  const char* name, const char* or_name) {
  for (size_t i = 2; i < heading.size(); ++i)
    if (heading[i] == name || heading[i] == or_name) return i;
  return std::nullopt;
}

}  // namespace

BoxColumns HeadedBoxColumns(const std::vector<std::string>& heading) {
  const auto x = ColumnNamed(heading, "x", "x");
  const auto y = ColumnNamed(heading, "y", "y");
  const auto w = ColumnNamed(heading, "w", "width");
  const auto h = ColumnNamed(heading, "h", "height");
  if (!x || !y || !w || !h) return std::nullopt;
  return std::array<size_t, 4>{*x, *y, *w, *h};
}

bool LooksLikeBoxes(const std::vector<SeparatedRow>& rows) {
  bool any = false;
  for (const SeparatedRow& row : rows) {
    if (row.fields.size() != kPlainFields) return false;
    for (const size_t column : kPlainBoxColumns) {
      if (row.fields[column].empty()) continue;
      if (!NumberOf(row.fields[column])) return false;
      any = true;
    }
  }
  return any;
}

StatusOr<std::vector<LabelledBox>> ReadBox(const SeparatedRow& row,
                                           const BoxColumns& columns) {
  std::vector<LabelledBox> boxes;
  if (!columns.has_value()) return boxes;
  std::array<double, 4> numbers = {};
  size_t empty = 0;
  for (size_t i = 0; i < numbers.size(); ++i) {
    const std::string& field = FieldAt(row, (*columns)[i]);
    if (field.empty()) ++empty;
    const auto number = NumberOf(field);
    numbers[i] = number.value_or(std::nan(""));
  }
  if (empty == numbers.size()) return boxes;
  const auto [x, y, w, h] = numbers;
  const bool in_range =
      std::all_of(numbers.begin(), numbers.end(),
                  [](double number) { return std::abs(number) <= kFarthest; });
  if (!in_range || w <= 0 || h <= 0)
    return InvalidInput("line " + std::to_string(row.line) +
                        " has a box that is not one; write X,Y,W,H in pixels, "
                        "W and H above 0, or leave all four empty");
  boxes.push_back({x, y, w, h});
  return boxes;
}

}  // namespace camglass
