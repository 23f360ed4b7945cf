#include "tools/report/make_report.h"

#include <map>
#include <utility>

#include "camapp/picture/encode_png.h"
#include "engine/base/printable_text.h"
#include "tools/report/charts.h"
#include "tools/report/report_page.h"
#include "tools/report/report_pictures.h"

namespace camglass {

StatusOr<ReportFiles> MakeReport(const ReportJob& job, Explainer* explainer) {
  std::map<std::string, std::string> paths;
  for (const LabelledPicture& picture : job.pictures)
    paths[EscapedText(picture.name)] = picture.path;
  CAMGLASS_ASSIGN_OR_RETURN(
      const ReportPictures pictures,
      DrawReportPictures({job.records, paths, job.apply_exif, job.decoders,
                          ReportLimits(), job.progress},
                         explainer));
  const std::vector<std::string>& classes = explainer->info().classes;
  ReportFiles files;
  files.html = ReportPage({job.model, job.source, job.evaluation, job.records,
                           classes, pictures, job.findings});
  CAMGLASS_ASSIGN_OR_RETURN(const Picture reliability,
                            ReliabilityChart(job.evaluation));
  CAMGLASS_ASSIGN_OR_RETURN(files.reliability, EncodePng(reliability));
  CAMGLASS_ASSIGN_OR_RETURN(const Picture confusion,
                            ConfusionChart(job.evaluation, classes));
  CAMGLASS_ASSIGN_OR_RETURN(files.confusion, EncodePng(confusion));
  return files;
}

}  // namespace camglass
