// The mean of pictures: scenery averages out, what is always there stays.
#ifndef CAMGLASS_TOOLS_AUDIT_EXCHANGE_MEAN_PICTURE_H_
#define CAMGLASS_TOOLS_AUDIT_EXCHANGE_MEAN_PICTURE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "camapp/picture/picture.h"

namespace camglass {

// The picture in another size, bicubic and stretched where the shape differs.
Picture Stretched(const Picture& picture, Extent size);

// Sums of whole numbers: the order of pictures changes nothing.
class MeanPicture {
 public:
  // side: of the square that pictures are brought to.
  explicit MeanPicture(size_t side) : side_(side), sums_(side * side * 3) {}

  void Add(const Picture& picture);
  size_t count() const { return count_; }

  // Rounded; there must be a picture.
  Picture Mean() const;

 private:
  size_t side_;
  size_t count_ = 0;
  std::vector<uint64_t> sums_;
};

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_EXCHANGE_MEAN_PICTURE_H_
