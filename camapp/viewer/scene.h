// What is to be seen: pictures and words, without sizes or places.
#ifndef CAMGLASS_CAMAPP_VIEWER_SCENE_H_
#define CAMGLASS_CAMAPP_VIEWER_SCENE_H_

#include <string>
#include <vector>

#include "camapp/picture/colour_table.h"
#include "camapp/picture/fit_text.h"
#include "camapp/picture/picture.h"
#include "engine/tensor.h"

namespace camglass {

// The bar that says which colour means what.
struct SceneLegend {
  bool shown = false;
  bool is_signed = false;  // diverging colours, hatched below 0
  OverlayStyle style = OverlayStyle::kSeed;
  std::string least;  // at its left end
  std::string greatest;

  bool operator==(const SceneLegend&) const = default;
};

// UTF-8 from anywhere. Texts that stay the same cost nothing.
struct SceneWords {
  std::vector<std::string> labels;  // best first
  std::vector<std::string> scores;  // one a label
  std::vector<bool> marked;         // one a label: those that the map is of
  Phrase source;                    // what the frame is of
  Phrase caption;                   // what the map is of
  SceneLegend legend;
  std::vector<std::string> status;  // most important first
  std::vector<std::string> notice;  // over the panes; first line larger
  struct HelpLine {
    std::string key;
    std::string text;
    bool operator==(const HelpLine&) const = default;
  };
  std::vector<HelpLine> help;
  std::string address;  // of the page: a QR code beside the help
};

// Pictures belong to whoever made the scene, and hold while it is shown.
struct Scene {
  Extent frame_size = {480, 640};  // what the panes are laid out for
  const Picture* frame = nullptr;  // null: no such pane, or no frame yet
  const Picture* overlay = nullptr;
  bool two_panes = true;
  bool mirror = false;
  SceneWords words;
};

// For pictures that others see, too: the help is for who sits at the window,
// and the page's address is a secret.
inline Scene WithoutHelp(Scene scene) {
  scene.words.help.clear();
  scene.words.address.clear();
  return scene;
}

// What the right pane, or the only one, shows.
inline const Picture* RightPicture(const Scene& scene) {
  const bool wants_overlay = scene.two_panes || scene.overlay != nullptr;
  return wants_overlay ? scene.overlay : scene.frame;
}

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_VIEWER_SCENE_H_
