// A feed for each shape of the page's picture.
#ifndef CAMGLASS_CAMAPP_PAGE_PICTURE_FEEDS_H_
#define CAMGLASS_CAMAPP_PAGE_PICTURE_FEEDS_H_

#include <cstddef>
#include <functional>

#include "camapp/page/jpeg_feed.h"
#include "camapp/page/watchers.h"

namespace camglass {

class PictureFeeds {
 public:
  // As JpegFeed, for each of them.
  PictureFeeds(size_t holders, const std::function<void()>& on_new)
      : wide_(holders, on_new), tall_(holders, on_new) {}

  JpegFeed& of(PictureShape shape) {
    return shape == PictureShape::kWide ? wide_ : tall_;
  }

 private:
  JpegFeed wide_;
  JpegFeed tall_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_PICTURE_FEEDS_H_
