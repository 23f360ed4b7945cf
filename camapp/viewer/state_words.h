// The words that a state of the view is shown with.
#ifndef CAMGLASS_CAMAPP_VIEWER_STATE_WORDS_H_
#define CAMGLASS_CAMAPP_VIEWER_STATE_WORDS_H_

#include "camapp/viewer/scene.h"
#include "camapp/viewer/viewer_state.h"

namespace camglass {

// Into *words, but for the help. exact_scores: with the example's five digits,
// not two.
void StateWords(const ViewerState& state, bool exact_scores, SceneWords* words);

// A line for each command.
std::vector<SceneWords::HelpLine> HelpLines();

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_STATE_WORDS_H_
