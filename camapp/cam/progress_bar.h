// How far a batch is, on standard error and only where that is a terminal.
#ifndef CAMGLASS_CAMAPP_CAM_PROGRESS_BAR_H_
#define CAMGLASS_CAMAPP_CAM_PROGRESS_BAR_H_

#include <cstddef>
#include <string>

namespace camglass {

class ProgressBar {
 public:
  // Shows nothing for fewer than two steps, or where quiet.
  ProgressBar(size_t steps, bool quiet);
  ~ProgressBar() { Clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // The next step begins.
  void Show(const std::string& what);
  // Other output needs no Clear(): it wipes the bar away.
  void Clear();

 private:
  size_t steps_;
  size_t done_ = 0;
  bool shown_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_CAM_PROGRESS_BAR_H_
