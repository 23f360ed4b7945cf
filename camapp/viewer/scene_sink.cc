#include "camapp/viewer/scene_sink.h"

#include "engine/base/stopwatch.h"

namespace camglass {

StatusOr<ShowTimes> PaintedSceneSink::Present(const Scene& scene,
                                              const ViewerState& state) {
  if (!scene.words.help.empty()) return Present(WithoutHelp(scene), state);
  CAMGLASS_RETURN_IF_ERROR(PresentState(state));
  const Extent size = Size(NaturalSize(scene));
  if (size.h == 0 || size.w == 0) return ShowTimes();
  Stopwatch watch;
  CAMGLASS_ASSIGN_OR_RETURN(const Picture* picture,
                            painter_.Paint(scene, size));
  const double painted = watch.Lap();
  CAMGLASS_ASSIGN_OR_RETURN(ShowTimes times, PresentPicture(*picture, state));
  times.draw += painted;
  return times;
}

}  // namespace camglass
