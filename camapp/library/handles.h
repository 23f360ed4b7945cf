// What is behind the handles of camglass_c.h.
#ifndef CAMGLASS_CAMAPP_LIBRARY_HANDLES_H_
#define CAMGLASS_CAMAPP_LIBRARY_HANDLES_H_

#include <cstddef>
#include <memory>
#include <mutex>

#include "camapp/cam/class_map.h"
#include "camapp/cam/explain.h"
#include "camapp/cam/explanation.h"
#include "camapp/library/camglass_c.h"
#include "camapp/picture/picture.h"
#include "weights/load_model.h"

namespace camglass {

// What networks of one model and their explanations share. Never changes.
struct SharedModel {
  LoadedModel loaded;
  ClassHead head;
};

}  // namespace camglass

struct camglass_network {
  std::shared_ptr<const camglass::SharedModel> model;
  camglass_options options;
  std::unique_ptr<camglass::Explainer> explainer;
  std::mutex busy;  // held while the explainer works
};

struct camglass_explanation {
  std::shared_ptr<const camglass::SharedModel> model;  // null: empty
  camglass::Picture frame;
  camglass::Explanation values;
};

#endif  // CAMGLASS_CAMAPP_LIBRARY_HANDLES_H_
