// Memory for libjpeg that is taken once and used again for every frame.
//
// libjpeg frees what it needed for a picture when the picture is done, and
// would ask for it again for the next. Here all requests of one frame come from
// one block, which grows to what the largest frame needed and then stays.
#ifndef CAMGLASS_CAMAPP_PICTURE_JPEG_FRAME_MEMORY_H_
#define CAMGLASS_CAMAPP_PICTURE_JPEG_FRAME_MEMORY_H_

#include <cstddef>
#include <cstdio>  // jpeglib.h needs FILE
#include <memory>
#include <vector>

// clang-format off
#include <jpeglib.h>
// clang-format on

namespace camglass {

class FrameMemory {
 public:
  // A frame may use at most `limit` bytes; beyond that libjpeg's out-of-memory
  // error is raised.
  explicit FrameMemory(size_t limit) : limit_(limit) {}
  FrameMemory(const FrameMemory&) = delete;
  FrameMemory& operator=(const FrameMemory&) = delete;

  // Redirects the allocations of an object made by jpeg_create_*; takes its
  // client_data. From here on both of libjpeg's pools live for one frame only.
  // Arrays that libjpeg keeps for several scans stay with libjpeg, under the
  // same limit.
  void Install(j_common_ptr jpeg);

  // Takes back all memory. The caller first drops every pointer into it that
  // libjpeg would use again: see ForgetTables.
  void Reset();

 private:
  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    size_t size = 0;
  };

  static FrameMemory& Of(j_common_ptr jpeg);
  static void* AllocSmall(j_common_ptr jpeg, int pool, size_t size);
  static JSAMPARRAY AllocSamples(j_common_ptr jpeg, int pool, JDIMENSION width,
                                 JDIMENSION rows);
  static JBLOCKARRAY AllocBlocks(j_common_ptr jpeg, int pool, JDIMENSION width,
                                 JDIMENSION rows);

  // Aligned for libjpeg-turbo's vectors; null beyond the limit.
  void* Allocate(size_t size);
  bool AddBlock(size_t size);

  size_t limit_;
  size_t total_ = 0;  // bytes of all blocks
  size_t used_ = 0;   // of the last block
  std::vector<Block> blocks_;
};

// Quantisation and Huffman tables that a frame brought: the next one must not
// be decoded with them. A frame without Huffman tables then gets the standard
// ones, as Motion JPEG wants.
void ForgetTables(j_decompress_ptr jpeg);
// The same for writing, with the record of the components.
void ForgetTables(j_compress_ptr jpeg);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_JPEG_FRAME_MEMORY_H_
