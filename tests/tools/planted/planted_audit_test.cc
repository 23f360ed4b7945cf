// The small sister of audit_study.
#include "tests/tools/planted/planted_audit.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/tools/planted/planted_set.h"

namespace camglass {
namespace {

PlantedOutcome Audit(const PlantedOptions& options) {
  const auto model = ReadModelFile(CAMGLASS_BUNDLED_MODEL);
  EXPECT_TRUE(model.ok());
  const std::string folder =
      testing::TempDir() + "planted_" +
      testing::UnitTest::GetInstance()->current_test_info()->name();
  std::filesystem::remove_all(folder);
  const PlantedOutcome outcome =
      AuditPlanted(PlantedSet(options), options, {}, *model, folder);
  std::filesystem::remove_all(folder);
  return outcome;
}

// with_owner: whether the owner is told for this kind.
void ExpectFoundFirst(const PlantedOptions& options, bool with_owner) {
  const PlantedOutcome outcome = Audit(options);
  EXPECT_GE(outcome.learned, kLearned) << "the test's seed is of no use";
  EXPECT_TRUE(outcome.kind_right);
  EXPECT_TRUE(outcome.place_right);
  EXPECT_EQ(outcome.owner_right, with_owner);
}

TEST(PlantedAudit, Mark) {
  ExpectFoundFirst({.plant = Plant::kMark, .seed = 1}, false);
}

}  // namespace
}  // namespace camglass
