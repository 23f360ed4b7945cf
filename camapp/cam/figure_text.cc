#include "camapp/cam/figure_text.h"

#include <string>

#include "camapp/cam/picture_report.h"
#include "camapp/picture/figure.h"

namespace camglass {

FigureText FigureTextOf(const Explainer& explainer,
                        const Explanation& explanation) {
  return FigureTextOf(explainer, explanation.scores.top, explanation.map);
}

FigureText FigureTextOf(const Explainer& explainer,
                        const std::vector<RankedClass>& top,
                        const ClassMap& map) {
  FigureText text;
  for (const RankedClass& ranked : ListedClasses(top, map)) {
    text.labels.push_back(explainer.ClassName(ranked.index));
    text.scores.push_back(ScoreText(ranked.score));
  }
  text.caption = "class map of " + explainer.ClassName(map.of.index);
  const std::string note = MapNote(map);
  if (!note.empty()) text.caption += ": " + note;
  const std::string scores = ScoreNote(explainer);
  if (!scores.empty()) text.caption += "; " + scores;
  return text;
}

}  // namespace camglass
