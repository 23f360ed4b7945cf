// Where scenes go: a window, a page, a virtual camera.
#ifndef CAMGLASS_CAMAPP_VIEWER_SCENE_SINK_H_
#define CAMGLASS_CAMAPP_VIEWER_SCENE_SINK_H_

#include "camapp/live/frame_sink.h"
#include "camapp/picture/picture.h"
#include "camapp/viewer/scene.h"
#include "camapp/viewer/scene_painter.h"
#include "camapp/viewer/viewer_state.h"
#include "engine/base/status.h"

namespace camglass {

// Used by the pipeline's calling thread alone. An error ends the run.
class SceneSink {
 public:
  virtual ~SceneSink() = default;

  // Shows a scene: for each frame, and when something changed while the source
  // gives nothing.
  virtual StatusOr<ShowTimes> Present(const Scene& scene,
                                      const ViewerState& state) = 0;

  // Called before each frame and many times a second between them: takes in
  // what the user did. True where the scene must be shown again, even if it is
  // still the same: another size, a newcomer.
  virtual StatusOr<bool> Attend() { return false; }
};

// One that takes each scene painted, as one picture without the help.
class PaintedSceneSink : public SceneSink {
 public:
  // The size at which the next picture should be painted; {0, 0}: nobody looks,
  // so none need be. `natural`: where the panes have the frame's own size.
  virtual Extent Size(Extent natural) = 0;

  // The picture holds until the next call. Not called where nobody looks.
  virtual StatusOr<ShowTimes> PresentPicture(const Picture& picture,
                                             const ViewerState& state) = 0;

  // Called for every scene, whether or not there is a picture of it.
  virtual Status PresentState(const ViewerState&) { return Status(); }

  StatusOr<ShowTimes> Present(const Scene& scene,
                              const ViewerState& state) final;

 private:
  ScenePainter painter_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_SCENE_SINK_H_
