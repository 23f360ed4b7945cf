#include "tools/audit/picture_digest.h"

#include <algorithm>
#include <atomic>
#include <span>
#include <thread>

#include "engine/base/check.h"
#include "engine/base/file_bytes.h"
#include "engine/base/sha256.h"

namespace camglass {
namespace {

std::string DigestOfFile(const std::string& path) {
  const StatusOr<FileBytes> file = MapFile(path);
  return file.ok() ? Sha256Of(file->bytes) : "none";
}

// Of every picture, read on so many threads.
std::vector<std::string> ContentsOf(
    const std::vector<LabelledPicture>& pictures, size_t threads) {
  std::vector<std::string> contents(pictures.size());
  std::atomic<size_t> next{0};
  const auto work = [&] {
    for (size_t i; (i = next.fetch_add(1)) < pictures.size();)
      contents[i] = DigestOfFile(pictures[i].path);
  };
  std::vector<std::thread> workers;
  for (size_t i = 1; i < std::min(threads, pictures.size()); ++i)
    workers.emplace_back(work);
  work();
  for (std::thread& worker : workers) worker.join();
  return contents;
}

// Names have no zero bytes, and the rest has a fixed form.
std::string LineOf(const LabelledPicture& picture, const std::string& content) {
  return picture.name + '\0' + std::to_string(picture.label) + ' ' + content +
         '\n';
}

constexpr std::string_view kDigits = "0123456789abcdef";
constexpr size_t kDigestDigits = 64;

}  // namespace

std::string DigestOf(const std::vector<LabelledPicture>& pictures,
                     size_t threads) {
  const std::vector<std::string> contents = ContentsOf(pictures, threads);
  Sha256 sum;
  for (size_t i = 0; i < pictures.size(); ++i) {
    const std::string line = LineOf(pictures[i], contents[i]);
    sum.Add(std::as_bytes(std::span(line)));
  }
  return sum.Finish();
}

std::string PartDigestOf(const std::vector<LabelledPicture>& pictures,
                         size_t threads) {
  const std::vector<std::string> contents = ContentsOf(pictures, threads);
  std::string sum(kDigestDigits, '0');
  for (size_t i = 0; i < pictures.size(); ++i) {
    const std::string line = LineOf(pictures[i], contents[i]);
    sum = SumOfDigests(sum, Sha256Of(std::as_bytes(std::span(line))));
  }
  return sum;
}

bool IsDigest(std::string_view text) {
  return text.size() == kDigestDigits &&
         text.find_first_not_of(kDigits) == std::string_view::npos;
}

std::string SumOfDigests(std::string_view a, std::string_view b) {
  CAMGLASS_CHECK(IsDigest(a) && IsDigest(b));
  std::string sum(kDigestDigits, '0');
  size_t carry = 0;
  for (size_t i = kDigestDigits; i-- > 0;) {
    const size_t digit = kDigits.find(a[i]) + kDigits.find(b[i]) + carry;
    sum[i] = kDigits[digit % kDigits.size()];
    carry = digit / kDigits.size();
  }
  return sum;
}

}  // namespace camglass
