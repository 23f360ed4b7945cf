// The words that a state of the view is shown with.
#ifndef CAMGLASS_CAMAPP_VIEWER_STATE_WORDS_H_
#define CAMGLASS_CAMAPP_VIEWER_STATE_WORDS_H_

#include <string>

#include "camapp/viewer/scene.h"
#include "camapp/viewer/viewer_state.h"

namespace camglass {

// Into *words, but for the help.
void StateWords(const ViewerState& state, SceneWords* words);

// exact: with the example's five digits; else with two, or as many as two
// decimals are. Never with an exponent: "<0.0001" for what is less.
std::string ScoreWords(float score, bool exact);

// A line for each command.
std::vector<SceneWords::HelpLine> HelpLines();

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_STATE_WORDS_H_
