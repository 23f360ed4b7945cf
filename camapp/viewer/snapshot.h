// A moment kept: the frame, the overlay, the figure, the map and the numbers.
#ifndef CAMGLASS_CAMAPP_VIEWER_SNAPSHOT_H_
#define CAMGLASS_CAMAPP_VIEWER_SNAPSHOT_H_

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "camapp/cam/explanation.h"
#include "camapp/picture/figure_layout.h"
#include "camapp/picture/picture.h"
#include "engine/base/status.h"

namespace camglass {

struct Snapshot {
  Picture frame;    // as captured
  Picture overlay;  // of the same size; empty where there is no map
  FigureText text;
  ClassMap map;       // without values where there is none
  std::string state;  // StateJson's
};

// FOLDER/PREFIX-DATE-TIME, with "-2", "-3", ... where there is already
// something of that name with one of the endings.
std::string FreshStem(const std::string& folder, const std::string& prefix,
                      const std::vector<std::string>& endings);

// Writes STEM.frame.png, .overlay.png, .figure.png, .map.npy and, as the last,
// the manifest STEM.json: the state plus "files", each with its name and
// SHA-256. Overwrites nothing; on failure none of them is there. Returns the
// manifest's name.
StatusOr<std::string> WriteSnapshot(const Snapshot& snapshot,
                                    const std::string& folder);

// Writes snapshots in a thread of its own: encoding takes longer than a frame.
class SnapshotWriter {
 public:
  explicit SnapshotWriter(std::string folder);
  // Completes what was given.
  ~SnapshotWriter();
  SnapshotWriter(const SnapshotWriter&) = delete;
  SnapshotWriter& operator=(const SnapshotWriter&) = delete;

  // False where the last one is still being written.
  bool Give(Snapshot snapshot);
  // What has become of the one given last, once.
  std::optional<StatusOr<std::string>> TakeResult();
  // Waits for it.
  void Wait();

 private:
  void Run();

  const std::string folder_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Snapshot> given_;
  bool busy_ = false;
  bool closed_ = false;
  std::optional<StatusOr<std::string>> result_;
  std::thread thread_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_SNAPSHOT_H_
