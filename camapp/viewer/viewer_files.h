// What a viewer keeps for its user: recordings and snapshots.
#ifndef CAMGLASS_CAMAPP_VIEWER_VIEWER_FILES_H_
#define CAMGLASS_CAMAPP_VIEWER_VIEWER_FILES_H_

#include <string>

#include "camapp/viewer/message_board.h"
#include "camapp/viewer/recording_switch.h"
#include "camapp/viewer/scene.h"
#include "camapp/viewer/snapshot.h"
#include "camapp/viewer/viewer_state.h"
#include "engine/base/status.h"

namespace camglass {

// Keeps the state's recording, recording_error, last_snapshot and snapshots,
// and tells people of each file and each failure.
class ViewerFiles {
 public:
  // Both must outlive the files.
  ViewerFiles(const std::string& folder, RecordingSwitch* recorder,
              MessageBoard* messages)
      : folder_(folder),
        recorder_(recorder),
        messages_(messages),
        snapshots_(folder) {}

  // Begins a recording, or completes the one that is being written.
  void SwitchRecording(ViewerState* state);
  // Of a scene that has a frame.
  void TakeSnapshot(const Scene& scene, const ViewerState& state);
  // Takes in what has become of files since the last call.
  void TakeNews(ViewerState* state);
  // Completes all. Fails with the first recording that could not be written, or
  // the first such snapshot, however long ago.
  Status Finish();

 private:
  void TellRecordingFailure(const Status& why, ViewerState* state);
  void TellSnapshot(const StatusOr<std::string>& written, ViewerState* state);

  const std::string folder_;
  RecordingSwitch* recorder_;
  MessageBoard* messages_;
  SnapshotWriter snapshots_;
  Status recording_failure_;  // the first
  Status snapshot_failure_;   // the first
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_VIEWER_FILES_H_
