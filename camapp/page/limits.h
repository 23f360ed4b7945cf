// What clients of the page may take. Every limit has a test at it and beyond.
#ifndef CAMGLASS_CAMAPP_PAGE_LIMITS_H_
#define CAMGLASS_CAMAPP_PAGE_LIMITS_H_

#include <cstddef>

namespace camglass::limits {

inline constexpr size_t kMaxRequestHead = 8192;  // bytes, with the empty line
inline constexpr size_t kMaxRequestFields = 64;
// Of the HTTP library, for one connection: the head and what is being sent.
inline constexpr size_t kConnectionMemory = 32 * 1024;

inline constexpr unsigned kMaxConnections = 96;
// Each may hold one encoded picture that others have left behind.
inline constexpr unsigned kMaxStreams = 64;

// From a connection's start, or the last answer's end, to a whole head; from
// there to a whole answer; and for each picture of a stream.
inline constexpr double kMaxSeconds = 10;

}  // namespace camglass::limits

#endif  // CAMGLASS_CAMAPP_PAGE_LIMITS_H_
