// camapp doctor: looks at what camapp needs, and says what to do.
#ifndef CAMGLASS_CAMAPP_DOCTOR_DOCTOR_H_
#define CAMGLASS_CAMAPP_DOCTOR_DOCTOR_H_

#include <string>
#include <vector>

#include "camapp/capture/system_calls.h"

namespace camglass {

enum class Verdict {
  kGood,
  kNote,    // worth knowing; nothing must be done
  kAction,  // something must be done before camapp works fully
};

struct Finding {
  Verdict verdict = Verdict::kGood;
  std::string subject;  // "cameras", "model squeezenet1_1", ...
  std::string text;     // what is so, and what to do
};

// Each looks at one area.
std::vector<Finding> ExamineCameras(SystemCalls& system);
std::vector<Finding> ExamineCpu();
std::vector<Finding> ExamineModels();
std::vector<Finding> ExamineDisplay();

// All areas, printed on standard output, or as one JSON line. The exit status:
// 0, or 1 where something must be done.
int RunDoctor(SystemCalls& system, bool json);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_DOCTOR_DOCTOR_H_
