// The pictures of a report: which are drawn, and how.
#ifndef CAMGLASS_TOOLS_REPORT_REPORT_PICTURES_H_
#define CAMGLASS_TOOLS_REPORT_REPORT_PICTURES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "camapp/cam/explain.h"
#include "engine/base/status.h"
#include "tools/audit/eval_record.h"
#include "tools/report/evidence_grid.h"

namespace camglass {

// At most, whatever the number of pictures and classes. Each is there for a
// report that stays below 20 MB.
struct ReportLimits {
  size_t mistakes = 150;          // drawn with their maps
  size_t mistakes_per_class = 4;  // of these
  size_t samples = 1600;          // for the classes' means and contact sheets
  size_t samples_per_class = 16;
  size_t image_bytes = 9'000'000;  // of JPEG, a third more in the page
};

using Jpeg = std::vector<uint8_t>;  // empty: there was no room for it

// The picture, and over it the maps of its class, of the predicted one, and the
// first less the second.
struct DrawnMistake {
  size_t record = 0;
  std::array<Jpeg, 4> panels;
};

// What a sample of a class's pictures shows: maps of the class less those of
// the most likely other class.
struct DrawnClass {
  size_t pictures = 0;
  EvidenceShares shares;  // of the mean
  Jpeg mean;
  Jpeg sheet;
};

struct ReportPictures {
  std::vector<DrawnMistake> mistakes;  // by class, the most confident first
  std::map<size_t, DrawnClass> classes;
};

struct DrawingJob {
  const std::vector<EvalRecord>& records;
  const std::map<std::string, std::string>& paths;  // of record.picture
  bool apply_exif = true;
  size_t decoders = 1;
  ReportLimits limits;
  // Told of each picture before it is explained, and of their number; may be
  // empty.
  std::function<void(const std::string& path, size_t all)> progress;
};

// Explains the chosen pictures once more. The choice depends on records alone,
// not on their order. Those that can't be read any more are left out.
StatusOr<ReportPictures> DrawReportPictures(const DrawingJob& job,
                                            Explainer* explainer);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_REPORT_REPORT_PICTURES_H_
