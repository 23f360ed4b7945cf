#include "weights/class_names/find_class.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "engine/base/nearest_name.h"
#include "weights/class_names/imagenet.h"

namespace camglass {
namespace {

constexpr std::string_view kNamePrefix = "name:";
constexpr size_t kListed = 8;

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

// As folders are often named: "tabby_cat".
std::string Spaced(std::string_view text) {
  std::string spaced = LowerCase(text);
  std::replace(spaced.begin(), spaced.end(), '_', ' ');
  return spaced;
}

template <typename Matches>
std::vector<size_t> IndicesWhere(const std::vector<std::string>& names,
                                 const Matches& matches) {
  std::vector<size_t> indices;
  for (size_t i = 0; i < names.size(); ++i)
    if (matches(names[i])) indices.push_back(i);
  return indices;
}

std::string ListOf(const std::vector<std::string>& names,
                   const std::vector<size_t>& indices) {
  std::string list;
  for (size_t i = 0; i < std::min(indices.size(), kListed); ++i)
    list += (i == 0 ? "" : ", ") + std::to_string(indices[i]) + " (" +
            names[indices[i]] + ")";
  if (indices.size() > kListed)
    list += " and " + std::to_string(indices.size() - kListed) + " more";
  return list;
}

StatusOr<size_t> FindByIndex(const std::vector<std::string>& names,
                             std::string_view digits) {
  size_t index = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, index);
  if (error != std::errc() || stop != end || index >= names.size())
    return NotFound("there is no class " + std::string(digits) +
                    "; the model has classes 0 to " +
                    std::to_string(names.size() - 1));
  return index;
}

// "; did you mean 'tabby'?" for "tabbi".
std::string NearestOf(const std::vector<std::string>& names,
                      const std::string& lower) {
  std::vector<std::string> known;
  for (const std::string& name : names) known.push_back(LowerCase(name));
  const std::string nearest = NearestName(lower, known);
  for (size_t i = 0; i < names.size() && !nearest.empty(); ++i)
    if (known[i] == nearest) return "; did you mean '" + names[i] + "'?";
  return "";
}

Status Unknown(const std::vector<std::string>& names, std::string_view name) {
  const std::string part = LowerCase(name);
  const auto near = IndicesWhere(names, [&](const std::string& known) {
    return !part.empty() && LowerCase(known).find(part) != std::string::npos;
  });
  const std::string what =
      "there is no class named '" + std::string(name) + "'";
  if (near.empty())
    return NotFound(what + NearestOf(names, part) +
                    "; give an index from 0 to " +
                    std::to_string(names.size() - 1));
  return NotFound(what + "; near ones are " + ListOf(names, near));
}

// The class with this WordNet identifier, where the last (or all) of the names
// are ImageNet's.
std::vector<size_t> IndicesOfId(const std::vector<std::string>& names,
                                std::string_view id) {
  const std::vector<std::string>& ids = ImageNetWordNetIds();
  const auto known = std::find(ids.begin(), ids.end(), id);
  const std::vector<std::string>& usual = ImageNetNames();
  if (known == ids.end() || names.size() < usual.size() ||
      !std::equal(usual.rbegin(), usual.rend(), names.rbegin()))
    return {};
  return {names.size() - usual.size() +
          static_cast<size_t>(known - ids.begin())};
}

StatusOr<size_t> FindByName(const std::vector<std::string>& names,
                            std::string_view name) {
  auto found = IndicesWhere(
      names, [&](const std::string& known) { return known == name; });
  for (const auto spelt : {LowerCase, Spaced}) {
    if (!found.empty()) break;
    const std::string wanted = spelt(name);
    found = IndicesWhere(names, [&](const std::string& known) {
      return spelt(known) == wanted;
    });
  }
  if (found.empty()) found = IndicesOfId(names, name);
  if (found.empty()) return Unknown(names, name);
  if (found.size() == 1) return found.front();
  return Ambiguous("several classes are named '" + std::string(name) +
                   "'; choose by index: " + ListOf(names, found));
}

bool IsDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c >= '0' && c <= '9';
  });
}

}  // namespace

StatusOr<size_t> FindClass(const std::vector<std::string>& names,
                           const std::string& query) {
  const std::string_view text = query;
  if (text.starts_with(kNamePrefix))
    return FindByName(names, text.substr(kNamePrefix.size()));
  return IsDigits(text) ? FindByIndex(names, text) : FindByName(names, text);
}

}  // namespace camglass
