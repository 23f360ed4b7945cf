// A live frame as the JSON object that scripts read: an explained picture's
// object plus what is live about it.
#ifndef CAMGLASS_CAMAPP_LIVE_LIVE_JSON_H_
#define CAMGLASS_CAMAPP_LIVE_LIVE_JSON_H_

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "camapp/cam/explain.h"
#include "camapp/live/frame_source.h"
#include "engine/tensor.h"

namespace camglass {

struct LiveFields {
  uint64_t frame = 0;
  std::string picture;  // the frame's file, if it is one
  Extent size;
  double age_ms = 0;     // not a number where it isn't known
  double fps = 0;        // shown
  uint64_t skipped = 0;  // frames given by the source that were not shown
  double decode_ms = 0;
  double draw_ms = 0;
  double write_ms = 0;
};

// Without an explanation (no network, or no result yet) the keys that come from
// it are missing. map: the one to tell of, where there is an explanation.
nlohmann::ordered_json LiveJsonObject(const Explainer* explainer,
                                      const Explanation* explanation,
                                      const ClassMap* map,
                                      const std::string& model,
                                      const LiveFields& fields,
                                      const SourceState& source);

// The same of the explanation's own map, as one line without its end.
std::string LiveJson(const Explainer* explainer, const Explanation* explanation,
                     const std::string& model, const LiveFields& fields,
                     const SourceState& source);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_LIVE_JSON_H_
