// Explains pictures one after the other and writes what was asked for: what
// camtool run and camapp --image do.
#ifndef CAMGLASS_CAMAPP_CAM_PICTURE_BATCH_H_
#define CAMGLASS_CAMAPP_CAM_PICTURE_BATCH_H_

#include <string>
#include <vector>

#include "camapp/cam/explain_flags.h"
#include "engine/base/status.h"

namespace CLI {
class App;
}

namespace camglass {

// Where results go. An empty name: not written; "-": standard output. Without
// any, and without JSON, the figure goes to the current folder (see
// figure_names.h). Names are for one picture only.
struct OutputFlags {
  std::string out;       // the figure
  std::string overlay;   // the overlay alone, at the picture's own size
  std::string grid;      // the maps of the top classes, side by side
  std::string map;       // map_file.h's formats, [h][w] before any resize
  std::string logits;    // .npy, [classes]
  std::string features;  // .npy, [h][w][channels]
  bool json = false;
  bool force = false;
  bool quiet = false;
  bool verbose = false;

  bool NamesFile() const {
    return !out.empty() || !overlay.empty() || !grid.empty() || !map.empty() ||
           !logits.empty() || !features.empty();
  }
  // Standard output is a file's, and gets no text.
  bool PrintsFile() const;
  bool WantsDefaultFigure() const { return !json && !NamesFile(); }
};

void AddOutputFlags(CLI::App* app, OutputFlags* flags);

struct PictureBatch {
  std::string program;                // for messages: "camtool"
  std::vector<std::string> pictures;  // files; "-" is standard input
  ExplainFlags explain;
  OutputFlags outputs;
};

// Prints labels and scores (or JSON) on standard output, and on standard error
// a line for each picture that failed. Existing outputs, and figures of the
// same name, are found before any work is done. Returns the exit status: 0; 1
// where nothing succeeded; 2 for flags that contradict each other; 3 where some
// pictures failed or gave values that are not finite.
int RunPictureBatch(const PictureBatch& batch);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_PICTURE_BATCH_H_
