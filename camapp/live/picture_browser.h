// Pictures that a person goes through, in place of or on top of another source.
#ifndef CAMGLASS_CAMAPP_LIVE_PICTURE_BROWSER_H_
#define CAMGLASS_CAMAPP_LIVE_PICTURE_BROWSER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "camapp/live/frame_source.h"
#include "camapp/live/still_picture.h"
#include "camapp/picture/decode.h"

namespace camglass {

// Each picture is a still: given once, and then nothing until another is
// wanted. One that can't be read is passed over, in the direction of the way,
// and named in the state's notice for a while; where none of the first ones can
// be read the source fails.
class PictureBrowser : public FrameSource {
 public:
  using Log = std::function<void(const std::string& line)>;

  // Of these pictures, at least one. A first one that is a file is read from
  // here on, while its owner gets ready to show it.
  PictureBrowser(std::vector<std::string> pictures, const DecodeOptions& decode,
                 Log log);
  // Of another source, until pictures are opened.
  PictureBrowser(std::unique_ptr<FrameSource> base, const DecodeOptions& decode,
                 Log log);
  ~PictureBrowser() override;

  // By any thread; taken in with the next frame.

  // These pictures, at least one, from the first, in place of what is there.
  void Open(std::vector<std::string> pictures);
  // The next picture or the previous one, round and round. False where there is
  // no other.
  bool Step(bool forward);
  // From opened pictures to what was there before; false where nothing was
  // opened.
  bool Close();

  StatusOr<Event> Next(int wake_fd, CapturedFrame* frame) override;
  bool live() const override { return base_ == nullptr || base_->live(); }
  bool has_capture_times() const override;
  bool still() const override;
  WholePicture whole() const override;
  void Release() override;
  void Describe(SourceState* state) const override;

 private:
  struct Wish {
    std::vector<std::string> pictures;  // empty: the base
    size_t place = 0;
    bool forward = true;  // the way by which one comes there
    uint64_t version = 1;
  };
  StatusOr<Event> Give(Wish wish, CapturedFrame* frame);
  Status Read(const std::string& path, CapturedFrame* frame);
  StatusOr<StillPicture> TakeStill(const std::string& path);
  StatusOr<Event> GiveBase(int wake_fd, CapturedFrame* frame);
  void PassOver(const std::string& path, const Status& why);
  void Wait(int wake_fd);
  void Wake();

  const std::unique_ptr<FrameSource> base_;  // null: pictures from the start
  const DecodeOptions decode_;
  const Log log_;
  int changed_fd_ = -1;  // readable where there is another wish

  mutable std::mutex mutex_;
  Wish wish_;
  std::vector<std::string> before_;  // the pictures before others were opened
  bool opened_ = false;

  // Of the first picture, until it is asked for; not valid where it isn't read
  // ahead. Its end is waited for.
  std::future<StatusOr<StillPicture>> ahead_;
  std::string ahead_path_;

  // The giving thread's.
  uint64_t given_version_ = 0;
  uint64_t given_ = 0;
  bool any_ = false;
  Wish shown_;
  StillPicture still_;  // without its pixels
  FrameFormat format_;
  CapturedFrame base_frame_;  // the last, of a base that won't give it again
  std::vector<std::string> notice_;
  int64_t notice_until_ns_ = 0;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_LIVE_PICTURE_BROWSER_H_
