#include "tools/write_report.h"

#include <optional>

#include "camapp/cam/progress_bar.h"
#include "engine/runtime/cpu.h"
#include "tools/report/make_report.h"

namespace camglass {

Status WriteReport(const LabelledFlags& flags, const EvaluationTexts& texts,
                   const std::vector<LabelledPicture>& pictures,
                   const std::string& findings, const RunFolder& folder,
                   Explainer* explainer) {
  std::optional<ProgressBar> bar;
  const ReportJob job = {.model = flags.explain.model,
                         .source = flags.source(),
                         .evaluation = texts.evaluation,
                         .records = texts.records,
                         .pictures = pictures,
                         .apply_exif = !flags.explain.no_exif,
                         .decoders = PhysicalCores(),
                         .findings = findings,
                         .progress = [&](const std::string& path, size_t all) {
                           if (!bar.has_value()) bar.emplace(all, flags.quiet);
                           bar->Show(path);
                         }};
  CAMGLASS_ASSIGN_OR_RETURN(const ReportFiles files,
                            MakeReport(job, explainer));
  const auto text = [](const std::vector<uint8_t>& bytes) {
    return std::string(bytes.begin(), bytes.end());
  };
  CAMGLASS_RETURN_IF_ERROR(
      folder.Write("reliability.png", text(files.reliability)));
  CAMGLASS_RETURN_IF_ERROR(
      folder.Write("confusion.png", text(files.confusion)));
  return folder.Write("report.html", files.html);
}

}  // namespace camglass
