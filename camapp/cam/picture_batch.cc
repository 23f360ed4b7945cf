#include "camapp/cam/picture_batch.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "camapp/cam/figure_names.h"
#include "camapp/cam/map_file.h"
#include "camapp/cam/output_set.h"
#include "camapp/cam/picture_report.h"
#include "camapp/cam/progress_bar.h"
#include "camapp/cam/result_writer.h"
#include "camapp/picture/decode.h"
#include "camapp/picture/draw_text.h"
#include "camapp/picture/map_grid.h"
#include "engine/base/console.h"
#include "engine/base/counted.h"
#include "engine/base/exit_status.h"
#include "engine/base/output_name.h"
#include "engine/base/stopwatch.h"
#include "engine/base/within_memory.h"

namespace camglass {
namespace {

struct NamedOutput {
  const char* flag;
  std::string path;
  OutputKind kind;
};

std::vector<NamedOutput> NamedOutputs(const OutputFlags& flags) {
  return {{"--out", flags.out, kPngFile},
          {"--overlay", flags.overlay, kPngFile},
          {"--grid", flags.grid, kPngFile},
          {"--map", flags.map, kMapFile},
          {"--logits", flags.logits, kNpyFile},
          {"--features", flags.features, kNpyFile}};
}

Status CheckOutputFlags(const OutputFlags& flags) {
  for (const NamedOutput& output : NamedOutputs(flags)) {
    CAMGLASS_RETURN_IF_ERROR(CheckOutputName(output.path, output.kind));
    if (output.path != kStandardOutput) continue;
    const std::string flag = output.flag;
    if (flags.json)
      return UsageError(flag + " - and --json both want standard output");
    CAMGLASS_RETURN_IF_ERROR(CheckOutputTakesBytes(flag));
  }
  return Status();
}

bool Draws(const OutputFlags& outputs) {
  return outputs.WantsDefaultFigure() || !outputs.out.empty() ||
         !outputs.overlay.empty() || !outputs.grid.empty();
}

// As text or JSON.
bool Tells(const OutputFlags& outputs) {
  return outputs.json || !(outputs.quiet || outputs.PrintsFile());
}

// Of what changes pictures only.
Status CheckDrawing(const ExplainFlags& explain, const OutputFlags& outputs) {
  const bool draws = Draws(outputs);
  if (!draws &&
      (explain.ChangesPaint() || (explain.ChangesShown() && !explain.box)))
    return UsageError(
        "--style, --map-range, --threshold, --alpha and --contour change a "
        "figure or an overlay; name one with --out or --overlay, or leave them "
        "out");
  if (explain.style != OverlayStyle::kSeed && explain.PaintsSigned())
    return UsageError(std::string("--style has no effect with ") +
                      (explain.map_range == MapRange::kSigned
                           ? "--map-range signed"
                           : "--against") +
                      ", which has colours of its own; leave one of them out");
  if (outputs.grid.empty()) return Status();
  if (!explain.against_query.empty() || !explain.class_query.empty())
    return UsageError(
        "--grid shows the maps of the most likely classes, whatever --class "
        "and --against say; leave them out");
  if (explain.top >= kMostGridPanels)
    return UsageError("--grid has room for " +
                      std::to_string(kMostGridPanels - 1) +
                      " maps; give --top that many or fewer");
  return Status();
}

// Of what says where a map lies.
Status CheckPlaces(const ExplainFlags& explain, const OutputFlags& outputs) {
  if (explain.box && !Draws(outputs) && !Tells(outputs))
    return UsageError(
        "--box has no effect where nothing is drawn or told; leave it out, or "
        "add --json or --out");
  const bool has_places = Draws(outputs) || outputs.json || explain.box;
  if (explain.align != MapAlign::kSeed && !has_places)
    return UsageError(
        "--align has no effect on a map's values; leave it out, or add --json "
        "or --out");
  return Status();
}

// A flag that would be ignored is refused.
Status CheckEffects(const ExplainFlags& explain, const OutputFlags& outputs) {
  CAMGLASS_RETURN_IF_ERROR(CheckDrawing(explain, outputs));
  CAMGLASS_RETURN_IF_ERROR(CheckPlaces(explain, outputs));
  if (explain.resize == ResizeQuality::kFast &&
      explain.resize_rule == ResizeRule::kCrop)
    return UsageError(
        "--resize has no effect with --resize-rule crop, which has a resize "
        "of its own; leave one of them out");
  const bool lists = outputs.WantsDefaultFigure() || !outputs.out.empty() ||
                     !outputs.grid.empty() || Tells(outputs);
  if (!lists && explain.top != ExplainFlags().top)
    return UsageError(
        "--top has no effect where no classes are listed; leave it out, or "
        "add --json or --out");
  if (outputs.verbose && (outputs.json || outputs.PrintsFile()))
    return UsageError(std::string("--verbose adds to the printed text, and ") +
                      (outputs.json ? "--json" : "a file on standard output") +
                      " takes its place; leave --verbose out");
  return Status();
}

Status CheckBatch(const PictureBatch& batch) {
  CAMGLASS_RETURN_IF_ERROR(CheckExplainFlags(batch.explain));
  CAMGLASS_RETURN_IF_ERROR(CheckEffects(batch.explain, batch.outputs));
  CAMGLASS_RETURN_IF_ERROR(CheckOutputFlags(batch.outputs));
  if (batch.pictures.size() > 1 && batch.outputs.NamesFile())
    return UsageError(
        "output names are for one picture; with several, leave them out: each "
        "figure becomes NAME.cam.png in the current folder");
  return Status();
}

// The figure of each picture; empty where none is wanted.
StatusOr<std::vector<std::string>> FiguresOf(const PictureBatch& batch) {
  const OutputFlags& flags = batch.outputs;
  if (flags.WantsDefaultFigure()) return FigureNames(batch.pictures);
  return std::vector<std::string>(batch.pictures.size(), flags.out);
}

// What would go wrong with the outputs is known before any work is done.
Status CheckOutputs(const PictureBatch& batch, std::vector<std::string> files) {
  const OutputFlags& flags = batch.outputs;
  if (!flags.WantsDefaultFigure()) files.clear();
  for (const NamedOutput& output : NamedOutputs(flags))
    files.push_back(output.path);
  for (const std::string& file : files)
    for (const std::string& picture : batch.pictures)
      if (!file.empty() && file != kStandardOutput && picture != "-")
        CAMGLASS_RETURN_IF_ERROR(CheckNotInput(file, picture));
  return CheckNewFiles(files, flags.force);
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
                OverlayOptionsOf(batch.explain, explainer->head().kind),
                {batch.explain.contour, batch.explain.box}) {}

  Status RunOne(const std::string& path, const std::string& figure);
  size_t with_non_finite() const { return with_non_finite_; }

 private:
  void Report(const std::string& path, const std::vector<std::string>& files);
  void NoteMissingFont();

  const PictureBatch& batch_;
  Explainer* explainer_;
  ResultWriter writer_;
  Picture frame_;
  Explanation explanation_;
  size_t with_non_finite_ = 0;
  std::string font_advice_;  // as told last
};

Status BatchRunner::RunOne(const std::string& path, const std::string& figure) {
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
      writer_.Write(figure, frame_, *explainer_, explanation_));
  StageTimes& ms = explanation_.provenance.ms;
  ms.decode = decode_ms;
  ms.draw = watch.Lap();
  ms.total = total.Lap();
  if (explanation_.scores.non_finite > 0) ++with_non_finite_;
  if (!decoded.note.empty() && !batch_.outputs.quiet)
    PrintNote(batch_.program, path + ": " + decoded.note);
  const bool has_words = !figure.empty() || !batch_.outputs.grid.empty();
  if (has_words && !batch_.outputs.quiet) NoteMissingFont();
  Report(path, files);
  return Status();
}

// Once for many pictures.
void BatchRunner::NoteMissingFont() {
  std::vector<std::string> names;
  for (const RankedClass& ranked : ListedClasses(explanation_))
    names.push_back(explainer_->ClassName(ranked.index));
  const auto advice = MissingFontAdvice(names);
  if (!advice.has_value() || *advice == font_advice_) return;
  font_advice_ = *advice;
  PrintNote(batch_.program, *advice);
}

void BatchRunner::Report(const std::string& path,
                         const std::vector<std::string>& files) {
  if (explanation_.scores.non_finite > 0)
    Complain(batch_.program,
             InvalidInput(path + ": the network gave " +
                          Counted(explanation_.scores.non_finite,
                                  "value that is not finite",
                                  "values that are not finite") +
                          "; the map shows only "
                          "the others, so check the weights"));
  const PictureReport report = {path,
                                frame_.extent(),
                                files,
                                batch_.explain.model,
                                batch_.explain.box,
                                writer_.box()};
  if (batch_.outputs.json)
    PrintJson(report, *explainer_, explanation_);
  else if (!batch_.outputs.quiet && !batch_.outputs.PrintsFile())
    PrintText(report, *explainer_, explanation_, batch_.outputs.verbose);
}

int StatusOfBatch(size_t pictures, size_t failed, size_t with_non_finite) {
  if (failed == pictures) return exit_status::kFailed;
  return failed > 0 || with_non_finite > 0 ? exit_status::kPartlyFailed
                                           : exit_status::kOk;
}

}  // namespace

bool OutputFlags::PrintsFile() const {
  for (const NamedOutput& output : NamedOutputs(*this))
    if (output.path == kStandardOutput) return true;
  return false;
}

void AddOutputFlags(CLI::App* app, OutputFlags* flags) {
  app->add_option("--out", flags->out,
                  "The figure: picture, overlay, labels; - is standard output, "
                  "which then gets nothing else; default, without --json and "
                  "other outputs: NAME.cam.png in the current "
                  "folder, or NAME.jpg.cam.png, NAME.png.cam.png if pictures "
                  "share a NAME")
      ->type_name("FILE.png");
  app->add_option("--overlay", flags->overlay,
                  "The overlay alone, at the picture's own size")
      ->type_name("FILE.png");
  app->add_option("--grid", flags->grid,
                  "The maps of the --top most likely classes, side by side")
      ->type_name("FILE.png");
  app->add_option("--map", flags->map,
                  "The map as it is: .npy (float32 [h,w]), .csv, or .png "
                  "(16-bit grey)")
      ->type_name("FILE");
  app->add_option("--logits", flags->logits, "float32 [classes]")
      ->type_name("FILE.npy");
  app->add_option(
         "--features", flags->features,
         "The activations that maps are computed from, float32 [h,w,C]")
      ->type_name("FILE.npy");
  app->add_flag("--json", flags->json,
                "One JSON object per picture on standard output; alone, no "
                "figure");
  app->add_flag("--force", flags->force, "Overwrite existing output files");
  auto* quiet =
      app->add_flag("--quiet", flags->quiet, "Print nothing but errors");
  app->add_flag("--verbose", flags->verbose, "Print sizes and times too")
      ->excludes(quiet);
}

int RunPictureBatch(const PictureBatch& batch) {
  const auto fail = [&batch](const Status& status) {
    Complain(batch.program, status);
    return ExitStatusOf(status);
  };
  const Status usable = CheckBatch(batch);
  if (!usable.ok()) return fail(usable);
  const StatusOr<std::vector<std::string>> figures = FiguresOf(batch);
  if (!figures.ok()) return fail(figures.status());
  const Status writable = CheckOutputs(batch, *figures);
  if (!writable.ok()) {
    // Whoever named a model that isn't there will run this again, and should
    // not have to do so twice.
    const Status model = writable.code() == StatusCode::kUsage
                             ? writable
                             : CheckModel(batch.explain);
    return fail(model.ok() ? writable : model);
  }
  const StatusOr<std::unique_ptr<Explainer>> explainer =
      MakeExplainer(batch.explain);
  if (!explainer.ok()) return fail(explainer.status());
  BatchRunner runner(batch, explainer->get());
  ProgressBar progress(batch.pictures.size(), batch.outputs.quiet);
  size_t failed = 0;
  for (size_t i = 0; i < batch.pictures.size(); ++i) {
    const std::string& path = batch.pictures[i];
    progress.Show(path);
    const Status status = WithinMemory("work on this picture", [&] {
      return runner.RunOne(path, (*figures)[i]);
    });
    if (!status.ok()) {
      Complain(batch.program, status.WithContext(path));
      ++failed;
    }
    // A reader follows a long run; without one it has no purpose.
    const Status printed = FlushOutput();
    if (!printed.ok()) return fail(printed);
  }
  return StatusOfBatch(batch.pictures.size(), failed, runner.with_non_finite());
}

}  // namespace camglass
