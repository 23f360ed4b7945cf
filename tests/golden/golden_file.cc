#include "tests/golden/golden_file.h"

#include <fstream>
#include <sstream>

#include "nets/net.h"
#include "tests/golden/random_params.h"

namespace camglass {
namespace {

// Reads `count` numbers; false where the line has fewer.
bool ReadNumbers(std::istream& line, size_t count,
                 std::vector<double>* numbers) {
  numbers->resize(count);
  for (double& number : *numbers) line >> number;
  return !line.fail();
}

bool ReadValue(std::istream& line, GoldenValue* value) {
  line >> value->name >> value->extent.h >> value->extent.w >>
      value->channels >> value->max_abs;
  if (line.fail() || value->extent.h == 0 || value->extent.w == 0 ||
      value->channels == 0) {
    return false;
  }
  const size_t samples =
      SamplePositions(value->name, value->extent, value->channels).size();
  return ReadNumbers(line, samples, &value->samples);
}

bool ReadMap(std::istream& line, GoldenCase* golden_case) {
  Extent& map = golden_case->map;
  line >> golden_case->top_class >> map.h >> map.w;
  return !line.fail() && ReadNumbers(line, map.h * map.w, &golden_case->cam);
}

// One record that belongs to the case begun last.
bool ReadCaseRecord(const std::string& kind, std::istream& line, size_t classes,
                    GoldenCase* golden_case) {
  if (kind == "value") {
    return ReadValue(line, &golden_case->values.emplace_back());
  }
  if (kind == "logits") return ReadNumbers(line, classes, &golden_case->logits);
  return kind == "cam" && ReadMap(line, golden_case);
}

bool ReadRecord(const std::string& kind, std::istream& line,
                std::vector<Golden>* goldens) {
  if (kind == "network") {
    Golden& added = goldens->emplace_back();
    line >> added.arch >> added.variant >> added.classes;
    return !line.fail();
  }
  if (goldens->empty()) return false;
  Golden& golden = goldens->back();
  if (kind == "case") {
    GoldenCase& added = golden.cases.emplace_back();
    line >> added.input.h >> added.input.w >> added.input_scale;
    return !line.fail();
  }
  return !golden.cases.empty() &&
         ReadCaseRecord(kind, line, golden.classes, &golden.cases.back());
}

}  // namespace

StatusOr<std::vector<Golden>> ReadGoldens(std::istream& in) {
  std::string text;
  if (!std::getline(in, text) || text != "camglass-golden 1") {
    return InvalidInput("not a golden file of version 1");
  }
  std::vector<Golden> goldens;
  while (std::getline(in, text)) {
    std::istringstream line(text);
    std::string kind;
    line >> kind;
    if (kind == "end") return goldens;
    if (!ReadRecord(kind, line, &goldens)) {
      return InvalidInput("a bad line: " + text.substr(0, 60));
    }
  }
  return InvalidInput("the file is cut short: its last line must be \"end\"");
}

std::string GoldenVariant(const std::string& arch, const std::string& variant) {
  const StatusOr<NetConfig> wanted = DefaultConfig(arch, variant);
  if (!wanted.ok()) return variant;
  const size_t input_size = BuildNet(*wanted)->input_size;
  for (const std::string& name : VariantsOf(arch)) {
    NetConfig other = *DefaultConfig(arch, name);
    if (BuildNet(other)->input_size != input_size) continue;
    other.variant = variant;
    if (other == *wanted) return name;
  }
  return variant;
}

StatusOr<Golden> LoadGolden(const std::string& arch,
                            const std::string& variant) {
  const std::string path =
      std::string(CAMGLASS_GOLDEN_DIR) + "/" + arch + ".golden";
  std::ifstream file(path);
  if (!file) return NotFound(path + ": can't be opened");
  StatusOr<std::vector<Golden>> goldens = ReadGoldens(file);
  if (!goldens.ok()) return goldens.status().WithContext(path);
  const std::string wanted = GoldenVariant(arch, variant);
  for (Golden& golden : *goldens) {
    if (golden.variant == wanted) return std::move(golden);
  }
  return NotFound(path + ": has no variant " + wanted);
}

}  // namespace camglass
