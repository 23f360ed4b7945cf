// One picture file a frame: frame-000000.png, frame-000001.png, ...
#ifndef CAMGLASS_CAMAPP_OUTPUT_PICTURE_FOLDER_H_
#define CAMGLASS_CAMAPP_OUTPUT_PICTURE_FOLDER_H_

#include <memory>
#include <string>

#include "camapp/output/picture_sink.h"
#include "camapp/picture/jpeg/frame_encoder.h"

namespace camglass {

class PictureFolder : public PictureSink {
 public:
  // format: kPng or kJpeg. Makes the folder, but not the folders above it.
  // Fails where the folder has frames of another run, unless `overwrite`.
  static StatusOr<std::unique_ptr<PictureSink>> Open(const std::string& folder,
                                                     OutputFormat format,
                                                     bool overwrite);
  Status Write(const Picture& picture, uint64_t number) override;

 private:
  PictureFolder(std::string folder, OutputFormat format, bool overwrite);

  std::string folder_;
  OutputFormat format_;
  bool overwrite_;
  JpegFrameEncoder jpeg_;
};

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_OUTPUT_PICTURE_FOLDER_H_
