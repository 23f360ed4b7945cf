// What is damage in a JPEG and what only a fault that costs no pixel: every
// warning that libjpeg has, in frames and in files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/videodev2.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "camapp/capture/frame_to_rgb.h"
#include "camapp/picture/decode.h"
#include "camapp/picture/jpeg/jpeg_errors.h"
#include "tests/capture/jpeg_samples.h"

// clang-format off
#include <jerror.h>
// clang-format on

namespace camglass {
namespace {

using ::testing::HasSubstr;

using Bytes = std::vector<uint8_t>;

constexpr uint8_t kDefineQuantisation = 0xDB;
constexpr uint8_t kStartOfScan = 0xDA;
constexpr uint8_t kApp0 = 0xE0;
constexpr size_t kEndMarkerBytes = 2;

// Where marker FF `code` is, from `from` on. Test pictures have no such bytes
// inside their segments.
size_t MarkerAt(const Bytes& jpeg, uint8_t code, size_t from = 0) {
  for (size_t i = from; i + 1 < jpeg.size(); ++i)
    if (jpeg[i] == 0xFF && jpeg[i + 1] == code) return i;
  ADD_FAILURE() << "there is no marker " << int{code};
  return 0;
}

Bytes Inserted(Bytes jpeg, size_t at, const Bytes& more) {
  jpeg.insert(jpeg.begin() + static_cast<ptrdiff_t>(at), more.begin(),
              more.end());
  return jpeg;
}

Bytes CutTo(Bytes jpeg, size_t size) {
  jpeg.resize(size);
  return jpeg;
}

Bytes WithoutEnd(const Bytes& jpeg) {
  return CutTo(jpeg, jpeg.size() - kEndMarkerBytes);
}

struct Outcome {
  Status status;
  Picture picture;
  std::string fault;  // what was tolerated
};

Outcome AsFrame(const Bytes& jpeg) {
  CapturedFrame frame;
  frame.format = {.fourcc = V4L2_PIX_FMT_MJPEG, .width = 640, .height = 480};
  frame.plane_bytes[0] = jpeg.size();
  frame.bytes = jpeg;
  FrameToRgb convert;
  Outcome outcome;
  outcome.status = convert.Convert(frame, &outcome.picture);
  outcome.fault = convert.tolerated().first;
  EXPECT_EQ(convert.tolerated().frames, outcome.fault.empty() ? 0u : 1u);
  return outcome;
}

Outcome AsFile(const Bytes& jpeg) {
  Outcome outcome;
  DecodeReport report;
  auto picture = DecodePicture(jpeg, {}, &report);
  outcome.status = picture.status();
  outcome.fault = report.note;
  if (picture.ok()) outcome.picture = *std::move(picture);
  return outcome;
}

// Frames and files are decoded by two objects; both must say the same.
void ExpectTolerated(const Bytes& faulty, const Bytes& clean,
                     const std::string& fault) {
  const Picture wanted = AsFile(clean).picture;
  ASSERT_FALSE(wanted.rgb.empty());
  EXPECT_EQ(AsFrame(clean).fault, "");
  for (const Outcome& outcome : {AsFrame(faulty), AsFile(faulty)}) {
    ASSERT_TRUE(outcome.status.ok()) << outcome.status.message();
    EXPECT_EQ(outcome.picture.rgb, wanted.rgb);
    EXPECT_THAT(outcome.fault, HasSubstr(fault));
  }
}

void ExpectDamaged(const Bytes& jpeg, const std::string& why) {
  for (const Outcome& outcome : {AsFrame(jpeg), AsFile(jpeg)}) {
    ASSERT_FALSE(outcome.status.ok());
    EXPECT_THAT(outcome.status.message(), HasSubstr(why));
    EXPECT_EQ(outcome.fault, "");
  }
}

Picture Sample() { return SamplePicture(48, 64); }
Bytes Baseline() { return SampleJpeg(Sample()); }
Bytes WithRestarts() { return EncodedJpeg(Sample(), {.restart_interval = 2}); }

TEST(JpegFaults, BytesBeforeRestartMarkers) {
  const Bytes clean = WithRestarts();
  Bytes faulty;
  for (size_t i = 0; i < clean.size(); ++i) {
    const bool restart = i + 1 < clean.size() && clean[i] == 0xFF &&
                         clean[i + 1] >= 0xD0 && clean[i + 1] <= 0xD7;
    if (restart) faulty.insert(faulty.end(), {0x12, 0x34, 0x56});
    faulty.push_back(clean[i]);
  }
  ASSERT_GT(faulty.size(), clean.size() + 9);
  ExpectTolerated(faulty, clean, "3 bytes too many before marker 0xD0");
}

TEST(JpegFaults, BytesBeforeTheEndAndBetweenSegments) {
  const Bytes clean = Baseline();
  const size_t end = clean.size() - kEndMarkerBytes;
  ExpectTolerated(Inserted(clean, end, Bytes(9, 0x55)), clean,
                  "before marker 0xD9");
  ExpectTolerated(
      Inserted(clean, MarkerAt(clean, kDefineQuantisation), {1, 2, 3}), clean,
      "3 bytes too many before marker 0xDB");
}

// That many stray bytes are not padding: the decoder is lost.
TEST(JpegFaults, ALongRunOfStrayBytesIsDamage) {
  const Bytes clean = Baseline();
  const size_t end = clean.size() - kEndMarkerBytes;
  const auto padded = [&](size_t bytes) {
    return Inserted(clean, end, Bytes(bytes, 0x55));
  };
  ExpectTolerated(padded(kMaxStrayBytes), clean, "before marker 0xD9");
  ExpectDamaged(padded(2 * kMaxStrayBytes), "extraneous bytes");
}

TEST(JpegFaults, AMissingEndBehindWholeData) {
  for (const JpegKind& kind :
       {JpegKind{}, JpegKind{.progressive = true},
        JpegKind{.separate_scans = true}, JpegKind{.restart_interval = 2}}) {
    const Bytes clean = EncodedJpeg(Sample(), kind);
    ExpectTolerated(WithoutEnd(clean), clean, "end marker is missing");
    ExpectTolerated(CutTo(clean, clean.size() - 1), clean, "end marker");
  }
}

// Each further byte is one that some pixel needs.
TEST(JpegFaults, CutIsDamageHoweverItIsCoded) {
  for (const JpegKind& kind :
       {JpegKind{}, JpegKind{.progressive = true},
        JpegKind{.separate_scans = true}, JpegKind{.arithmetic = true},
        JpegKind{.restart_interval = 2}}) {
    const Bytes clean = EncodedJpeg(SamplePicture(24, 40), kind);
    for (size_t size = 0; size < clean.size() - kEndMarkerBytes; ++size)
      ASSERT_FALSE(AsFrame(CutTo(clean, size)).status.ok())
          << size << " of " << clean.size();
  }
}

// Arithmetic coding may leave out zeros at its end, so nobody can tell.
TEST(JpegFaults, AMissingEndOfArithmeticCodingIsDamage) {
  ExpectDamaged(WithoutEnd(EncodedJpeg(Sample(), {.arithmetic = true})),
                "ends early");
}

// As of a download that broke off, in a file that was set aside beforehand.
TEST(JpegFaults, ZerosInsteadOfTheRestAreDamage) {
  for (const Bytes& whole : {Baseline(), ProgressiveJpeg(Sample())}) {
    Bytes half = CutTo(whole, whole.size() * 3 / 4);
    half.insert(half.end(), 40'000, 0);
    EXPECT_FALSE(AsFrame(half).status.ok());
    EXPECT_FALSE(AsFile(half).status.ok());
  }
}

TEST(JpegFaults, ColourWithoutDataIsDamage) {
  Bytes jpeg = EncodedJpeg(Sample(), {.separate_scans = true});
  size_t last = 0;
  for (size_t scan = 0; scan < 3; ++scan)
    last = MarkerAt(jpeg, kStartOfScan, last + 1);
  jpeg.resize(last);
  jpeg.insert(jpeg.end(), {0xFF, 0xD9});
  ExpectDamaged(jpeg, "data of a colour is missing");
}

TEST(JpegFaults, HeaderFieldsThatChangeNoPixel) {
  const Bytes clean = Baseline();
  Bytes revision = clean;
  const size_t app0 = MarkerAt(clean, kApp0);
  revision[app0 + 9] = 3;  // behind length and "JFIF\0": the major revision
  ExpectTolerated(revision, clean, "JFIF revision");

  Bytes scan = clean;
  const size_t sos = MarkerAt(clean, kStartOfScan);
  scan[sos + 12] = 0;  // the last coefficient, 63
  ExpectTolerated(scan, clean, "SOS parameters");

  const Bytes bare = WithoutSegments(clean, kApp0);
  ExpectTolerated(Inserted(bare, 2,
                           {0xFF, 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100,
                            0, 0, 0, 0, 9}),
                  bare, "Adobe color transform code 9");
}

TEST(JpegFaults, BadCodesAreDamage) {
  Bytes huffman = Baseline();
  const size_t sos = MarkerAt(huffman, kStartOfScan);
  for (size_t i = sos + 40; i < sos + 52; i += 2) {
    huffman[i] = 0xFF;  // the code of ones alone is never given to anything
    huffman[i + 1] = 0;
  }
  ExpectDamaged(huffman, "bad Huffman code");

  // Most bytes mean something to an arithmetic decoder; some stretch of ones
  // makes it run over a block's end.
  const Bytes clean = EncodedJpeg(Sample(), {.arithmetic = true});
  const size_t data = MarkerAt(clean, kStartOfScan) + 14;
  Bytes arithmetic;
  for (size_t at = data; at + 60 < clean.size(); ++at) {
    arithmetic = clean;
    for (size_t i = at; i < at + 40; i += 2) {
      arithmetic[i] = 0xFF;
      arithmetic[i + 1] = 0;
    }
    if (!AsFrame(arithmetic).status.ok()) break;
  }
  ExpectDamaged(arithmetic, "bad arithmetic code");
}

TEST(JpegFaults, DataThatEndsEarlyIsDamage) {
  const Bytes clean = Baseline();
  Bytes jpeg = CutTo(clean, clean.size() - 40);
  jpeg.insert(jpeg.end(), {0xFF, 0xD9});
  ExpectDamaged(jpeg, "premature end of data segment");
}

TEST(JpegFaults, ALostRestartMarkerIsDamage) {
  Bytes jpeg = WithRestarts();
  jpeg[MarkerAt(jpeg, 0xD1) + 1] = 0xD2;
  ExpectDamaged(jpeg, "instead of RST1");
}

TEST(JpegFaults, InconsistentProgressionIsDamage) {
  Bytes jpeg = ProgressiveJpeg(Sample());
  const size_t first = MarkerAt(jpeg, kStartOfScan);
  const size_t second = MarkerAt(jpeg, kStartOfScan, first + 1);
  jpeg[second + 9] ^= 3;  // how many low bits are still to come
  ExpectDamaged(jpeg, "Inconsistent progression");
}

// Every warning in libjpeg's header, by what it counts as. A new one shows here
// and is damage until somebody has looked at it.
TEST(JpegFaults, EveryWarningIsDecided) {
  struct Message {
    int code;
    const char* name;
  };
  constexpr Message kMessages[] = {
#define JMESSAGE(code, string) {code, #code},
#include <jerror.h>
  };
  const std::map<std::string, bool> tolerated = {
      {"JWRN_ADOBE_XFORM", true},     {"JWRN_ARITH_BAD_CODE", false},
      {"JWRN_BOGUS_ICC", true},       {"JWRN_BOGUS_PROGRESSION", false},
      {"JWRN_EXTRANEOUS_DATA", true}, {"JWRN_HIT_MARKER", false},
      {"JWRN_HUFF_BAD_CODE", false},  {"JWRN_JFIF_MAJOR", true},
      {"JWRN_JPEG_EOF", true},        {"JWRN_MUST_RESYNC", false},
      {"JWRN_NOT_SEQUENTIAL", true},  {"JWRN_TOO_MUCH_DATA", false},
  };
  size_t warnings = 0;
  for (const Message& message : kMessages) {
    const std::string name = message.name;
    if (!name.starts_with("JWRN_")) continue;
    ++warnings;
    ASSERT_TRUE(tolerated.count(name) == 1) << name << " is new";
    JpegErrors errors = {};
    jpeg_common_struct jpeg = {};
    jpeg.err = errors.Install();
    errors.base.msg_code = message.code;
    const auto warn = [&] {
      if (setjmp(errors.return_point) != 0) return false;
      errors.base.emit_message(&jpeg, -1);
      return true;
    };
    EXPECT_EQ(warn(), tolerated.at(name)) << name;
    EXPECT_EQ(errors.tolerated, tolerated.at(name) ? 1u : 0u) << name;
  }
  EXPECT_EQ(warnings, tolerated.size());
}

}  // namespace
}  // namespace camglass
