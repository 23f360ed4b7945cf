// libcamglass.so through camglass.h: the values of the code behind it, whatever
// the pixels' layout; errors; handles used again, cloned, and shared.
#include <camglass.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "tests/library/direct_explanation.h"

namespace {

using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::SizeIs;

constexpr size_t kHeight = 60;
constexpr size_t kWidth = 80;
constexpr size_t kTabby = 281;

// A bright disc on a slope, so that every part of it differs.
std::vector<uint8_t> SomePixels(size_t height, size_t width) {
  std::vector<uint8_t> rgb;
  for (size_t y = 0; y < height; ++y)
    for (size_t x = 0; x < width; ++x) {
      const auto dy = static_cast<int>(y) - 20;
      const auto dx = static_cast<int>(x) - 50;
      const bool inside = dy * dy + dx * dx < 200;
      rgb.push_back(static_cast<uint8_t>(inside ? 240 : 2 * y));
      rgb.push_back(static_cast<uint8_t>(inside ? 180 : 2 * x));
      rgb.push_back(static_cast<uint8_t>((x * y) % 256));
    }
  return rgb;
}

camglass::Network OpenBundled() {
  camglass::Options options;
  options.threads = 1;
  auto network = camglass::Network::Open(CAMGLASS_BUNDLED_MODEL, options);
  EXPECT_TRUE(network.ok()) << network.status().message();
  return *std::move(network);
}

std::vector<float> LogitsOf(const camglass::Explanation& seen) {
  return {seen.logits().begin(), seen.logits().end()};
}

TEST(LibraryTest, SaysWhatTheCodeBehindItSays) {
  const std::vector<uint8_t> rgb = SomePixels(kHeight, kWidth);
  const DirectExplanation wanted =
      ExplainDirectly(CAMGLASS_BUNDLED_MODEL, rgb, kHeight, kWidth, kTabby);
  camglass::Network network = OpenBundled();
  const auto seen = network.Explain({rgb.data(), kHeight, kWidth});
  ASSERT_TRUE(seen.ok()) << seen.status().message();
  EXPECT_THAT(LogitsOf(*seen), ElementsAreArray(wanted.logits));
  EXPECT_THAT(std::vector<float>(seen->scores().begin(), seen->scores().end()),
              ElementsAreArray(wanted.scores));
  EXPECT_THAT(
      std::vector<float>(seen->features().begin(), seen->features().end()),
      ElementsAreArray(wanted.features));
  const auto top = seen->Top(3);
  ASSERT_THAT(top, SizeIs(3));
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(top[i].class_index, wanted.top[i]);
    EXPECT_EQ(top[i].name, network.ClassName(wanted.top[i]));
    EXPECT_EQ(top[i].logit, wanted.logits[wanted.top[i]]);
    EXPECT_EQ(top[i].score, wanted.scores[wanted.top[i]]);
  }
  EXPECT_EQ(seen->map_size().height, wanted.map_height);
  EXPECT_EQ(seen->map_size().width, wanted.map_width);
  EXPECT_THAT(*seen->Map(kTabby), ElementsAreArray(wanted.map));
  camglass::OverlayOptions viridis;
  viridis.style = CAMGLASS_STYLE_VIRIDIS;
  EXPECT_THAT(*seen->Overlay(kTabby, viridis),
              ElementsAreArray(wanted.overlay));
  EXPECT_EQ(seen->covered().width, kWidth);
  EXPECT_EQ(seen->non_finite(), 0u);
}

TEST(LibraryTest, TakesRowsInAnyDistanceAndDirection) {
  const std::vector<uint8_t> rgb = SomePixels(kHeight, kWidth);
  constexpr size_t kRow = kWidth * 3;
  constexpr size_t kGap = 7;
  std::vector<uint8_t> padded(kHeight * (kRow + kGap), 99);
  std::vector<uint8_t> upwards(kHeight * kRow);
  for (size_t y = 0; y < kHeight; ++y)
    for (size_t i = 0; i < kRow; ++i) {
      padded[y * (kRow + kGap) + i] = rgb[y * kRow + i];
      upwards[(kHeight - 1 - y) * kRow + i] = rgb[y * kRow + i];
    }
  camglass::Network network = OpenBundled();
  const auto plain = network.Explain({rgb.data(), kHeight, kWidth});
  ASSERT_TRUE(plain.ok());
  const std::vector<float> wanted = LogitsOf(*plain);
  const auto gaps =
      network.Explain({padded.data(), kHeight, kWidth, kRow + kGap});
  ASSERT_TRUE(gaps.ok());
  EXPECT_EQ(LogitsOf(*gaps), wanted);
  const auto up =
      network.Explain({upwards.data() + (kHeight - 1) * kRow, kHeight, kWidth,
                       -static_cast<ptrdiff_t>(kRow)});
  ASSERT_TRUE(up.ok());
  EXPECT_EQ(LogitsOf(*up), wanted);

  // Overlays are written in the same way.
  std::vector<uint8_t> painted(padded.size(), 99);
  ASSERT_EQ(
      camglass_overlay(plain->get(), 0, nullptr, painted.data(), kRow + kGap),
      CAMGLASS_OK);
  const std::vector<uint8_t> dense = *plain->Overlay(0);
  for (size_t y = 0; y < kHeight; ++y) {
    EXPECT_TRUE(std::equal(
        dense.begin() + static_cast<ptrdiff_t>(y * kRow),
        dense.begin() + static_cast<ptrdiff_t>((y + 1) * kRow),
        painted.begin() + static_cast<ptrdiff_t>(y * (kRow + kGap))));
    EXPECT_EQ(painted[y * (kRow + kGap) + kRow], 99);
  }
}

TEST(LibraryTest, OpensTheBytesOfAFile) {
  std::ifstream file(CAMGLASS_BUNDLED_MODEL, std::ios::binary);
  std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
  camglass::Options options;
  options.threads = 1;
  auto network =
      camglass::Network::OpenMemory(bytes.data(), bytes.size(), options);
  ASSERT_TRUE(network.ok()) << network.status().message();
  bytes.assign(bytes.size(), 0);  // they were copied
  const std::vector<uint8_t> rgb = SomePixels(kHeight, kWidth);
  const auto seen = network->Explain({rgb.data(), kHeight, kWidth});
  ASSERT_TRUE(seen.ok());
  EXPECT_EQ(LogitsOf(*seen),
            LogitsOf(*OpenBundled().Explain({rgb.data(), kHeight, kWidth})));
  const auto refused = camglass::Network::OpenMemory(bytes.data(), 100);
  EXPECT_EQ(refused.status().code(), camglass::Code::kInvalidInput);
}

TEST(LibraryTest, ErrorsAreOneSentence) {
  const auto missing = camglass::Network::Open("no_such_model");
  EXPECT_EQ(missing.status().code(), camglass::Code::kNotFound);
  EXPECT_THAT(missing.status().message(),
              HasSubstr("there is no model 'no_such_model'"));

  camglass::Network network = OpenBundled();
  EXPECT_EQ(network.FindClass("tabbi").status().code(),
            camglass::Code::kNotFound);
  EXPECT_THAT(network.FindClass("tabbi").status().message(),
              HasSubstr("tabby"));
  EXPECT_EQ(network.FindClass("crane").status().code(),
            camglass::Code::kAmbiguous);
  EXPECT_EQ(*network.FindClass("281"), kTabby);

  const std::vector<uint8_t> rgb = SomePixels(kHeight, kWidth);
  EXPECT_EQ(network.Explain({nullptr, kHeight, kWidth}).status().code(),
            camglass::Code::kUsage);
  EXPECT_EQ(network.Explain({rgb.data(), 0, kWidth}).status().code(),
            camglass::Code::kInvalidInput);
  EXPECT_EQ(network.Explain({rgb.data(), size_t{1} << 40, size_t{1} << 40})
                .status()
                .code(),
            camglass::Code::kInvalidInput);
  EXPECT_THAT(
      network.Explain({rgb.data(), kHeight, kWidth, 12}).status().message(),
      HasSubstr("12 bytes apart"));
  EXPECT_EQ(network.Prepare(0, 5).code(), camglass::Code::kInvalidInput);

  const auto seen = network.Explain({rgb.data(), kHeight, kWidth});
  ASSERT_TRUE(seen.ok());
  EXPECT_EQ(seen->Map(1000).status().code(), camglass::Code::kNotFound);
  EXPECT_EQ(seen->Overlay(1000).status().code(), camglass::Code::kNotFound);
}

TEST(LibraryTest, OptionsAreChecked) {
  const auto refuses = [](const char* word, auto change) {
    camglass::Options options;
    change(&options);
    const auto network =
        camglass::Network::Open(CAMGLASS_BUNDLED_MODEL, options);
    EXPECT_EQ(network.status().code(), camglass::Code::kUsage) << word;
    EXPECT_THAT(network.status().message(), HasSubstr(word));
  };
  refuses("threads", [](auto* options) { options->threads = 1 << 20; });
  refuses("input_scale", [](auto* options) { options->input_scale = 0; });
  refuses("conv",
          [](auto* options) { options->conv = static_cast<camglass_conv>(2); });
  refuses("struct_size", [](auto* options) { options->struct_size = 0; });

  // As a caller would have them who was compiled with a newer header.
  struct Longer : camglass_options {
    double newer = 0;
  } longer;
  camglass_options_init(&longer, sizeof(longer));
  EXPECT_EQ(longer.input_scale, 1);
  longer.threads = 1;
  camglass_network* network = nullptr;
  EXPECT_EQ(camglass_open(CAMGLASS_BUNDLED_MODEL, &longer, &network),
            CAMGLASS_OK);
  camglass_network_free(network);
  longer.newer = 1;
  EXPECT_EQ(camglass_open(CAMGLASS_BUNDLED_MODEL, &longer, &network),
            CAMGLASS_USAGE);
  EXPECT_THAT(camglass_error(), HasSubstr("update"));
}

TEST(LibraryTest, NullHandlesAreRefused) {
  camglass_explanation* none = nullptr;
  const uint8_t pixel[3] = {};
  EXPECT_EQ(camglass_open(nullptr, nullptr, nullptr), CAMGLASS_USAGE);
  EXPECT_EQ(camglass_explain(nullptr, pixel, 1, 1, 0, &none), CAMGLASS_USAGE);
  EXPECT_EQ(camglass_clone(nullptr, nullptr), CAMGLASS_USAGE);
  EXPECT_EQ(camglass_logits(nullptr), nullptr);
  EXPECT_EQ(camglass_score_count(nullptr), 0u);
  EXPECT_STREQ(camglass_arch(nullptr), "");
  camglass_network_free(nullptr);
  camglass_explanation_free(nullptr);
  const camglass::Explanation empty;
  EXPECT_TRUE(empty.Top(3).empty());
  EXPECT_EQ(empty.Map(0).status().code(), camglass::Code::kUsage);
  EXPECT_EQ(empty.Overlay(0).status().code(), camglass::Code::kUsage);
}

TEST(LibraryTest, AnExplanationIsUsedAgainAndEmptyAfterAnError) {
  camglass::Network network = OpenBundled();
  const std::vector<uint8_t> rgb = SomePixels(kHeight, kWidth);
  const std::vector<uint8_t> taller = SomePixels(kWidth, kHeight);
  camglass::Explanation seen;
  ASSERT_TRUE(network.Explain({taller.data(), kWidth, kHeight}, &seen).ok());
  const float* memory = seen.logits().data();
  ASSERT_TRUE(network.Explain({rgb.data(), kHeight, kWidth}, &seen).ok());
  EXPECT_EQ(seen.logits().data(), memory);
  EXPECT_EQ(seen.picture_size().width, kWidth);
  EXPECT_EQ(LogitsOf(seen),
            LogitsOf(*network.Explain({rgb.data(), kHeight, kWidth})));
  EXPECT_FALSE(network.Explain({rgb.data(), 0, 0}, &seen).ok());
  EXPECT_EQ(seen.classes(), 0u);
  EXPECT_EQ(seen.Map(0).status().code(), camglass::Code::kUsage);
}

TEST(LibraryTest, AnExplanationOutlivesItsNetwork) {
  const std::vector<uint8_t> rgb = SomePixels(kHeight, kWidth);
  camglass::Explanation seen;
  {
    camglass::Network network = OpenBundled();
    ASSERT_TRUE(network.Explain({rgb.data(), kHeight, kWidth}, &seen).ok());
  }
  EXPECT_STRNE(seen.Top(1).front().name, "");
  EXPECT_TRUE(seen.Map(kTabby).ok());
  EXPECT_TRUE(seen.Overlay(kTabby).ok());
}

// Clones side by side, one network by two threads in turns, and one explanation
// read by several: all say the same.
TEST(LibraryTest, ThreadsAgree) {
  camglass::Network network = OpenBundled();
  const std::vector<uint8_t> rgb = SomePixels(kHeight, kWidth);
  const camglass::Pixels pixels{rgb.data(), kHeight, kWidth};
  const auto first = network.Explain(pixels);
  ASSERT_TRUE(first.ok());
  const std::vector<float> wanted = LogitsOf(*first);
  const std::vector<float> map = *first->Map(kTabby);
  auto clone = network.Clone();
  ASSERT_TRUE(clone.ok());
  EXPECT_EQ(clone->threads(), 1u);
  EXPECT_EQ(clone->score_rule(), "softmax");
  const auto work = [&](camglass::Network* with) {
    for (int i = 0; i < 2; ++i) {
      const auto seen = with->Explain(pixels);
      ASSERT_TRUE(seen.ok());
      EXPECT_EQ(LogitsOf(*seen), wanted);
      EXPECT_EQ(*first->Map(kTabby), map);
    }
  };
  std::thread one([&] { work(&network); });
  std::thread two([&] { work(&network); });
  work(&*clone);
  one.join();
  two.join();
}

// Each thread has an error of its own.
TEST(LibraryTest, ErrorsAreTheThreadsOwn) {
  EXPECT_FALSE(camglass::Network::Open("mine").ok());
  std::thread([] {
    EXPECT_STREQ(camglass_error(), "");
    EXPECT_FALSE(camglass::Network::Open("other").ok());
  }).join();
  EXPECT_THAT(camglass_error(), HasSubstr("'mine'"));
}

}  // namespace
