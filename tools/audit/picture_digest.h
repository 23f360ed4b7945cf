// One number for a whole set of pictures, which changes when any of them does.
#ifndef CAMGLASS_TOOLS_AUDIT_PICTURE_DIGEST_H_
#define CAMGLASS_TOOLS_AUDIT_PICTURE_DIGEST_H_

#include <cstddef>
#include <string>
#include <vector>

#include "tools/audit/labelled_set.h"

namespace camglass {

// SHA-256, in hexadecimal, of the pictures' names, labels and contents, in
// their order; a file that can't be read counts as one without content. By
// contents and not by times: a copy of a folder is the same set. Reads every
// file, on so many threads.
std::string DigestOf(const std::vector<LabelledPicture>& pictures,
                     size_t threads);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_PICTURE_DIGEST_H_
