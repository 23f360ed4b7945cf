// What is told of one explained picture: as text, as JSON, and under a figure.
#ifndef CAMGLASS_CAMAPP_CAM_PICTURE_REPORT_H_
#define CAMGLASS_CAMAPP_CAM_PICTURE_REPORT_H_

#include <optional>
#include <string>
#include <vector>

#include "camapp/cam/explain.h"
#include "camapp/picture/figure_layout.h"
#include "engine/tensor.h"
#include "weights/score_rule.h"

namespace camglass {

struct PictureReport {
  std::string picture;  // as the user named it
  Extent size;
  std::vector<std::string> files;  // that were written
  std::string model;               // as the user named it
  bool tells_box = false;          // it was asked for
  std::optional<PixelRegion> box;  // none where the map shows nothing
};

// Both write to standard output.
void PrintText(const PictureReport& report, const Explainer& explainer,
               const Explanation& explanation, bool verbose);
void PrintJson(const PictureReport& report, const Explainer& explainer,
               const Explanation& explanation);

// How to read scores that do not share 1, for people; empty for a softmax.
std::string ScoreNote(ScoreRule rule, size_t classes);

// What the map's colours can't tell, for people; empty where there is nothing:
// "the map has the same value everywhere".
std::string MapNote(const ClassMap& map);

// Under the overlay: whose map it is, and what to know of it and of the scores.
// against: empty, or the class whose map was taken away.
std::string CaptionOf(ScoreRule rule, size_t classes,
                      const std::string& class_name, const std::string& against,
                      const ClassMap& map);

FigureText FigureTextOf(const Explainer& explainer,
                        const Explanation& explanation);

// With other classes, or another map, than the explanation's own.
FigureText FigureTextOf(const Explainer& explainer,
                        const std::vector<RankedClass>& top,
                        const ClassMap& map);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_PICTURE_REPORT_H_
