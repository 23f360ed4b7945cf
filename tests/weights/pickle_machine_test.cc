#include "weights/torch/pickle_machine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/weights/byte_builder.h"
#include "tests/weights/fixtures.h"
#include "tests/weights/pickle_text.h"
#include "weights/limits.h"

namespace camglass {
namespace {

using namespace std::string_literals;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(PickleMachineTest, ReadsPlainValues) {
  const auto pickle = Read("(K\x05J\xff\xff\xff\xffM\x34\x12"s +
                           "\x8a\x05\x00\x00\x00\x00\x01"s + "N\x88\x89" +
                           Unicode("text") + "t."s);
  ASSERT_TRUE(pickle.ok()) << pickle.status().message();
  const PickleHeap& heap = pickle->heap;
  const auto* tuple = heap.As<PickleTuple>(pickle->root);
  ASSERT_NE(tuple, nullptr);
  ASSERT_EQ(tuple->items.size(), 8u);
  const auto number = [&](size_t i) {
    return *heap.As<int64_t>(tuple->items[i]);
  };
  EXPECT_EQ(number(0), 5);
  EXPECT_EQ(number(1), -1);
  EXPECT_EQ(number(2), 0x1234);
  EXPECT_EQ(number(3), int64_t{1} << 32);
  EXPECT_NE(heap.As<PickleNone>(tuple->items[4]), nullptr);
  EXPECT_TRUE(*heap.As<bool>(tuple->items[5]));
  EXPECT_FALSE(*heap.As<bool>(tuple->items[6]));
  EXPECT_EQ(*heap.As<std::string>(tuple->items[7]), "text");
}

TEST(PickleMachineTest, ReadsLongNumbersAndFloats) {
  const auto root = [](const std::string& program) { return Read(program); };
  const auto minus = root("\x8a\x01\xfb.");
  EXPECT_EQ(*minus->heap.As<int64_t>(minus->root), -5);
  const auto none = root("\x8a\x00."s);
  EXPECT_EQ(*none->heap.As<int64_t>(none->root), 0);
  const auto half = root("G\x3f\xe0\x00\x00\x00\x00\x00\x00."s);
  EXPECT_EQ(*half->heap.As<double>(half->root), 0.5);
  // Beyond 64 bits, as random generators keep them: not a number to count by.
  const auto large = root("\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\x01."s);
  ASSERT_TRUE(large.ok()) << large.status().message();
  EXPECT_NE(large->heap.As<PickleInert>(large->root), nullptr);
}

TEST(PickleMachineTest, DescribesTensors) {
  const auto pickle =
      Read(PickledTensor(Storage(), "K\x01", "K\x03\x85", "K\x01\x85") + ".");
  ASSERT_TRUE(pickle.ok()) << pickle.status().message();
  const auto* tensor = pickle->heap.As<PickleTensor>(pickle->root);
  ASSERT_NE(tensor, nullptr);
  EXPECT_EQ(tensor->offset, 1u);
  EXPECT_EQ(tensor->shape, std::vector<size_t>{3});
  EXPECT_EQ(tensor->stride, std::vector<uint64_t>{1});
  const auto* storage = pickle->heap.As<PickleStorage>(tensor->storage);
  ASSERT_NE(storage, nullptr);
  EXPECT_EQ(storage->key, "0");
  EXPECT_EQ(storage->elements, 4u);
  EXPECT_EQ(storage->element, ElementType::kF32);
}

struct Danger {
  const char* module;
  const char* name;
};

// Names that exploits of pickle are known to use.
constexpr Danger kDangers[] = {
    {"os", "system"},
    {"posix", "system"},
    {"nt", "system"},
    {"subprocess", "Popen"},
    {"builtins", "eval"},
    {"builtins", "exec"},
    {"__builtin__", "eval"},
    {"importlib", "import_module"},
    {"runpy", "_run_code"},
    {"pickle", "loads"},
    {"_pickle", "loads"},
    {"operator", "attrgetter"},
    {"ctypes", "CDLL"},
    {"socket", "create_connection"},
    {"webbrowser", "open"},
    {"torch.serialization", "load"},
    {"torch.hub", "load"},
    {"torch", "load"},
    {"torch.storage", "_load_from_bytes"},
    {"numpy.core.multiarray", "_load_from_bytes"},
    {"numpy.testing._private.utils", "runstring"},
    {"builtins", "compile"},
};

TEST(PickleMachineTest, RefusesDangerousGlobalsByName) {
  for (const Danger& danger : kDangers) {
    const std::string full = std::string(danger.module) + "." + danger.name;
    EXPECT_THAT(Error(Global(danger.module, danger.name) + "(" +
                      Unicode("true") + "tR."),
                HasSubstr("'" + full + "'"));
    EXPECT_THAT(Error(Unicode(danger.module) + Unicode(danger.name) + "\x93."),
                HasSubstr("'" + full + "'"));
  }
}

// What is not a name is not taken for an unknown one.
TEST(PickleMachineTest, TakesNamesWhole) {
  for (const Danger& part :
       {Danger{"builtins", "set frozenset"}, Danger{"builtins", ""},
        Danger{"torch", "device "}, Danger{"torch", " "}})
    EXPECT_THAT(Error(Global(part.module, part.name) + "."),
                HasSubstr("is refused"))
        << part.name;
  EXPECT_THAT(Error(Global("torch", std::string(257, 'x')) + "."),
              HasSubstr("is refused"));
}

TEST(PickleMachineTest, ShowsOnlyPrintableNames) {
  const std::string error = Error(Global("o\x1b[2Js", std::string(500, 'x')));
  EXPECT_EQ(error.find('\x1b'), std::string::npos);
  EXPECT_LT(error.size(), 400u);
}

// Every opcode of pickletools that is not needed, with enough below it.
TEST(PickleMachineTest, RefusesOtherOperations) {
  for (const std::string& opcode :
       {"i"s,    "o"s,    "\x92"s, "\x82"s, "\x83"s, "\x84"s, "P"s,    "I"s,
        "L"s,    "F"s,    "S"s,    "V"s,    "\x8b"s, "\x8d"s, "\x8e"s, "\x96"s,
        "\x97"s, "\x98"s, "p"s,    "g"s,    "l"s,    "d"s,    "\xff"s, "\x00"s})
    EXPECT_THAT(Error("N(NN" + opcode + "a\nb\n."), HasSubstr("is refused"))
        << static_cast<int>(opcode[0]);
}

TEST(PickleMachineTest, ChecksWhatContainersTake) {
  ExpectRefusals({
      {"NNNs.", "SETITEM"},     // on None
      {"]NNs.", "SETITEM"},     // on a list
      {"](NNu.", "SETITEM"},    // likewise, many
      {"}(NNNu.", "SETITEM"},   // a key without a value
      {"\x8fNNs.", "SETITEM"},  // on a set
      {Global("argparse", "Namespace") + ")\x81NNs.", "SETITEM"},
      {"}Na.", "APPEND"},    // on a dict
      {"N(NNe.", "APPEND"},  // on None
      {"\x8fNa.", "APPEND"},
      {"](\x90.", "ADDITEMS"},       // on a list
      {"C\x01x(\x90.", "ADDITEMS"},  // on bytes
      {"(\x90.", "ADDITEMS"},        // on nothing
      {"NN\x86Nb.", "BUILD"},        // on a tuple
      {"}Nb.", "BUILD"},             // with None
      {Storage() + "}b.", "BUILD"},
  });
}

TEST(PickleMachineTest, ChecksWhatIsCalled) {
  const std::string rebuild = Global("torch._utils", "_rebuild_tensor_v2");
  const std::string ordered = Global("collections", "OrderedDict");
  ExpectRefusals({
      {"N)R.", "REDUCE"},                 // None called
      {Unicode("os") + ")R.", "REDUCE"},  // a text called
      {rebuild + "NR.", "no tuple"},
      {rebuild + ")R.", "0 arguments"},
      {rebuild + "(NNNNNNtR.", "no storage"},
      {Global("torch", "FloatStorage") + ")R.", "storage type"},
      {Global("torch._utils", "_rebuild_parameter") + "(NNNtR.", "tensor"},
      {ordered + "N\x85R.", "list"},
      {ordered + "]Na\x85R.", "key and value"},
      {Global("argparse", "Namespace") + "N\x81.", "NEWOBJ"},  // no tuple
      {"N)\x81.", "NEWOBJ"},                                   // of None
      {rebuild + ")\x81.", "NEWOBJ"},
      {ordered + ")\x81.", "NEWOBJ"},
      {"NN\x93.", "STACK_GLOBAL"},
  });
}

TEST(PickleMachineTest, ChecksTensorsAndStorages) {
  ExpectRefusals({
      {PickledTensor(Storage(), "J\xff\xff\xff\xff", ")", ")"), "non-negative"},
      {PickledTensor(Storage(), "K\x00"s, "J\xff\xff\xff\xff\x85", "K\x01\x85"),
       "non-negative"},
      {PickledTensor(Storage(), "K\x00"s, "K\x02\x85", ")"), "non-negative"},
      {PickledTensor(Storage(), "K\x00"s, "\x88\x85", "K\x01\x85"),
       "non-negative"},
      {PickledTensor(Storage(), "K\x00"s, "(" + std::string(9, 'N') + "t", ")"),
       "non-negative"},
      {PickledTensor("N", "K\x00"s, ")", ")"), "no storage"},
      {"NQ.", "outside"},
      {Storage("\x88") + ".", "outside"},
      {Storage("J\xff\xff\xff\xff") + ".", "outside"},
      {"(" + Unicode("storage") + "NNNNtQ.", "outside"},
      {"(" + Unicode("storage") + Global("torch", "FloatStorage") +
           Unicode("0") + Unicode("cpu") + "K\x04(" + Unicode("1") +
           "K\x00K\x02ttQ."s,
       "part of another"},
  });
}

TEST(PickleMachineTest, ChecksLengthsStackAndProtocol) {
  ExpectRefusals({
      {"T\xff\xff\xff\xffx.", "a text in it"},  // a negative length
      {"B\xff\xff\xff\xffx.", "a text in it"},
      {"C\x05x.", "ends in the middle"},
      {"q\x00."s, "PUT"},
      {"h\x07.", "never remembered"},
      {"0.", "runs empty"},
      {"N(0.", "runs empty"},  // below a mark
      {"2.", "DUP"},
      {"t.", "mark is missing"},
      {"1.", "mark is missing"},
      {".", "runs empty"},
      {"\x80\x01N.", "protocol 1"},
      {"\x80\x06N.", "protocol 6"},
  });
}

TEST(PickleMachineTest, RefusesEndsInTheMiddle) {
  const std::string whole =
      PickledTensor(Storage(), "K\x01", "K\x03\x85", "K\x01\x85") + ".";
  for (size_t n = 0; n < whole.size(); ++n)
    EXPECT_THAT(Error(whole.substr(0, n)), HasSubstr("ends in the middle"))
        << n;
}

TEST(PickleMachineTest, SaysWhere) {
  EXPECT_THAT(Error("NN\xff"), HasSubstr("pickle, byte 4: "));
}

TEST(PickleMachineTest, KeepsItsLimits) {
  const auto limit_text = [](const std::string& program) {
    return Error(program + ".");
  };
  // The stack, at the limit and one above it.
  EXPECT_EQ(limit_text(std::string(limits::kMaxPickleStack, 'N')), "");
  EXPECT_THAT(limit_text(std::string(limits::kMaxPickleStack + 1, 'N')),
              HasSubstr("stack grows"));
  // Open marks.
  EXPECT_THAT(limit_text(std::string(limits::kMaxPickleStack, '(')),
              Not(HasSubstr("open marks")));
  EXPECT_THAT(limit_text(std::string(limits::kMaxPickleStack + 1, '(')),
              HasSubstr("open marks"));
  // Operations: N0 keeps the stack low; PROTO and STOP count too.
  std::string ops;
  for (size_t i = 0; i + 2 < limits::kMaxPickleOps; i += 2) ops += "N0";
  EXPECT_EQ(limit_text(ops.substr(2) + "NN"), "");
  EXPECT_THAT(limit_text(ops + "N"), HasSubstr("operations"));
  // Strings.
  const std::string longest(limits::kMaxPickleStringBytes, 'x');
  EXPECT_EQ(limit_text(Unicode(longest)), "");
  EXPECT_THAT(limit_text(Unicode(longest + "x")), HasSubstr("a text in it"));
}

TEST(PickleMachineTest, LimitsCopies) {
  // One list of pairs, made into a dict again and again.
  std::string program = "](";
  for (int i = 0; i < 10'000; ++i) program += "NN\x86";
  program += "eq\x00"s;
  for (int i = 0; i < 200; ++i)
    program += Global("collections", "OrderedDict") + "h\x00\x85R0"s;
  EXPECT_THAT(Error(program + "."), HasSubstr("copies too many"));
}

// The memo holds one value per index, so that filling it takes as many PUTs as
// it has places.
TEST(PickleMachineTest, LimitsTheMemo) {
  const auto puts = [](size_t count) {
    ByteBuilder program;
    program.Text("N");
    for (size_t i = 0; i < count; ++i)
      program.Text("r").Add<uint32_t>(static_cast<uint32_t>(i));
    return Error(program.Text(".").str());
  };
  EXPECT_EQ(puts(limits::kMaxPickleMemo), "");
  EXPECT_THAT(puts(limits::kMaxPickleMemo + 1), HasSubstr("remembers more"));
}

TEST(PickleMachineTest, LimitsThePickle) {
  std::string longest(limits::kMaxPickleBytes, '.');
  longest.replace(0, 3, "\x80\x02N");
  EXPECT_TRUE(ReadPickle(FromText(longest).bytes).ok());
  EXPECT_THAT(ReadPickle(FromText(longest + ".").bytes).status().message(),
              HasSubstr("the pickle has"));
}

TEST(PickleMachineTest, LimitsStorageKeys) {
  const auto with_key = [](size_t length) {
    return Error("(" + Unicode("storage") + Global("torch", "FloatStorage") +
                 Unicode(std::string(length, 'k')) + Unicode("cpu") +
                 "K\x04tQ.");
  };
  EXPECT_EQ(with_key(limits::kMaxStorageKeyBytes), "");
  EXPECT_THAT(with_key(limits::kMaxStorageKeyBytes + 1), HasSubstr("outside"));
}

TEST(PickleMachineTest, ContainersMayHoldThemselves) {
  EXPECT_TRUE(Read("]q\x00h\x00\x61."s).ok());
}

}  // namespace
}  // namespace camglass
