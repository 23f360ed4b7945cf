// Several pictures of one size side by side, with words below each.
#ifndef CAMGLASS_CAMAPP_PICTURE_MAP_GRID_H_
#define CAMGLASS_CAMAPP_PICTURE_MAP_GRID_H_

#include <cstddef>
#include <memory>
#include <string>

#include "camapp/picture/figure_layout.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"
#include "engine/tensor.h"

namespace camglass {

inline constexpr size_t kMostGridPanels = 25;

// Where the panels go: as many columns as rows, or one more, or, for flat and
// for tall pictures, what makes the whole nearest to a square.
struct GridLayout {
  GridLayout(Extent picture, size_t panels);

  Rectangle Panel(size_t i) const;

  size_t columns = 1;
  Extent panel;  // of one picture as shown
  Extent size;   // of the whole
};

class MapGrid {
 public:
  // panels: 1 to kMostGridPanels.
  MapGrid(Extent picture, size_t panels);
  ~MapGrid();
  MapGrid(const MapGrid&) = delete;
  MapGrid& operator=(const MapGrid&) = delete;

  // The next panel. `words`: UTF-8 from anywhere, one line each.
  void Add(const Picture& picture, const std::string& name,
           const std::string& words);

  // Fails where it could not be drawn for want of memory.
  Status Finish(Picture* out);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_MAP_GRID_H_
