#include "camapp/cam/picture_batch.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include "camapp/cam/picture_report.h"
#include "camapp/cam/progress_bar.h"
#include "camapp/cam/result_writer.h"
#include "camapp/cam/stopwatch.h"
#include "camapp/picture/decode.h"
#include "camapp/picture/out_of_memory.h"
#include "camapp/picture/picture_format.h"
#include "engine/base/console.h"

namespace camglass {
namespace {

constexpr int kOk = 0;
constexpr int kFailed = 1;
constexpr int kUsage = 2;
constexpr int kPartlyFailed = 3;

constexpr const char* kFigureSuffix = ".cam.png";

Status CheckBatch(const PictureBatch& batch) {
  CAMGLASS_RETURN_IF_ERROR(CheckExplainFlags(batch.explain));
  if (batch.pictures.size() > 1 && batch.outputs.NamesFile())
    return UsageError(
        "output names are for one picture; with several, leave them out: each "
        "figure becomes NAME.cam.png in the current folder");
  return Status();
}

void Complain(const std::string& program, const Status& status) {
  PrintError("%s: %s\n", program, status.message());
}

void PrintNote(const std::string& program, const std::string& note) {
  PrintError("%s: %s\n", program, note);
}

// The state that pictures share: buffers are reused from one to the next.
class BatchRunner {
 public:
  BatchRunner(const PictureBatch& batch, Explainer* explainer)
      : batch_(batch),
        explainer_(explainer),
        writer_(batch.outputs,
                OverlayOptionsOf(batch.explain, explainer->head().kind)) {}

  Status RunOne(const std::string& path);
  size_t with_non_finite() const { return with_non_finite_; }

 private:
  void Report(const std::string& path, const std::vector<std::string>& files);

  const PictureBatch& batch_;
  Explainer* explainer_;
  ResultWriter writer_;
  Picture frame_;
  Explanation explanation_;
  size_t with_non_finite_ = 0;
};

Status BatchRunner::RunOne(const std::string& path) {
  Stopwatch watch;
  Stopwatch total;
  DecodeReport decoded;
  CAMGLASS_ASSIGN_OR_RETURN(
      frame_,
      ReadPicture(path, {.apply_exif = !batch_.explain.no_exif}, &decoded));
  const double decode_ms = watch.Lap();
  CAMGLASS_RETURN_IF_ERROR(explainer_->Explain(frame_, &explanation_));
  watch.Lap();
  CAMGLASS_ASSIGN_OR_RETURN(
      const std::vector<std::string> files,
      writer_.Write(path, frame_, *explainer_, explanation_));
  explanation_.ms.decode = decode_ms;
  explanation_.ms.draw = watch.Lap();
  explanation_.ms.total = total.Lap();
  if (explanation_.non_finite > 0) ++with_non_finite_;
  if (!decoded.note.empty() && !batch_.outputs.quiet)
    PrintNote(batch_.program, path + ": " + decoded.note);
  Report(path, files);
  return Status();
}

void BatchRunner::Report(const std::string& path,
                         const std::vector<std::string>& files) {
  if (explanation_.non_finite > 0)
    Complain(batch_.program,
             InvalidInput(path + ": the network gave " +
                          std::to_string(explanation_.non_finite) +
                          " values that are not finite; the map shows only "
                          "the others, so check the weights"));
  const PictureReport report = {path, frame_.extent(), files,
                                batch_.explain.model};
  if (batch_.outputs.json)
    PrintJson(report, *explainer_, explanation_);
  else if (!batch_.outputs.quiet)
    PrintText(report, *explainer_, explanation_, batch_.outputs.verbose);
}

int StatusOfBatch(size_t pictures, size_t failed, size_t with_non_finite) {
  if (failed == pictures) return kFailed;
  return failed > 0 || with_non_finite > 0 ? kPartlyFailed : kOk;
}

}  // namespace

void AddOutputFlags(CLI::App* app, OutputFlags* flags) {
  app->add_option("--out", flags->out,
                  "The figure: picture, overlay, labels; where no file is "
                  "named, NAME.cam.png in the current folder")
      ->type_name("FILE.png");
  app->add_option("--overlay", flags->overlay,
                  "The overlay alone, at the picture's own size")
      ->type_name("FILE.png");
  app->add_option("--map", flags->map, "The map, float32 [h,w]")
      ->type_name("FILE.npy");
  app->add_option("--logits", flags->logits, "float32 [classes]")
      ->type_name("FILE.npy");
  app->add_option("--features", flags->features,
                  "The activations that maps are made of, float32 [h,w,C]")
      ->type_name("FILE.npy");
  app->add_flag("--json", flags->json,
                "One JSON object a picture on standard output");
  app->add_flag("--force", flags->force, "Overwrite existing output files");
  auto* quiet =
      app->add_flag("--quiet", flags->quiet, "Print nothing but errors");
  app->add_flag("--verbose", flags->verbose, "Print sizes and times too")
      ->excludes(quiet);
}

StatusOr<std::vector<std::string>> PicturesIn(const std::string& folder) {
  std::error_code error;
  std::vector<std::string> pictures;
  using Iterator = std::filesystem::directory_iterator;
  for (Iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    const std::string path = it->path().string();
    if (HasPictureExtension(path) && !path.ends_with(kFigureSuffix))
      pictures.push_back(path);
  }
  if (error)
    return IoError(folder + ": the folder can't be read (" + error.message() +
                   "); check the path and its permissions");
  if (pictures.empty())
    return NotFound(folder +
                    ": there is no JPEG, PNG, BMP, PPM or PGM picture in this "
                    "folder; name another");
  std::sort(pictures.begin(), pictures.end());
  return pictures;
}

int ExitStatusOf(const Status& status) {
  if (status.ok()) return kOk;
  return status.code() == StatusCode::kUsage ? kUsage : kFailed;
}

int RunPictureBatch(const PictureBatch& batch) {
  const Status usable = CheckBatch(batch);
  if (!usable.ok()) {
    Complain(batch.program, usable);
    return ExitStatusOf(usable);
  }
  const StatusOr<std::unique_ptr<Explainer>> explainer =
      MakeExplainer(batch.explain);
  if (!explainer.ok()) {
    Complain(batch.program, explainer.status());
    return ExitStatusOf(explainer.status());
  }
  BatchRunner runner(batch, explainer->get());
  ProgressBar progress(batch.pictures.size(), batch.outputs.quiet);
  size_t failed = 0;
  for (const std::string& path : batch.pictures) {
    progress.Show(path);
    const Status status = OrOutOfMemory("work on this picture",
                                        [&] { return runner.RunOne(path); });
    if (!status.ok()) {
      Complain(batch.program, status.WithContext(path));
      ++failed;
    }
    // A reader follows a long run; without one it has no purpose.
    const Status printed = FlushOutput();
    if (!printed.ok()) {
      Complain(batch.program, printed);
      return ExitStatusOf(printed);
    }
  }
  return StatusOfBatch(batch.pictures.size(), failed, runner.with_non_finite());
}

}  // namespace camglass
