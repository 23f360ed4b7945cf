// The photograph that comes with camglass.
#ifndef CAMGLASS_CAMAPP_PROGRAM_SAMPLE_H_
#define CAMGLASS_CAMAPP_PROGRAM_SAMPLE_H_

#include <string>

namespace camglass {

// Its file: beside the running program where that was installed, where the
// build was told to install, or in the source tree.
std::string SamplePhoto();

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PROGRAM_SAMPLE_H_
