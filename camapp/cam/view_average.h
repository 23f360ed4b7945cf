// One answer from several views of a picture: mirrored, and moved by a quarter
// of the distance of two cells. A network's features of a view lie where the
// view has what they are of; here they are put back where the picture has it.
#ifndef CAMGLASS_CAMAPP_CAM_VIEW_AVERAGE_H_
#define CAMGLASS_CAMAPP_CAM_VIEW_AVERAGE_H_

#include <cstddef>
#include <vector>

#include "camapp/picture/picture.h"
#include "engine/graph/cell_grid.h"
#include "engine/tensor.h"

namespace camglass {

// Flip: the mean of the picture and its mirror image. Shift: the picture moved
// by a quarter of a cell to each of four sides (up and left, up and right,
// ...), whose cells interleave into a map of twice the rows and columns.
struct AverageRule {
  bool flip = false;
  bool shift = false;

  bool any() const { return flip || shift; }
};

struct InputView {
  bool flipped = false;  // left and right, after the move
  ptrdiff_t down = 0;    // pixels that what is shown is moved by
  ptrdiff_t right = 0;
};

// One to eight, always in the same order. cells: of the network's features.
std::vector<InputView> ViewsOf(AverageRule rule, const CellGrid& cells);

// The input in that view. What comes in at an edge repeats it.
void MakeView(const Picture& input, const InputView& view, Picture* out);

// Where the cells of the averaged features lie. features: of one view.
CellGrid AveragedCells(AverageRule rule, const CellGrid& cells, Extent features,
                       Extent input);

// Sums views up. Its memory is reused from picture to picture.
class ViewAverage {
 public:
  explicit ViewAverage(AverageRule rule) : rule_(rule) {}

  // Call first, with the extent of one view's features.
  void Start(Extent features, size_t channels, size_t classes);
  void Add(const InputView& view, const TensorView& features,
           const TensorView& logits);

  // After all of ViewsOf: the means. The view holds until the next Start.
  TensorView Features() { return features_.View(); }
  void Logits(std::vector<float>* logits) const;

 private:
  AverageRule rule_;
  Tensor features_;
  std::vector<double> logits_;  // sums
  size_t views_ = 0;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_VIEW_AVERAGE_H_
