// The small sister of audit_study: one set of each kind.
#include "tests/tools/planted/planted_audit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "tests/tools/planted/planted_set.h"

namespace camglass {
namespace {

using testing::IsEmpty;

PlantedOutcome Audit(const PlantedOptions& options) {
  const auto model = ReadModelFile(CAMGLASS_BUNDLED_MODEL);
  EXPECT_TRUE(model.ok());
  const std::string folder =
      testing::TempDir() + "planted_" +
      testing::UnitTest::GetInstance()->current_test_info()->name() + "." +
      std::to_string(getpid());
  std::filesystem::remove_all(folder);
  const PlantedSizes small = {.train = 32, .audit = 24};
  const PlantedOutcome outcome =
      AuditPlanted(PlantedSet(options), options, small, *model, folder);
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

TEST(PlantedAudit, Colour) {
  ExpectFoundFirst({.plant = Plant::kColour, .seed = 1}, true);
}

TEST(PlantedAudit, Texture) {
  ExpectFoundFirst({.plant = Plant::kTexture, .seed = 1}, true);
}

TEST(PlantedAudit, Frame) {
  ExpectFoundFirst({.plant = Plant::kFrame, .seed = 2}, true);
}

TEST(PlantedAudit, Mark) {
  ExpectFoundFirst({.plant = Plant::kMark, .seed = 1}, false);
}

TEST(PlantedAudit, OneOfThreeClasses) {
  ExpectFoundFirst({.plant = Plant::kMark, .seed = 2, .classes = 3}, true);
}

// Marks in half of the pictures of either class tell nothing.
TEST(PlantedAudit, NothingWhereAMarkIsADecoy) {
  const PlantedOutcome outcome =
      Audit({.plant = Plant::kMark, .bias = 0.5, .seed = 1});
  EXPECT_THAT(outcome.found, IsEmpty());
  EXPECT_GE(outcome.accuracy, 0.8) << "the test's seed is of no use";
}

}  // namespace
}  // namespace camglass
