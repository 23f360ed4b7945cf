// The known name that a misspelt one most likely means.
#ifndef CAMGLASS_ENGINE_BASE_NEAREST_NAME_H_
#define CAMGLASS_ENGINE_BASE_NEAREST_NAME_H_

#include <string>
#include <vector>

namespace camglass {

// The name with the smallest edit distance (insertions, deletions and
// replacements of a character), the first of several; empty where even that one
// differs in more than half of the characters.
std::string NearestName(const std::string& name,
                        const std::vector<std::string>& known);

// "; did you mean 'NAME'?" with the nearest name, or nothing: the end of a
// message about an unknown one.
std::string DidYouMean(const std::string& name,
                       const std::vector<std::string>& known);

}  // namespace camglass

#endif  // CAMGLASS_ENGINE_BASE_NEAREST_NAME_H_
