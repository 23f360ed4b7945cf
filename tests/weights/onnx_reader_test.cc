#include "weights/onnx/onnx_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/weights/damage.h"
#include "tests/weights/fixtures.h"
#include "tests/weights/proto_builder.h"
#include "weights/limits.h"
#include "weights/onnx/layer_graph.h"
#include "weights/onnx/onnx_graph.h"

namespace camglass {
namespace {

using ::testing::HasSubstr;

constexpr const char* kFixtures[] = {"tiny.onnx", "layers.onnx", "steps.onnx"};

// Reading and taking for layers: all that happens to a hostile graph before it
// is held against a network.
Status Read(const FileBytes& file) {
  const auto checkpoint = ReadOnnx(file, {});
  if (!checkpoint.ok()) return checkpoint.status();
  return ImportLayers(*checkpoint).status();
}

// A model of one Relu and these initialisers and further nodes.
std::string ModelWith(const std::string& graph, uint64_t opset = 13) {
  const std::string relu = ProtoField(
      1, ProtoField(1, "in") + ProtoField(2, "out") + ProtoField(4, "Relu"));
  return ProtoNumber(1, 7) +
         ProtoField(7, relu + graph + ProtoField(11, ProtoField(1, "in")) +
                           ProtoField(12, ProtoField(1, "out"))) +
         ProtoField(8, ProtoNumber(2, opset));
}

std::string Verdict(const std::string& graph, uint64_t opset = 13) {
  return ReadOnnx(FromText(ModelWith(graph, opset)), {}).status().message();
}

std::string FloatTensor(const std::string& dims, const std::string& bytes) {
  return ProtoField(
      5, dims + ProtoNumber(2, 1) + ProtoField(8, "w") + ProtoField(9, bytes));
}

TEST(OnnxReaderTest, ReadsEveryWayToStoreNumbers) {
  ASSERT_TRUE(LooksLikeOnnx(Fixture("tiny.onnx").bytes));
  const auto checkpoint = ReadOnnx(Fixture("tiny.onnx"), {});
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status().message();
  ExpectSameTensors(*checkpoint, ExpectedValues("tiny.onnx"));
  const OnnxGraph& graph = *checkpoint->onnx;
  EXPECT_EQ(graph.constants.at("shape").ints, (std::vector<int64_t>{1, -1}));
  EXPECT_EQ(graph.producer, "make_fixtures");
  EXPECT_EQ(graph.opset, 13);
  ASSERT_EQ(graph.nodes.size(), 1u);
  EXPECT_EQ(graph.nodes[0].Title(), "Relu 'node_out'");
  EXPECT_EQ(graph.inputs[0].shape, (std::vector<size_t>{1, 3, 4, 4}));
}

// The graph is the last but one field: what is cut off in it is missed there,
// and before the opset its absence is.
TEST(OnnxReaderTest, TruncatedFilesAreRefused) {
  for (const char* name : kFixtures)
    ExpectTruncationsRefused(FixtureBytes(name), Read);
}

TEST(OnnxReaderTest, SurvivesChangedBytes) {
  for (const char* name : kFixtures)
    ExpectFlipsSurvived(FixtureBytes(name), Read);
}

TEST(OnnxReaderTest, HoldsShapesAgainstTheirValues) {
  const std::string two(8, '\0');
  const auto dims = [](std::initializer_list<uint64_t> sides) {
    std::string text;
    for (const uint64_t side : sides) text += ProtoNumber(1, side);
    return text;
  };
  EXPECT_EQ(Verdict(FloatTensor(dims({2}), two)), "");
  EXPECT_EQ(Verdict(FloatTensor(dims({1, 2, 1}), two)), "");
  EXPECT_THAT(Verdict(FloatTensor(dims({3}), two)),
              HasSubstr("8 bytes of values, other than its shape [3]"));
  EXPECT_THAT(Verdict(FloatTensor("", two)), HasSubstr("its shape []"));
  EXPECT_THAT(Verdict(FloatTensor(dims({~uint64_t{0}}), two)),
              HasSubstr("negative side"));
  EXPECT_THAT(Verdict(FloatTensor(dims({1 << 30, 1 << 30, 1 << 30}), two)),
              HasSubstr("too large"));
  EXPECT_THAT(Verdict(FloatTensor(dims({1 << 20}), two)),
              HasSubstr("more values than the file has bytes"));
  EXPECT_EQ(Verdict(FloatTensor(dims({1, 1, 1, 1, 1, 1, 1, 2}), two)), "");
  EXPECT_THAT(Verdict(FloatTensor(dims({1, 1, 1, 1, 1, 1, 1, 1, 2}), two)),
              HasSubstr("9 dimensions"));
}

TEST(OnnxReaderTest, RefusesDamagedNumbers) {
  // An int64 whose last byte promises another one, and one of eleven bytes.
  const std::string head =
      ProtoNumber(1, 1) + ProtoNumber(2, 7) + ProtoField(8, "w");
  EXPECT_THAT(Verdict(ProtoField(5, head + ProtoField(7, "\x80"))),
              HasSubstr("damaged"));
  EXPECT_THAT(Verdict(ProtoField(
                  5, head + ProtoField(7, std::string(10, '\x80') + "\x01"))),
              HasSubstr("damaged"));
}

TEST(OnnxReaderTest, RefusesValuesMadeTwice) {
  const std::string tensor =
      FloatTensor(ProtoNumber(1, 1), std::string(4, '\0'));
  EXPECT_THAT(Verdict(tensor + tensor), HasSubstr("twice"));
  const std::string node = ProtoField(
      1, ProtoField(1, "in") + ProtoField(2, "out") + ProtoField(4, "Relu"));
  EXPECT_THAT(Read(FromText(ModelWith(node))).message(), HasSubstr("twice"));
  const std::string early = ProtoField(
      1, ProtoField(1, "later") + ProtoField(2, "x") + ProtoField(4, "Relu"));
  EXPECT_THAT(Read(FromText(ModelWith(early))).message(),
              HasSubstr("before anything makes it"));
}

TEST(OnnxReaderTest, ReadsOpsets7To24) {
  EXPECT_THAT(Verdict("", 6), HasSubstr("opset 6"));
  EXPECT_EQ(Verdict("", 7), "");
  EXPECT_EQ(Verdict("", 18), "");
  EXPECT_EQ(Verdict("", 19), "");
  EXPECT_EQ(Verdict("", 24), "");
  EXPECT_THAT(Verdict("", 25), HasSubstr("opset 25"));
  EXPECT_THAT(Verdict("", ~uint64_t{0}), HasSubstr("opset -1"));
}

// Fields of two bytes are objects of a hundred: their number is bounded before
// any is made.
TEST(OnnxReaderTest, BoundsTheNumberOfFields) {
  const auto fields_of = [](size_t more) {
    std::string nodes;
    for (size_t i = 0; i < more; ++i) nodes += ProtoField(10, "");
    return Verdict(nodes);
  };
  size_t base = 0;  // fields of the model without more
  for (base = 0; base < 64; ++base)
    if (fields_of(limits::kMaxOnnxFields - base).empty()) break;
  ASSERT_LT(base, 64u);
  EXPECT_EQ(fields_of(limits::kMaxOnnxFields - base), "");
  EXPECT_THAT(fields_of(limits::kMaxOnnxFields - base + 1),
              HasSubstr("more than " + std::to_string(limits::kMaxOnnxFields)));
  // Packed numbers count one by one.
  const std::string packed = ProtoField(
      1, ProtoField(2, "x") +
             ProtoField(
                 5, ProtoField(1, "axes") +
                        ProtoField(8, std::string(limits::kMaxOnnxFields, 0))));
  EXPECT_THAT(Verdict(packed), HasSubstr("fields"));
}

// A tensor of whole numbers is a shape up to a length, and only a tensor above.
TEST(OnnxReaderTest, LimitsTheNumbersOfAShape) {
  const auto ints_of = [](size_t count) {
    const std::string tensor = ProtoNumber(1, count) + ProtoNumber(2, 7) +
                               ProtoField(8, "w") +
                               ProtoField(7, std::string(count, '\x05'));
    const auto checkpoint =
        ReadOnnx(FromText(ModelWith(ProtoField(5, tensor))), {});
    EXPECT_TRUE(checkpoint.ok()) << checkpoint.status().message();
    return checkpoint->onnx->constants.at("w").ints.size();
  };
  EXPECT_EQ(ints_of(limits::kMaxOnnxShapeInts), limits::kMaxOnnxShapeInts);
  EXPECT_EQ(ints_of(limits::kMaxOnnxShapeInts + 1), 0u);
}

TEST(OnnxReaderTest, RefusesDeepNesting) {
  const std::string open(10'000, '\x4b');   // field 9, start of a group
  const std::string close(10'000, '\x4c');  // and its end
  EXPECT_THAT(Read(FromText(ModelWith("") + open + close)).message(),
              HasSubstr("damaged"));
}

TEST(OnnxReaderTest, RecognisesByContent) {
  EXPECT_FALSE(LooksLikeOnnx(FromText("").bytes));
  EXPECT_FALSE(LooksLikeOnnx(FromText("\x08").bytes));
  EXPECT_FALSE(LooksLikeOnnx(FromText(ProtoField(1, "n")).bytes));
  EXPECT_FALSE(LooksLikeOnnx(FromText(ProtoNumber(1, 32)).bytes));
  EXPECT_TRUE(LooksLikeOnnx(FromText(ProtoNumber(1, 8)).bytes));
}

}  // namespace
}  // namespace camglass
