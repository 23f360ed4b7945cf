#include "tools/audit/audit_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tools/audit/evidence_places.h"

namespace camglass {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

LabelledSet SetOf(const std::vector<size_t>& counts) {
  LabelledSet set;
  for (size_t label = 0; label < counts.size(); ++label) {
    set.labels.push_back("c" + std::to_string(label));
    for (size_t i = 0; i < counts[label]; ++i)
      set.pictures.push_back(
          {"", set.labels[label] + "/" + std::to_string(i), label});
  }
  return set;
}

TEST(PlanAudit, HalvesOfLargeAndSmallClasses) {
  const auto plan = PlanAudit(SetOf({100, 36, 9, 4}), {});
  ASSERT_TRUE(plan.ok());
  EXPECT_THAT(plan->suggest[0], SizeIs(20));
  EXPECT_THAT(plan->confirm[0], SizeIs(44));
  EXPECT_THAT(plan->suggest[1], SizeIs(20));
  EXPECT_THAT(plan->confirm[1], SizeIs(16));
  EXPECT_THAT(plan->suggest[2], SizeIs(5));
  EXPECT_THAT(plan->confirm[3], SizeIs(2));
  EXPECT_EQ(std::count(plan->half.begin(), plan->half.end(), AuditHalf::kNone),
            36);
  const auto asked = PlanAudit(SetOf({100, 9}), {.per_class = 24});
  ASSERT_TRUE(asked.ok());
  EXPECT_THAT(asked->suggest[0], SizeIs(20));
  EXPECT_THAT(asked->confirm[0], SizeIs(4));
  EXPECT_THAT(asked->suggest[1], SizeIs(5));
}

TEST(PlanAudit, RefusesWhatCannotBeAsked) {
  EXPECT_THAT(PlanAudit(SetOf({9}), {}).status().message(),
              HasSubstr("there is only the class 'c0'"));
  EXPECT_THAT(PlanAudit(SetOf({9, 1}), {}).status().message(),
              HasSubstr("the class 'c1' has 1 picture;"));
  EXPECT_FALSE(PlanAudit(SetOf(std::vector<size_t>(101, 4)), {}).ok());
  EXPECT_FALSE(PlanAudit(SetOf({9, 9}), {.per_class = 21}).ok());
  EXPECT_FALSE(PlanAudit(SetOf({9, 9}), {.suggest = 1}).ok());
}

TEST(DonorsOf, EverybodyLendsAsOftenAsTheyBorrow) {
  const auto plan = PlanAudit(SetOf({64, 64}), {});
  ASSERT_TRUE(plan.ok());
  std::map<size_t, size_t> own;
  std::map<size_t, size_t> other;
  for (const size_t label : {0u, 1u})
    for (size_t place = 0; place < plan->confirm[label].size(); ++place) {
      const DonorChoices donors = DonorsOf(*plan, label, place);
      EXPECT_EQ(donors.other_label, 1 - label);
      EXPECT_NE(donors.own.front(), plan->confirm[label][place]);
      EXPECT_THAT(donors.own, SizeIs(43));
      ++own[donors.own.front()];
      ++other[donors.other.front()];
    }
  EXPECT_THAT(own, SizeIs(88));
  EXPECT_THAT(other, SizeIs(88));
}

TEST(DonorsOf, OtherClassesInTurn) {
  const auto plan = PlanAudit(SetOf({36, 36, 36, 36}), {});
  ASSERT_TRUE(plan.ok());
  std::map<size_t, size_t> turns;
  for (size_t place = 0; place < 15; ++place)
    ++turns[DonorsOf(*plan, 2, place).other_label];
  EXPECT_EQ(turns, (std::map<size_t, size_t>{{0, 5}, {1, 5}, {3, 5}}));
}

TEST(EvidencePlaces, StrongestAndDominating) {
  RegionSamples samples;
  for (size_t i = 0; i < kRegions; ++i) {
    samples.own[i] = {1, 2, 3};
    samples.others[i] = {0.9, 1.9, 2.9};
  }
  samples.own[1] = {5, 6, 7};  // top-right: 4.1 more
  samples.own[6] = {2, 3, 4};  // left: 1.1 more
  samples.own[5] = {1.6, 2.6, 3.6};
  const EvidencePlaces places = StrongestPlaces(samples);
  EXPECT_EQ(places.corner, Place::kTopRight);
  EXPECT_EQ(places.edge, Place::kLeft);
  EXPECT_TRUE(Dominates(samples, Place::kTopRight));
  EXPECT_FALSE(Dominates(samples, Place::kLeft));  // the bottom has 0.7
  EXPECT_FALSE(Dominates(samples, Place::kTopLeft));
}

}  // namespace
}  // namespace camglass
