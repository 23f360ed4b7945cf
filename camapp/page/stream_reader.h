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

// A body of kStreamType without end. A client that is slow gets the picture it
// has begun, then the newest.
class StreamReader {
 public:
  // Begins with a picture that is newer than `seen`. feed must outlive the
  // reader.
  StreamReader(JpegFeed* feed, uint64_t seen) : feed_(feed), seen_(seen) {}
  ~StreamReader();
  StreamReader(const StreamReader&) = delete;
  StreamReader& operator=(const StreamReader&) = delete;

  // False where there is nothing yet; else at least one byte, *size of them in
  // `to`, which must not be empty.
  bool Read(std::span<char> to, size_t* size);

  // Whether a picture has been begun and not yet ended.
  bool in_picture() const { return held_ != nullptr; }
  uint64_t pictures() const { return pictures_; }  // ended so far

 private:
  void Begin();
  size_t Copy(std::span<const char> from, std::span<char> to);
  std::span<const char> Rest() const;

  JpegFeed* feed_;
  uint64_t seen_;
  uint64_t pictures_ = 0;
  JpegFeed::Held held_;
  // What is sent before the JPEG, and how much of all is gone.
  std::string before_;
  size_t at_ = 0;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PAGE_STREAM_READER_H_
