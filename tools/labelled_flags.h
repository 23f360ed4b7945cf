// The flags of the commands that run a network over labelled pictures.
#ifndef CAMGLASS_TOOLS_LABELLED_FLAGS_H_
#define CAMGLASS_TOOLS_LABELLED_FLAGS_H_

#include <string>
#include <vector>

#include "camapp/cam/explain_flags.h"
#include "engine/base/status.h"
#include "tools/audit/labelled_set.h"

namespace CLI {
class App;
}

namespace camglass {

struct LabelledFlags {
  std::string folder;
  std::string labels;
  std::string out;
  std::string shard = "1/1";
  ExplainFlags explain;
  bool resume = false;
  bool force = false;
  bool quiet = false;

  // The folder or the table, as given.
  const std::string& source() const { return labels.empty() ? folder : labels; }
};

// *flags must outlive the parsing. out_help: of --out.
void AddLabelledFlags(CLI::App* command, const std::string& out_help,
                      LabelledFlags* flags);
// The same without DIR and --shard.
void AddLabelledRunFlags(CLI::App* command, const std::string& out_help,
                         LabelledFlags* flags);

// Fails where they contradict each other.
Status CheckLabelledFlags(const LabelledFlags& flags);

// The folder's or the table's; what was left out is told unless quiet.
StatusOr<LabelledSet> ReadSet(const LabelledFlags& flags);

// Of the model's file.
StatusOr<std::string> ModelSha256(const LabelledFlags& flags);

// Of the pictures' names and labels. Names may be any bytes.
std::string PicturesSha256(const std::vector<LabelledPicture>& pictures);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_LABELLED_FLAGS_H_
