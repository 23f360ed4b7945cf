// The C++ half of picture_matrix.py:
//   picture_matrix jpegs FOLDER    writes JPEGs of every kind
//   picture_matrix decode FOLDER   NAME.pixels (a PPM) of each file NAME there,
//                                  or NAME.error; of JPEGs also NAME.pixels2,
//                                  4 and 8 at that part of their size
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "camapp/picture/decode.h"
#include "tests/capture/jpeg_samples.h"

namespace {

using camglass::JpegColour;
using camglass::JpegKind;

void WriteFile(const std::string& path, const void* bytes, size_t size) {
  std::ofstream file(path, std::ios::binary);
  file.write(static_cast<const char*>(bytes),
             static_cast<std::streamsize>(size));
}

struct NamedKind {
  const char* name;
  JpegKind kind;
};

// Every chroma sampling, scan order and colour that encoders write.
std::vector<NamedKind> Kinds() {
  std::vector<NamedKind> kinds = {
      {"420", {}},
      {"444", {.sampling_x = 1, .sampling_y = 1}},
      {"422", {.sampling_x = 2, .sampling_y = 1}},
      {"440", {.sampling_x = 1, .sampling_y = 2}},
      {"411", {.sampling_x = 4, .sampling_y = 1}},
      {"410", {.sampling_x = 4, .sampling_y = 2}},
      {"441", {.sampling_x = 1, .sampling_y = 4}},
      {"grey", {.colour = JpegColour::kGrey}},
      {"rgb", {.colour = JpegColour::kRgb}},
      {"cmyk", {.colour = JpegColour::kCmyk}},
      {"ycck", {.colour = JpegColour::kYcck}},
  };
  const size_t sequential = kinds.size();
  for (size_t i = 0; i < sequential; ++i) {
    kinds.push_back(kinds[i]);
    kinds.back().kind.progressive = true;
  }
  kinds.push_back({"separate", {.separate_scans = true}});
  kinds.push_back({"arithmetic", {.arithmetic = true}});
  kinds.push_back({"restarts", {.restart_interval = 1}});
  return kinds;
}

void WriteJpegs(const std::string& folder) {
  for (const auto& [h, w] : {std::pair<size_t, size_t>{1, 1}, {7, 9}, {33, 50}})
    for (const NamedKind& kind : Kinds()) {
      const std::string name = std::string("jpeg_") + kind.name +
                               (kind.kind.progressive ? "_progressive_" : "_") +
                               std::to_string(h) + "x" + std::to_string(w) +
                               ".jpg";
      const std::vector<uint8_t> jpeg =
          camglass::EncodedJpeg(camglass::SamplePicture(h, w), kind.kind);
      WriteFile(folder + "/" + name, jpeg.data(), jpeg.size());
    }
}

void WritePpm(const std::string& path, const camglass::Picture& picture) {
  std::string ppm = "P6 " + std::to_string(picture.w) + " " +
                    std::to_string(picture.h) + " 255\n";
  ppm.append(picture.rgb.begin(), picture.rgb.end());
  WriteFile(path, ppm.data(), ppm.size());
}

void Decode(const std::string& path) {
  const auto picture = camglass::ReadPicture(path, {});
  if (!picture.ok()) {
    const std::string& why = picture.status().message();
    return WriteFile(path + ".error", why.data(), why.size());
  }
  WritePpm(path + ".pixels", *picture);
  if (!path.ends_with(".jpg")) return;
  for (const size_t part : {2, 4, 8}) {
    const auto reduced = camglass::ReadPicture(
        path, {.enough = {picture->h / part, picture->w / part}});
    if (reduced.ok())
      WritePpm(path + ".pixels" + std::to_string(part), *reduced);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv, argv + argc);
  if (words.size() != 3 || (words[1] != "jpegs" && words[1] != "decode")) {
    std::fprintf(stderr, "usage: picture_matrix jpegs|decode FOLDER\n");
    return 2;
  }
  if (words[1] == "jpegs") {
    WriteJpegs(words[2]);
    return 0;
  }
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(words[2]))
    paths.push_back(entry.path().string());
  for (const std::string& path : paths) Decode(path);
  return 0;
}
