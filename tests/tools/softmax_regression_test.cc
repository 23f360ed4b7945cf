#include "tools/audit/softmax_regression.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <string>

namespace camglass {
namespace {

struct Reference {
  TrainingSet set;
  double l2 = 0;
  LinearHead head;
};

std::vector<Reference> ReadReferences() {
  std::ifstream in(std::string(CAMGLASS_TOOLS_DATA) + "/head_reference.txt");
  std::vector<Reference> references;
  Reference next;
  size_t rows = 0;
  while (in >> next.set.classes >> next.set.channels >> rows >> next.l2) {
    next.set.labels.resize(rows);
    next.set.features.resize(rows * next.set.channels);
    for (size_t i = 0; i < rows; ++i) {
      in >> next.set.labels[i];
      for (size_t c = 0; c < next.set.channels; ++c)
        in >> next.set.features[i * next.set.channels + c];
    }
    next.head.bias.resize(next.set.classes);
    next.head.weight.resize(next.set.classes * next.set.channels);
    for (size_t k = 0; k < next.set.classes; ++k) {
      in >> next.head.bias[k];
      for (size_t c = 0; c < next.set.channels; ++c)
        in >> next.head.weight[k * next.set.channels + c];
    }
    references.push_back(next);
  }
  return references;
}

TEST(FitHead, EqualsScikitLearn) {
  const std::vector<Reference> references = ReadReferences();
  ASSERT_EQ(references.size(), 4u);
  for (const Reference& reference : references) {
    const auto head = FitHead(reference.set, reference.l2);
    ASSERT_TRUE(head.ok()) << head.status().message();
    for (size_t i = 0; i < head->weight.size(); ++i)
      EXPECT_NEAR(head->weight[i], reference.head.weight[i], 1e-4);
    for (size_t k = 0; k < head->bias.size(); ++k)
      EXPECT_NEAR(head->bias[k], reference.head.bias[k], 1e-4);
  }
}

TEST(FitHead, StartDoesNotMatter) {
  const Reference reference = ReadReferences().front();
  const auto strong = FitHead(reference.set, 50);
  ASSERT_TRUE(strong.ok());
  const auto cold = FitHead(reference.set, reference.l2);
  const auto warm = FitHead(reference.set, reference.l2, &*strong);
  ASSERT_TRUE(cold.ok() && warm.ok());
  for (size_t i = 0; i < cold->weight.size(); ++i)
    EXPECT_NEAR(cold->weight[i], warm->weight[i], 1e-5);
}

TEST(Judge, CountsAndLogLossByHand) {
  // Two classes, logits (0, x): the loss of class 1 at x is log(1 + exp(-x)).
  const TrainingSet set{2, 1, {2.0f, -1.0f, 3.0f}, {1, 1, 0}};
  const LinearHead head{{0, 1}, {0, 0}};
  const HeadQuality quality = Judge(head, set);
  EXPECT_EQ(quality.right, 1u);
  EXPECT_NEAR(quality.log_loss,
              std::log1p(std::exp(-2)) + std::log1p(std::exp(1)) +
                  std::log1p(std::exp(3)),
              1e-12);
}

// Labels that are noise are best told by the strongest penalty; clean ones by a
// weaker one.
TEST(ChooseStrength, PrefersStrongPenaltiesForNoise) {
  TrainingSet noise{2, 3, {}, {}};
  std::vector<size_t> fold;
  uint32_t state = 1;
  for (size_t i = 0; i < 60; ++i) {
    for (int c = 0; c < 3; ++c) {
      state = state * 1664525 + 1013904223;
      noise.features.push_back(static_cast<float>(state >> 8) / (1u << 24));
    }
    state = state * 1664525 + 1013904223;
    noise.labels.push_back(state >> 30 & 1);
    fold.push_back(i % 5);
  }
  const auto strong = ChooseStrength(noise, fold, 5);
  ASSERT_TRUE(strong.ok());
  EXPECT_GE(strong->l2, 10);
  TrainingSet clean = noise;
  for (size_t i = 0; i < 60; ++i)
    clean.labels[i] = clean.features[3 * i] > 0.5f ? 1 : 0;
  const auto weak = ChooseStrength(clean, fold, 5);
  ASSERT_TRUE(weak.ok());
  EXPECT_LE(weak->l2, 0.1);
  EXPECT_GE(weak->right, 54u);
}

}  // namespace
}  // namespace camglass
