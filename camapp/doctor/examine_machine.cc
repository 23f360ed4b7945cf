// Processor, models, display.
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "camapp/doctor/doctor.h"
#include "engine/base/counted.h"
#include "engine/base/file_bytes.h"
#include "engine/base/sha256.h"
#include "engine/runtime/cpu.h"
#include "weights/load_model.h"
#include "weights/model_lookup.h"

namespace camglass {
namespace {

constexpr const char* kChecksums = "SHA256SUMS";

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash);
}

// What the checksum list beside a file says of it; empty where it says nothing.
std::string ListedChecksum(const std::string& path) {
  std::ifstream list(FolderOf(path) + "/" + kChecksums);
  const std::string name = path.substr(path.rfind('/') + 1);
  std::string line;
  while (std::getline(list, line)) {
    std::istringstream words(line);
    std::string sum, file;
    words >> sum >> file;
    if (file == name || file == "*" + name) return sum;
  }
  return "";
}

Finding ExamineModel(const FoundModel& found) {
  const std::string subject = "model " + found.name;
  const auto bytes = MapFile(found.path);
  if (!bytes.ok())
    return {Verdict::kAction, subject,
            found.path + ": " + bytes.status().message()};
  const std::string sum = Sha256Of(bytes->bytes);
  const std::string listed = ListedChecksum(found.path);
  if (!listed.empty() && listed != sum)
    return {Verdict::kAction, subject,
            found.path + " has another SHA-256 than " + kChecksums +
                " beside it says; get the file again"};
  const auto model = LoadModel(found.path);
  if (!model.ok()) return {Verdict::kAction, subject, model.status().message()};
  const NetConfig& config = model->info.config;
  return {Verdict::kGood, subject,
          config.arch + " (" + config.variant + "), " +
              Counted(config.classes, "class", "classes") + ", SHA-256 " +
              sum.substr(0, 16) +
              (listed.empty() ? "... (no list to compare it with)"
                              : "... as listed") +
              ", " + found.path};
}

}  // namespace

std::vector<Finding> ExamineCpu() {
  std::string targets;
  for (const std::string& target : SupportedTargets())
    targets += (targets.empty() ? "" : ", ") + target;
  const bool slow = CurrentTarget() == "emu128";
  return {
      {slow ? Verdict::kNote : Verdict::kGood, "processor",
       "uses " + CurrentTarget() + " of " + targets + "; " +
           Counted(PhysicalCores(), "core") + " for this process" +
           (slow ? "; without vector instructions everything is slow" : "")}};
}

std::vector<Finding> ExamineModels() {
  std::vector<Finding> findings;
  const std::string fault = ModelFoldersFault();
  if (!fault.empty())
    findings.push_back({Verdict::kAction, "model folders", fault});
  std::set<std::string> names;
  for (const FoundModel& found : ListModels(ModelFolders()))
    if (names.insert(found.name).second)
      findings.push_back(ExamineModel(found));
  if (names.count(kDefaultModel) == 0) {
    const auto missing = FindModel(kDefaultModel, ModelFolders());
    findings.push_back({Verdict::kAction, std::string("model ") + kDefaultModel,
                        missing.status().message()});
  }
  return findings;
}

std::vector<Finding> ExamineDisplay() {
  const char* wayland = std::getenv("WAYLAND_DISPLAY");
  const char* x11 = std::getenv("DISPLAY");
  if (wayland != nullptr && *wayland != '\0')
    return {{Verdict::kGood, "display", std::string("Wayland, ") + wayland}};
  if (x11 != nullptr && *x11 != '\0')
    return {{Verdict::kGood, "display", std::string("X11, ") + x11}};
  return {
      {Verdict::kNote, "display",
       "none; use --serve to look in a browser, or --headless with --out or "
       "--json"}};
}

}  // namespace camglass
