#include "camapp/cam/figure_text.h"

#include <string>

#include "camapp/cam/picture_report.h"
#include "camapp/picture/figure.h"

namespace camglass {

FigureText FigureTextOf(const Explainer& explainer,
                        const Explanation& explanation) {
  FigureText text;
  for (const RankedClass& ranked : ListedClasses(explanation)) {
    text.labels.push_back(explainer.ClassName(ranked.index));
    text.scores.push_back(ScoreText(ranked.score));
  }
  text.caption =
      "class map of " + explainer.ClassName(explanation.mapped.index);
  const std::string note = MapNote(explanation);
  if (!note.empty()) text.caption += ": " + note;
  const std::string scores = ScoreNote(explainer);
  if (!scores.empty()) text.caption += "; " + scores;
  return text;
}

}  // namespace camglass
