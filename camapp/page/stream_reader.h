// The bytes that one client gets of the feed, at the client's own pace.
#ifndef CAMGLASS_CAMAPP_PAGE_STREAM_READER_H_
#define CAMGLASS_CAMAPP_PAGE_STREAM_READER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "camapp/page/jpeg_feed.h"

namespace camglass {

inline constexpr char kStreamType[] =
    "multipart/x-mixed-replace; boundary=camglass-picture";

enum class StreamKind {
  kStream,   // a body of kStreamType without end
  kPicture,  // one JPEG that is made after the reader
};

// A client that is slow gets the picture it has begun, then the newest.
class StreamReader {
 public:
  // feed must outlive the reader.
  StreamReader(StreamKind kind, JpegFeed* feed);
  ~StreamReader();
  StreamReader(const StreamReader&) = delete;
  StreamReader& operator=(const StreamReader&) = delete;

  enum class Result { kBytes, kNothingYet, kEnd };
  // kBytes: at least one, *size of them in `to`, which must not be empty.
  Result Read(std::span<char> to, size_t* size);

  // Whether a picture has been begun and not yet ended.
  bool in_picture() const { return held_ != nullptr; }
  uint64_t pictures() const { return pictures_; }  // ended so far

 private:
  void Begin();
  size_t Copy(std::span<const char> from, std::span<char> to);
  std::span<const char> Rest() const;

  StreamKind kind_;
  JpegFeed* feed_;
  uint64_t seen_;
  uint64_t pictures_ = 0;
  JpegFeed::Held held_;
  // What is sent before and after the JPEG, and how much of all three is gone.
  std::string before_;
  std::string after_;
  size_t at_ = 0;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_STREAM_READER_H_
