// Which preprocessing a converted model gets: what the user says, else what the
// file says, else what its variant usually has.
#ifndef CAMGLASS_WEIGHTS_CONVERT_CHOOSE_PREPROCESS_H_
#define CAMGLASS_WEIGHTS_CONVERT_CHOOSE_PREPROCESS_H_

#include <cstddef>
#include <string>

#include "engine/base/status.h"
#include "nets/net.h"
#include "weights/convert/convert.h"
#include "weights/convert/graph_preprocess.h"
#include "weights/convert/known_files.h"

namespace camglass {

// A file's own statements about preprocessing. Null: nothing of that kind.
struct PreprocessSources {
  const ModelInfo* own = nullptr;           // of a model file of ours
  const GraphPreprocess* inside = nullptr;  // of a graph or a Keras model
  size_t side = 0;  // of the square input that a graph was made for; 0: free
  const KnownFile* known = nullptr;
};

// Sets preprocess and transform_input of `out`, whose config is set, and tells
// the reasons. `asked` is the text of --preprocess, empty where there is none.
// Fails where the text is not of its form, or where neither file nor user nor
// variant says enough.
Status ChoosePreprocess(const std::string& asked, const Net& net,
                        const PreprocessSources& sources, Converted* out);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_CHOOSE_PREPROCESS_H_
