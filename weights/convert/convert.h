// Turns a weight file of any known format into a model.
#ifndef CAMGLASS_WEIGHTS_CONVERT_CONVERT_H_
#define CAMGLASS_WEIGHTS_CONVERT_CONVERT_H_

#include <string>
#include <vector>

#include "engine/base/file_bytes.h"
#include "engine/base/status.h"
#include "weights/model_file.h"

namespace camglass {

// Empty texts leave the choice to the file.
struct ConvertOptions {
  std::string arch;
  std::string variant;
  std::string part;                      // see choose_network.h
  std::string preprocess;                // see preprocess_choice.h
  std::string scores;                    // softmax or sigmoid
  std::vector<std::string> class_names;  // empty: the file's, or ImageNet's
  bool head_relu = true;                 // false: none, where it is an option
  std::string external_data_dir;         // see ReadOptions
  std::string model_folder;              // likewise; ConvertFile sets it
};

// What was found and why, for people.
struct ConvertReport {
  std::vector<std::string> evidence;
  std::vector<std::string> assumptions;
  std::vector<std::string> notes;     // other things to know
  std::vector<std::string> warnings;  // what may make the model worthless
};

struct Converted {
  Model model;
  ConvertReport report;
};

// Whether the options can be what a file is converted with: what is wrong with
// them whatever the file.
Status CheckConvertOptions(const ConvertOptions& options);

// Reads and identifies the file; its tensors become those of the network, under
// torchvision's names and layout. A model file of ours is taken at its word
// (its metadata) where the options don't say otherwise. Errors name the path.
StatusOr<Converted> ConvertFile(const std::string& path,
                                const ConvertOptions& options);

// The same of bytes; `file_name` is recorded as their source.
StatusOr<Converted> ConvertBytes(const FileBytes& file,
                                 const std::string& file_name,
                                 const ConvertOptions& options);

}  // namespace camglass

#endif  // CAMGLASS_WEIGHTS_CONVERT_CONVERT_H_
