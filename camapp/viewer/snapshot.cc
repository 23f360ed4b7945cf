#include "camapp/viewer/snapshot.h"

#include <array>
#include <ctime>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "camapp/cam/explanation_json.h"
#include "camapp/cam/output_set.h"
#include "camapp/picture/encode_npy.h"
#include "camapp/picture/encode_png.h"
#include "camapp/picture/figure.h"
#include "engine/base/sha256.h"

namespace camglass {
namespace {

constexpr const char* kPrefix = "camglass";
constexpr const char* kFrame = ".frame.png";
constexpr const char* kOverlay = ".overlay.png";
constexpr const char* kFigure = ".figure.png";
constexpr const char* kMap = ".map.npy";
constexpr const char* kManifest = ".json";

std::string TimeText() {
  const std::time_t now = std::time(nullptr);
  std::tm local = {};
  localtime_r(&now, &local);
  char text[32];
  std::strftime(text, sizeof(text), "%Y%m%d-%H%M%S", &local);
  return text;
}

bool IsFree(const std::string& stem, const std::vector<std::string>& endings) {
  for (const std::string& ending : endings) {
    std::error_code error;
    if (std::filesystem::exists(stem + ending, error) || error) return false;
  }
  return true;
}

// The files of a snapshot, and what the manifest says of them.
class Bundle {
 public:
  explicit Bundle(std::string stem) : stem_(std::move(stem)), files_(false) {}

  Status Add(const char* what, const char* ending,
             std::span<const uint8_t> bytes) {
    const std::string path = stem_ + ending;
    list_[what] = {{"name", std::filesystem::path(path).filename().string()},
                   {"sha256", Sha256Of(std::as_bytes(bytes))}};
    return files_.WriteBytes(path, bytes);
  }
  Status AddPng(const char* what, const char* ending, const Picture& picture) {
    CAMGLASS_ASSIGN_OR_RETURN(const std::vector<uint8_t> png,
                              EncodePng(picture));
    return Add(what, ending, png);
  }
  StatusOr<std::string> Finish(const std::string& state) {
    auto manifest = nlohmann::ordered_json::parse(state);
    manifest["files"] = list_;
    const std::string text = manifest.dump(2) + "\n";
    CAMGLASS_RETURN_IF_ERROR(files_.WriteBytes(
        stem_ + kManifest,
        {reinterpret_cast<const uint8_t*>(text.data()), text.size()}));
    CAMGLASS_RETURN_IF_ERROR(files_.Commit().status());
    return stem_ + kManifest;
  }

 private:
  std::string stem_;
  OutputSet files_;
  nlohmann::ordered_json list_ = nlohmann::ordered_json::object();
};

Status AddMap(const Snapshot& snapshot, Bundle* bundle) {
  Picture figure;
  FigurePainter painter;
  CAMGLASS_RETURN_IF_ERROR(
      painter.Paint(snapshot.frame, snapshot.overlay, snapshot.text, &figure));
  CAMGLASS_RETURN_IF_ERROR(
      bundle->AddPng("overlay", kOverlay, snapshot.overlay));
  CAMGLASS_RETURN_IF_ERROR(bundle->AddPng("figure", kFigure, figure));
  const ClassMap& map = snapshot.map;
  return bundle->Add("map", kMap,
                     EncodeNpy(map.values, std::array{map.size.h, map.size.w}));
}

}  // namespace

std::string FreshStem(const std::string& folder, const std::string& prefix,
                      const std::vector<std::string>& endings) {
  const std::string first = folder + "/" + prefix + "-" + TimeText();
  std::string stem = first;
  // As many as anyone can take in a second; the files are never overwritten
  // whatever this finds.
  for (int i = 2; i < 1000 && !IsFree(stem, endings); ++i)
    stem = first + "-" + std::to_string(i);
  return stem;
}

StatusOr<std::string> WriteSnapshot(const Snapshot& snapshot,
                                    const std::string& folder) {
  Bundle bundle(
      FreshStem(folder, kPrefix, {kFrame, kOverlay, kFigure, kMap, kManifest}));
  CAMGLASS_RETURN_IF_ERROR(bundle.AddPng("frame", kFrame, snapshot.frame));
  if (!snapshot.map.values.empty())
    CAMGLASS_RETURN_IF_ERROR(AddMap(snapshot, &bundle));
  return bundle.Finish(snapshot.state);
}

SnapshotWriter::SnapshotWriter(std::string folder)
    : folder_(std::move(folder)), thread_([this] { Run(); }) {}

SnapshotWriter::~SnapshotWriter() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }
  thread_.join();
}

bool SnapshotWriter::Give(Snapshot snapshot) {
  const std::lock_guard lock(mutex_);
  if (busy_) return false;
  busy_ = true;
  given_ = std::move(snapshot);
  changed_.notify_all();
  return true;
}

std::optional<StatusOr<std::string>> SnapshotWriter::TakeResult() {
  const std::lock_guard lock(mutex_);
  return std::exchange(result_, std::nullopt);
}

void SnapshotWriter::Wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !busy_; });
}

void SnapshotWriter::Run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return closed_ || given_.has_value(); });
    if (!given_.has_value()) return;
    const Snapshot snapshot = *std::exchange(given_, std::nullopt);
    lock.unlock();
    auto written = WriteSnapshot(snapshot, folder_);
    lock.lock();
    result_ = std::move(written);
    busy_ = false;
    changed_.notify_all();
  }
}

}  // namespace camglass
