#include "camapp/picture/jpeg/frame_memory.h"

#include <jerror.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace camglass {
namespace {

constexpr size_t kAlignment = 64;
constexpr size_t kFirstBlock = size_t{1} << 18;

size_t RoundUp(size_t size) {
  return (size + kAlignment - 1) / kAlignment * kAlignment;
}

std::byte* Aligned(std::byte* address) {
  const auto misplaced = reinterpret_cast<uintptr_t>(address) % kAlignment;
  return misplaced == 0 ? address : address + (kAlignment - misplaced);
}

[[noreturn]] void OutOfMemory(j_common_ptr jpeg) {
  jpeg->err->msg_code = JERR_OUT_OF_MEMORY;
  jpeg->err->msg_parm.i[0] = 0;
  jpeg->err->error_exit(jpeg);
  std::abort();  // error_exit never returns
}

template <typename Jpeg>
void ForgetTablesOf(Jpeg* jpeg) {
  for (auto& table : jpeg->quant_tbl_ptrs) table = nullptr;
  for (auto& table : jpeg->dc_huff_tbl_ptrs) table = nullptr;
  for (auto& table : jpeg->ac_huff_tbl_ptrs) table = nullptr;
}

}  // namespace

FrameMemory& FrameMemory::Of(j_common_ptr jpeg) {
  return *static_cast<FrameMemory*>(jpeg->client_data);
}

void FrameMemory::Install(j_common_ptr jpeg) {
  jpeg->client_data = this;
  jpeg->mem->alloc_small = AllocSmall;
  jpeg->mem->alloc_large = AllocSmall;
  jpeg->mem->alloc_sarray = AllocSamples;
  jpeg->mem->alloc_barray = AllocBlocks;
  jpeg->mem->max_memory_to_use = static_cast<long>(limit_);
}

void* FrameMemory::AllocSmall(j_common_ptr jpeg, int, size_t size) {
  void* memory = Of(jpeg).Allocate(size);
  if (memory == nullptr) OutOfMemory(jpeg);
  return memory;
}

// libjpeg-turbo's vector code reads and writes whole vectors at a row's end:
// rows are padded as its own allocator pads them.
JSAMPARRAY FrameMemory::AllocSamples(j_common_ptr jpeg, int pool,
                                     JDIMENSION width, JDIMENSION rows) {
  const size_t stride = RoundUp(size_t{width} * sizeof(JSAMPLE));
  auto* pointers =
      static_cast<JSAMPARRAY>(AllocSmall(jpeg, pool, rows * sizeof(JSAMPROW)));
  auto* samples = static_cast<JSAMPROW>(AllocSmall(jpeg, pool, rows * stride));
  for (size_t y = 0; y < rows; ++y) pointers[y] = samples + y * stride;
  return pointers;
}

JBLOCKARRAY FrameMemory::AllocBlocks(j_common_ptr jpeg, int pool,
                                     JDIMENSION width, JDIMENSION rows) {
  auto* pointers = static_cast<JBLOCKARRAY>(
      AllocSmall(jpeg, pool, rows * sizeof(JBLOCKROW)));
  auto* blocks = static_cast<JBLOCKROW>(
      AllocSmall(jpeg, pool, size_t{width} * rows * sizeof(JBLOCK)));
  for (size_t y = 0; y < rows; ++y) pointers[y] = blocks + y * width;
  return pointers;
}

void* FrameMemory::Allocate(size_t size) {
  if (size > limit_) return nullptr;
  const size_t needed = RoundUp(std::max<size_t>(size, 1));
  if (blocks_.empty() || blocks_.back().size - used_ < needed) {
    if (!AddBlock(std::max(needed, kFirstBlock))) return nullptr;
  }
  std::byte* memory = Aligned(blocks_.back().bytes.get()) + used_;
  used_ += needed;
  return memory;
}

bool FrameMemory::AddBlock(size_t size) {
  if (size > limit_ - std::min(total_, limit_)) return false;
  // libjpeg's frames may lie above: no exception may pass through them.
  try {
    blocks_.push_back(
        {std::unique_ptr<std::byte[]>(new std::byte[size + kAlignment]), size});
  } catch (const std::bad_alloc&) {
    return false;
  }
  total_ += size;
  used_ = 0;
  return true;
}

void FrameMemory::Reset() {
  if (blocks_.size() > 1) {
    const size_t size = total_;
    blocks_.clear();
    total_ = 0;
    AddBlock(size);
  }
  used_ = 0;
}

void ForgetTables(j_decompress_ptr jpeg) { ForgetTablesOf(jpeg); }

void ForgetTables(j_compress_ptr jpeg) {
  ForgetTablesOf(jpeg);
  jpeg->comp_info = nullptr;
}

}  // namespace camglass
