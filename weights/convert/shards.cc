#include "weights/convert/shards.h"

#include <optional>
#include <string_view>

namespace camglass {
namespace {

// A number of five digits.
std::optional<int> Count(std::string_view text) {
  constexpr size_t kDigits = 5;
  if (text.size() != kDigits) return std::nullopt;
  int count = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    count = 10 * count + (c - '0');
  }
  return count;
}

}  // namespace

Status NameShard(const std::string& file_name, const Status& error) {
  constexpr std::string_view kOf = "-of-";
  const std::string_view stem =
      std::string_view(file_name).substr(0, file_name.rfind('.'));
  const size_t of = stem.rfind(kOf);
  if (of == std::string_view::npos) return error;
  const std::string_view before = stem.substr(0, of);
  const auto part = Count(before.substr(before.rfind('-') + 1));
  const auto parts = Count(stem.substr(of + kOf.size()));
  if (!part || !parts || *parts < 2) return error;
  return InvalidInput("this is part " + std::to_string(*part) + " of " +
                      std::to_string(*parts) +
                      " of a checkpoint, and a network needs them all; load it "
                      "in its library and save it as one file "
                      "(model.save_pretrained(..., max_shard_size='99GB'))");
}

}  // namespace camglass
