#include "tools/report/report_pictures.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "camapp/cam/class_map.h"
#include "camapp/picture/jpeg/frame_encoder.h"
#include "engine/base/check.h"
#include "tools/audit/picture_feed.h"
#include "tools/report/report_choice.h"
#include "tools/report/thumbnail.h"

namespace camglass {
namespace {

constexpr size_t kPanelSide = 168;  // pixels
constexpr size_t kSheetSide = 80;
constexpr size_t kSheetColumns = 4;
constexpr size_t kMeanSide = 168;
constexpr int kQuality = 78;

// The sum of a class's maps on the grid, and its pictures so far.
struct ClassSum {
  size_t pictures = 0;
  EvidenceGrid sum = {};
  Picture sheet;
};

class Drawer {
 public:
  Drawer(const DrawingJob& job, Explainer* explainer)
      : job_(job),
        explainer_(explainer),
        choice_(ChoosePictures(job.records, job.limits)),
        encoder_(kQuality),
        left_(job.limits.image_bytes) {}

  StatusOr<ReportPictures> Run();

 private:
  std::set<size_t> Chosen() const;
  Status DrawOne(size_t record, const Picture& picture);
  Status DrawMistake(size_t record, Thumbnail* small);
  void AddSample(const EvalRecord& record, const Picture& picture);
  Status FinishClasses();
  StatusOr<Jpeg> Encode(const Picture& picture);
  std::vector<float> MapOf(size_t class_index);
  size_t RivalOf(size_t class_index) const;

  const DrawingJob& job_;
  Explainer* explainer_;
  ReportChoice choice_;
  JpegFrameEncoder encoder_;
  size_t left_;  // bytes
  Explanation seen_;
  std::map<size_t, DrawnMistake> mistakes_;  // by record
  std::map<size_t, ClassSum> sums_;
  ReportPictures out_;
};

std::set<size_t> Drawer::Chosen() const {
  std::set<size_t> chosen(choice_.mistakes.begin(), choice_.mistakes.end());
  for (const auto& [label, samples] : choice_.samples)
    chosen.insert(samples.begin(), samples.end());
  return chosen;
}

std::vector<float> Drawer::MapOf(size_t class_index) {
  std::vector<float> map(seen_.map.values.size());
  MapOfClass(explainer_->features(), explainer_->head(), class_index, map);
  return map;
}

// The most likely other class, or the class itself where there is no other.
size_t Drawer::RivalOf(size_t class_index) const {
  for (const RankedClass& ranked : seen_.scores.top)
    if (ranked.index != class_index) return ranked.index;
  return class_index;
}

std::vector<float> Less(std::vector<float> map,
                        const std::vector<float>& other) {
  for (size_t i = 0; i < map.size(); ++i) map[i] -= other[i];
  return map;
}

// Beyond the bytes that are left there are no more images.
StatusOr<Jpeg> Drawer::Encode(const Picture& picture) {
  CAMGLASS_ASSIGN_OR_RETURN(const std::span<const uint8_t> bytes,
                            encoder_.Encode(picture));
  if (bytes.size() > left_) {
    left_ = 0;
    return Jpeg();
  }
  left_ -= bytes.size();
  return Jpeg(bytes.begin(), bytes.end());
}

Status Drawer::DrawMistake(size_t record, Thumbnail* small) {
  const EvalRecord& facts = job_.records[record];
  const std::vector<float> own = MapOf(facts.label);
  const std::vector<float> predicted = MapOf(facts.top.front());
  const float greatest = std::max(FactsOf(own).max, FactsOf(predicted).max);
  DrawnMistake& drawn = mistakes_[record];
  drawn.record = record;
  CAMGLASS_ASSIGN_OR_RETURN(drawn.panels[0], Encode(small->plain()));
  CAMGLASS_ASSIGN_OR_RETURN(drawn.panels[1],
                            Encode(small->WithMap(own, greatest)));
  CAMGLASS_ASSIGN_OR_RETURN(drawn.panels[2],
                            Encode(small->WithMap(predicted, greatest)));
  CAMGLASS_ASSIGN_OR_RETURN(
      drawn.panels[3], Encode(small->WithDifference(Less(own, predicted))));
  return Status();
}

// Centred in its square of the sheet.
void Place(const Picture& small, size_t number, Picture* sheet) {
  const size_t top =
      number / kSheetColumns * kSheetSide + (kSheetSide - small.h) / 2;
  const size_t left =
      number % kSheetColumns * kSheetSide + (kSheetSide - small.w) / 2;
  CAMGLASS_CHECK(top + small.h <= sheet->h && left + small.w <= sheet->w);
  for (size_t y = 0; y < small.h; ++y)
    std::copy_n(small.Row(y), 3 * small.w, sheet->Row(top + y) + 3 * left);
}

Picture EmptySheet(size_t pictures) {
  const size_t rows = (pictures + kSheetColumns - 1) / kSheetColumns;
  Picture sheet(rows * kSheetSide,
                std::min(pictures, kSheetColumns) * kSheetSide);
  std::fill(sheet.rgb.begin(), sheet.rgb.end(), uint8_t{255});
  return sheet;
}

void Drawer::AddSample(const EvalRecord& record, const Picture& picture) {
  const std::vector<float> map =
      Less(MapOf(record.label), MapOf(RivalOf(record.label)));
  ClassSum& sum = sums_[record.label];
  if (sum.pictures == 0)
    sum.sheet = EmptySheet(choice_.samples.at(record.label).size());
  const EvidenceGrid grid = OnGrid(map, seen_.map.size);
  for (size_t i = 0; i < grid.size(); ++i) sum.sum[i] += grid[i];
  Thumbnail small(picture, seen_, kSheetSide - 2);
  Place(small.WithDifference(map), sum.pictures++, &sum.sheet);
}

Status Drawer::DrawOne(size_t record, const Picture& picture) {
  CAMGLASS_RETURN_IF_ERROR(explainer_->Explain(picture, &seen_));
  const EvalRecord& facts = job_.records[record];
  const auto is_in = [record](const std::vector<size_t>& list) {
    return std::find(list.begin(), list.end(), record) != list.end();
  };
  const auto samples = choice_.samples.find(facts.label);
  if (samples != choice_.samples.end() && is_in(samples->second))
    AddSample(facts, picture);
  if (!is_in(choice_.mistakes)) return Status();
  Thumbnail small(picture, seen_, kPanelSide);
  return DrawMistake(record, &small);
}

Picture MeanPicture(const EvidenceGrid& grid, size_t pictures) {
  std::vector<float> mean;
  for (const double value : grid)
    mean.push_back(static_cast<float>(value / static_cast<double>(pictures)));
  Picture grey(kMeanSide, kMeanSide);
  std::fill(grey.rgb.begin(), grey.rgb.end(), uint8_t{245});
  ExactOverlayPainter painter({kGridSide, kGridSide}, grey.extent(),
                              {0, 0, grey.extent()});
  Picture out;
  painter.Paint(
      mean, grey,
      {.heat = {.range = MapRange::kSigned, .threshold = 0}, .alpha = 1}, &out);
  return out;
}

Status Drawer::FinishClasses() {
  for (const auto& [label, sum] : sums_) {
    DrawnClass& drawn = out_.classes[label];
    drawn.pictures = sum.pictures;
    drawn.shares = SharesOf(sum.sum);
    CAMGLASS_ASSIGN_OR_RETURN(drawn.mean,
                              Encode(MeanPicture(sum.sum, sum.pictures)));
    CAMGLASS_ASSIGN_OR_RETURN(drawn.sheet, Encode(sum.sheet));
  }
  return Status();
}

StatusOr<ReportPictures> Drawer::Run() {
  std::vector<std::string> paths;
  std::vector<size_t> records;
  for (const size_t record : Chosen()) {
    const auto path = job_.paths.find(job_.records[record].picture);
    if (path == job_.paths.end()) continue;
    paths.push_back(path->second);
    records.push_back(record);
  }
  PictureFeed feed(paths, job_.decoders, {.apply_exif = job_.apply_exif});
  for (size_t i = 0; i < records.size(); ++i) {
    if (job_.progress) job_.progress(paths[i], paths.size());
    const StatusOr<Picture> picture = feed.Next();
    // It was read before: somebody took it away since.
    if (!picture.ok()) continue;
    CAMGLASS_RETURN_IF_ERROR(
        DrawOne(records[i], *picture).WithContext(paths[i]));
  }
  for (const size_t record : choice_.mistakes) {
    const auto drawn = mistakes_.find(record);
    if (drawn != mistakes_.end())
      out_.mistakes.push_back(std::move(drawn->second));
  }
  CAMGLASS_RETURN_IF_ERROR(FinishClasses());
  return std::move(out_);
}

}  // namespace

StatusOr<ReportPictures> DrawReportPictures(const DrawingJob& job,
                                            Explainer* explainer) {
  return Drawer(job, explainer).Run();
}

}  // namespace camglass
