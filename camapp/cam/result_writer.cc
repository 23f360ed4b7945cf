#include "camapp/cam/result_writer.h"

#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "camapp/cam/figure_text.h"
#include "camapp/cam/picture_batch.h"
#include "camapp/picture/encode_npy.h"
#include "camapp/picture/encode_png.h"
#include "weights/atomic_writer.h"

namespace camglass {
namespace {

// Files that get their names together.
class OutputSet {
 public:
  explicit OutputSet(bool overwrite) : overwrite_(overwrite) {}

  // Fails before any work where the file can't be written.
  Status Open(const std::string& path) {
    StatusOr<std::unique_ptr<AtomicWriter>> writer =
        AtomicWriter::Start(path, overwrite_);
    if (!writer.ok()) return writer.status().WithContext(path);
    files_.push_back({path, *std::move(writer)});
    return Status();
  }

  // To the file opened last.
  Status Write(const std::vector<uint8_t>& bytes) {
    File& file = files_.back();
    return file.writer->Write(std::as_bytes(std::span(bytes)))
        .WithContext(file.path);
  }

  Status WriteNpy(const std::string& path, std::span<const float> values,
                  const std::vector<size_t>& shape) {
    if (path.empty()) return Status();
    CAMGLASS_RETURN_IF_ERROR(Open(path));
    return Write(EncodeNpy(values, shape));
  }

  Status WritePng(const std::string& path, const Picture& picture) {
    if (path.empty()) return Status();
    CAMGLASS_RETURN_IF_ERROR(Open(path));
    CAMGLASS_ASSIGN_OR_RETURN(const std::vector<uint8_t> bytes,
                              EncodePng(picture));
    return Write(bytes);
  }

  Status Commit() {
    for (File& file : files_) {
      const Status status = file.writer->Commit();
      if (!status.ok()) return status.WithContext(file.path);
    }
    return Status();
  }

 private:
  struct File {
    std::string path;
    std::unique_ptr<AtomicWriter> writer;
  };
  bool overwrite_;
  std::vector<File> files_;
};

Status WriteValues(const OutputFlags& flags, const Explainer& explainer,
                   const Explanation& explanation, OutputSet* outputs) {
  const Extent map = explanation.map_size;
  CAMGLASS_RETURN_IF_ERROR(
      outputs->WriteNpy(flags.map, explanation.map, {map.h, map.w}));
  CAMGLASS_RETURN_IF_ERROR(outputs->WriteNpy(flags.logits, explanation.logits,
                                             {explanation.logits.size()}));
  if (flags.features.empty()) return Status();
  const Tensor features = CopyOf(explainer.features());
  return outputs->WriteNpy(flags.features, features.data,
                           {features.h, features.w, features.c});
}

}  // namespace

std::string DefaultFigureName(const std::string& picture) {
  const std::string stem =
      picture == "-" ? "stdin" : std::filesystem::path(picture).stem().string();
  return stem + ".cam.png";
}

Status ResultWriter::Draw(const Picture& frame, const Explainer& explainer,
                          const Explanation& explanation) {
  const bool same_sizes = painter_.map() == explanation.map_size &&
                          painter_.picture() == frame.extent();
  if (!same_sizes)
    painter_ = OverlayPainter(explanation.map_size, frame.extent(),
                              explanation.covered);
  painter_.Paint(explanation.map, frame, options_, &overlay_);
  return figure_painter_.Paint(frame, overlay_,
                               FigureTextOf(explainer, explanation), &figure_);
}

StatusOr<std::string> ResultWriter::Write(const std::string& picture,
                                          const Picture& frame,
                                          const Explainer& explainer,
                                          const Explanation& explanation) {
  const std::string figure =
      flags_.out.empty() ? DefaultFigureName(picture) : flags_.out;
  OutputSet outputs(flags_.force);
  CAMGLASS_RETURN_IF_ERROR(Draw(frame, explainer, explanation));
  CAMGLASS_RETURN_IF_ERROR(outputs.WritePng(figure, figure_));
  CAMGLASS_RETURN_IF_ERROR(outputs.WritePng(flags_.overlay, overlay_));
  CAMGLASS_RETURN_IF_ERROR(
      WriteValues(flags_, explainer, explanation, &outputs));
  CAMGLASS_RETURN_IF_ERROR(outputs.Commit());
  return figure;
}

}  // namespace camglass
