// How the C functions tell what went wrong.
#ifndef CAMGLASS_CAMAPP_LIBRARY_REPORT_ERROR_H_
#define CAMGLASS_CAMAPP_LIBRARY_REPORT_ERROR_H_

#include <exception>

#include "camapp/library/camglass_c.h"
#include "engine/base/status.h"
#include "engine/base/within_memory.h"

namespace camglass {

// Keeps the message for this thread's camglass_error(), and returns the code.
camglass_code ReportError(const Status& status);
camglass_code ReportInternalError(const char* what);

// What `work`, which returns a Status, comes to. Nothing is thrown past this:
// callers may be written in C. what: as WithinMemory has it.
template <typename Work>
camglass_code Reported(const char* what, const Work& work) {
  try {
    return ReportError(WithinMemory(what, work));
  } catch (const std::exception& fault) {
    return ReportInternalError(fault.what());
  } catch (...) {
    return ReportInternalError("an unknown exception");
  }
}

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIBRARY_REPORT_ERROR_H_
