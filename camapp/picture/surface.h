// Pictures as cairo surfaces.
#ifndef CAMGLASS_CAMAPP_PICTURE_SURFACE_H_
#define CAMGLASS_CAMAPP_PICTURE_SURFACE_H_

#include <cairo.h>

#include <memory>

#include "camapp/picture/picture.h"
#include "engine/tensor.h"

namespace camglass {

struct SurfaceDeleter {
  void operator()(cairo_surface_t* surface) const {
    cairo_surface_destroy(surface);
  }
};
struct ContextDeleter {
  void operator()(cairo_t* context) const { cairo_destroy(context); }
};
using Context = std::unique_ptr<cairo_t, ContextDeleter>;

// An RGB surface that keeps its memory while the size stays.
class Surface {
 public:
  cairo_surface_t* get() const { return surface_.get(); }

  void SetSize(Extent size);
  bool ok() const {
    return cairo_surface_status(surface_.get()) == CAIRO_STATUS_SUCCESS;
  }

  // picture has the surface's size.
  void CopyFrom(const Picture& picture);
  void CopyTo(Picture* picture) const;
  // Into *picture, which has room for it, with this corner at (top, left).
  void CopyInto(size_t top, size_t left, Picture* picture) const;

  Extent size() const { return size_; }
  // A row's pixels: words of 0x00RRGGBB in the machine's byte order. Call
  // Flush after drawing, before reading.
  const unsigned char* Row(size_t y) const;
  size_t row_bytes() const;
  void Flush() const { cairo_surface_flush(get()); }

 private:
  unsigned char* MutableRow(size_t y);

  Extent size_;
  std::unique_ptr<cairo_surface_t, SurfaceDeleter> surface_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_SURFACE_H_
