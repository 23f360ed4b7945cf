#include "tools/audit/picture_digest.h"

#include <algorithm>
#include <atomic>
#include <span>
#include <thread>

#include "engine/base/file_bytes.h"
#include "engine/base/sha256.h"

namespace camglass {
namespace {

std::string DigestOfFile(const std::string& path) {
  const StatusOr<FileBytes> file = MapFile(path);
  return file.ok() ? Sha256Of(file->bytes) : "none";
}

}  // namespace

std::string DigestOf(const std::vector<LabelledPicture>& pictures,
                     size_t threads) {
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

  Sha256 sum;
  for (size_t i = 0; i < pictures.size(); ++i) {
    // Names have no zero bytes, and the rest has a fixed form.
    const std::string line = pictures[i].name + '\0' +
                             std::to_string(pictures[i].label) + ' ' +
                             contents[i] + '\n';
    sum.Add(std::as_bytes(std::span(line)));
  }
  return sum.Finish();
}

}  // namespace camglass
