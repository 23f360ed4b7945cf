#include "tools/audit/evaluate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "weights/load_model.h"

namespace camglass {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(ParseShard, FromOneToN) {
  const auto shard = ParseShard("2/4");
  ASSERT_TRUE(shard.ok());
  EXPECT_EQ(shard->index, 2u);
  EXPECT_EQ(shard->count, 4u);
  for (const char* wrong : {"", "2", "0/4", "5/4", "2/", "/4", "a/b", "1/0",
                            "-1/4", "1/4 ", "1/99999999999999999999"})
    EXPECT_FALSE(ParseShard(wrong).ok()) << wrong;
}

TEST(ModelClassesOf, NamesAndIndices) {
  LabelledSet set;
  set.labels = {"1", "cat"};
  const auto classes = ModelClassesOf(set, {"cat", "dog"});
  ASSERT_TRUE(classes.ok());
  EXPECT_THAT(*classes, ElementsAre(1, 0));
  set.labels = {"cow"};
  EXPECT_THAT(ModelClassesOf(set, {"cat", "dog"}).status().message(),
              HasSubstr("the pictures' class 'cow'"));
}

TEST(EvaluatePictures, RecordsAndStopsWhereTheyCannotBeKept) {
  auto model = LoadModel(CAMGLASS_BUNDLED_MODEL);
  ASSERT_TRUE(model.ok());
  ExplainOptions options;
  options.top = 5;
  const auto explainer = Explainer::Create(*std::move(model), options);
  ASSERT_TRUE(explainer.ok());
  const std::string samples = CAMGLASS_SAMPLES;
  EvaluateJob job;
  job.pictures = {{samples + "/coffee.jpg", "coffee.jpg", 967},
                  {samples + "/none.jpg", "none.jpg", 967},
                  {samples + "/chelsea.png", "chelsea.png", 967}};
  const auto records = EvaluatePictures(job, explainer->get());
  ASSERT_TRUE(records.ok());
  ASSERT_EQ(records->size(), 3u);
  EXPECT_EQ((*records)[0].top.front(), 967u);  // espresso
  EXPECT_EQ((*records)[0].label_score, (*records)[0].scores.front());
  EXPECT_THAT((*records)[1].error, HasSubstr("no such file"));
  EXPECT_NE((*records)[2].top.front(), 967u);
  EXPECT_EQ((*records)[2].top.size(), 5u);
  size_t kept = 0;
  job.keep = [&kept](const EvalRecord&) {
    return ++kept == 2 ? IoError("the disk is full") : Status();
  };
  EXPECT_FALSE(EvaluatePictures(job, explainer->get()).ok());
  EXPECT_EQ(kept, 2u);
}

}  // namespace
}  // namespace camglass
