// What clients of the page may take. Every limit has a test at it and beyond.
#ifndef CAMGLASS_CAMAPP_PAGE_LIMITS_H_
#define CAMGLASS_CAMAPP_PAGE_LIMITS_H_

#include <cstddef>

namespace camglass::limits {

inline constexpr size_t kMaxRequestHead = 8192;  // bytes, with the empty line
inline constexpr size_t kMaxRequestFields = 64;
// Of the HTTP library, for one connection: the head and what is being sent.
inline constexpr size_t kConnectionMemory = 32 * 1024;

inline constexpr unsigned kMaxConnections = 96;  // that were let in
// Connections that have not been let in yet, or never will: beyond these, the
// oldest one gives way to the newest.
inline constexpr unsigned kMaxStrangers = 32;
inline constexpr unsigned kMaxStrangersOfOneClient = 16;
// Streams, and requests that wait for a picture. Each may hold one encoded
// picture that others have left behind.
inline constexpr unsigned kMaxWatchers = 64;

// From a connection's start, or the last answer's end, to a whole head; from
// there to a whole answer; and for each picture of a stream.
inline constexpr double kMaxSeconds = 10;
// How long a request waits for a picture. A browser has six connections for all
// its tabs, so a camera that gives nothing must not keep them.
inline constexpr double kMaxWaitSeconds = 2;

// What a token of somebody's own must have at least, to be hard to guess.
inline constexpr size_t kMinTokenSize = 16;
inline constexpr size_t kMaxTokenSize = 128;

}  // namespace camglass::limits

#endif  // CAMGLASS_CAMAPP_PAGE_LIMITS_H_
