#include "engine/base/temporary_files.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstring>

namespace camglass {
namespace {

enum Use : int { kFree, kBeingWritten, kListed };

// Memory that a signal handler can read at any moment.
struct Slot {
  std::atomic<int> use{kFree};
  char path[PATH_MAX] = {};
};
static_assert(std::atomic<int>::is_always_lock_free);

// More than any command writes at once.
constexpr int kSlots = 32;
std::array<Slot, kSlots> slots;

int TakeSlot() {
  for (int i = 0; i < kSlots; ++i) {
    int expected = kFree;
    if (slots[static_cast<size_t>(i)].use.compare_exchange_strong(
            expected, kBeingWritten))
      return i;
  }
  return -1;
}

}  // namespace

TemporaryFile::TemporaryFile(const std::string& path) {
  if (path.size() >= PATH_MAX) return;
  slot_ = TakeSlot();
  if (slot_ < 0) return;
  Slot& slot = slots[static_cast<size_t>(slot_)];
  std::memcpy(slot.path, path.c_str(), path.size() + 1);
  slot.use.store(kListed);
}

TemporaryFile::~TemporaryFile() {
  if (slot_ >= 0) slots[static_cast<size_t>(slot_)].use.store(kFree);
}

void RemoveTemporaryFiles() {
  const int saved = errno;
  for (const Slot& slot : slots)
    if (slot.use.load() == kListed) unlink(slot.path);
  errno = saved;
}

}  // namespace camglass
