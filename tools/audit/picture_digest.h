// One number for a whole set of pictures, which changes when any of them does.
#ifndef CAMGLASS_TOOLS_AUDIT_PICTURE_DIGEST_H_
#define CAMGLASS_TOOLS_AUDIT_PICTURE_DIGEST_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tools/audit/labelled_set.h"

namespace camglass {

// SHA-256, in hexadecimal, of the pictures' names, labels and contents, in
// their order; a file that can't be read counts as one without content. By
// contents and not by times: a copy of a folder is the same set. Reads every
// file, on so many threads.
std::string DigestOf(const std::vector<LabelledPicture>& pictures,
                     size_t threads);

// Of a part of a set, so that SumOfDigests of the parts', in any order, is that
// of the whole: the sum of the pictures' own digests modulo 2^256, in
// hexadecimal. Changes as the above does, except with the pictures' order.
std::string PartDigestOf(const std::vector<LabelledPicture>& pictures,
                         size_t threads);

// 64 hexadecimal digits, lower case.
bool IsDigest(std::string_view text);
// Both must be digests.
std::string SumOfDigests(std::string_view a, std::string_view b);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_PICTURE_DIGEST_H_
