// What pickles hold beside tensors: parsed, ignored, listed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/weights/pickle_text.h"
#include "weights/limits.h"
#include "weights/torch/pickle_machine.h"

namespace camglass {
namespace {

using namespace std::string_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Name {
  const char* module;
  const char* name;
};

TEST(PickleInertTest, ParsesInertValuesAndNamesThem) {
  const auto pickle =
      Read("(" + Global("argparse", "Namespace") + ")\x81}b" +
           Global("_codecs", "encode") + Unicode("x") + Unicode("latin1") +
           "\x86R" + "\x8f(K\x01\x90" + "(K\x01\x91" + "C\x01x" +
           Global("collections", "defaultdict") + Global("builtins", "list") +
           "\x85RNNs" + "U\x01xT\x01\x00\x00\x00xt."s);
  ASSERT_TRUE(pickle.ok()) << pickle.status().message();
  EXPECT_THAT(pickle->inert, ElementsAre("_codecs.encode", "argparse.Namespace",
                                         "builtins.list"));
  const PickleHeap& heap = pickle->heap;
  const auto& items = heap.As<PickleTuple>(pickle->root)->items;
  ASSERT_EQ(items.size(), 8u);
  for (size_t i = 0; i < 5; ++i)
    EXPECT_NE(heap.As<PickleInert>(items[i]), nullptr) << i;
  EXPECT_NE(heap.As<PickleDict>(items[5]), nullptr);
  EXPECT_EQ(*heap.As<std::string>(items[6]), "x");
  EXPECT_EQ(*heap.As<std::string>(items[7]), "x");
}

// Beside the weights people keep objects of their own programs and of others'.
TEST(PickleInertTest, UnknownGlobalsAreInertAndListed) {
  for (const Name& name :
       {Name{"omegaconf.dictconfig", "DictConfig"},
        Name{"__main__", "Trainer.<locals>.Mode"}, Name{"functools", "partial"},
        Name{"torch.optim.adamw", "AdamW"},
        Name{"torch.nn.modules.loss", "BCELoss"},
        Name{"numpy.random._pickle", "__generator_ctor"},
        Name{"__builtin__", "Ellipsis"}, Name{"_codecs", "decode"},
        Name{"copyreg", "__newobj__"}, Name{"torch", "FloatStorage2"},
        Name{"torch", "dev"}, Name{"torch", "qint8"},
        Name{"Module", "\xc3\xa4"}}) {
    const std::string global = Global(name.module, name.name);
    const auto pickle = Read("(" + global + global + Unicode("x") + "\x85R" +
                             global + ")\x81}b" + "t.");
    ASSERT_TRUE(pickle.ok()) << pickle.status().message();
    ASSERT_EQ(pickle->inert.size(), 1u);
    EXPECT_THAT(pickle->inert[0], HasSubstr(name.module));
    const PickleHeap& heap = pickle->heap;
    const auto& items = heap.As<PickleTuple>(pickle->root)->items;
    ASSERT_EQ(items.size(), 3u);
    EXPECT_NE(heap.As<PickleGlobalRef>(items[0]), nullptr);
    EXPECT_NE(heap.As<PickleInert>(items[1]), nullptr);
    EXPECT_NE(heap.As<PickleInert>(items[2]), nullptr);
  }
}

// AttributeDict and its like are dicts, lists or sets of a class of their own.
TEST(PickleInertTest, ObjectsOfUnknownClassesTakeItemsAndKeepNone) {
  const std::string object = Global("lightning", "AttributeDict") + ")\x81";
  for (const std::string& items :
       {"NNs"s, "(NNNNu"s, "Na"s, "(NNe"s, "(NN\x90"s, "NNs}b"s}) {
    const auto pickle = Read(object + items + ".");
    ASSERT_TRUE(pickle.ok()) << items << pickle.status().message();
    EXPECT_NE(pickle->heap.As<PickleInert>(pickle->root), nullptr);
  }
  EXPECT_THAT(Error(object + "(NNNu."), HasSubstr("SETITEM"));
}

TEST(PickleInertTest, InertValuesAreNotCalledAndAreNoTensors) {
  const std::string object = Global("a.b", "C") + ")R";
  ExpectRefusals({
      {object + ")R.", "REDUCE"},
      {object + ")\x81.", "NEWOBJ"},
      {object + "Q.", "outside"},
      {PickledTensor(object, "K\x00"s, ")", ")"), "no storage"},
      {PickledTensor(Storage(), object, ")", ")"), "non-negative"},
      {PickledTensor(Storage(), "K\x00"s, object, ")"), "non-negative"},
      {PickledTensor(Storage(), "K\x00"s, object + "\x85", "K\x01\x85"),
       "non-negative"},
      {Global("torch._utils", "_rebuild_parameter") + "(" + object + "NNtR.",
       "tensor"},
      {"}" + object + "b.", "BUILD"},
      {Storage("\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\x01"s) + ".",
       "outside"},
      {Global("torch", "QInt8Storage") + ")R.", "storage type"},
  });
}

// As old protocols write them: getattr(Outer, 'Inner').
TEST(PickleInertTest, NestedClassesAreNames) {
  const std::string inner = Global("__builtin__", "getattr") +
                            Global("a.b", "Outer") + Unicode("Inner") + "\x86R";
  EXPECT_TRUE(Read(inner + "K\x01\x85R.").ok());
  EXPECT_TRUE(Read(inner + ")\x81}b.").ok());
  EXPECT_THAT(
      Error(Global("__builtin__", "getattr") + "N" + Unicode("x") + "\x86R)R."),
      HasSubstr("REDUCE"));
}

// How torch writes what is not read, and what is said of it.
TEST(PickleInertTest, TensorsOfOtherKindsAreInert) {
  const auto unread = [](const std::string& program) {
    const auto pickle = Read(program + ".");
    EXPECT_TRUE(pickle.ok()) << pickle.status().message();
    if (!pickle.ok()) return PickleUnread::kNothing;
    const auto* inert = pickle->heap.As<PickleInert>(pickle->root);
    return inert == nullptr ? PickleUnread::kNothing : inert->unread;
  };
  const auto storage = [](const std::string& module, const char* type) {
    return "(" + Unicode("storage") + Global(module, type) + Unicode("0") +
           Unicode("cpu") + "K\x04tQ";
  };
  const auto call = [](const char* name, const std::string& arguments) {
    return Global("torch._utils", name) + "(" + arguments + "tR";
  };
  EXPECT_EQ(unread(PickledTensor(storage("torch", "ComplexFloatStorage"),
                                 "K\x00"s, "K\x01\x85", "K\x01\x85")),
            PickleUnread::kNumberType);
  EXPECT_EQ(unread(call("_rebuild_tensor_v3",
                        storage("torch.storage", "UntypedStorage") + "K\x00"s +
                            "))\x89N" + Global("torch", "uint16"))),
            PickleUnread::kNumberType);
  const std::string quantised =
      call("_rebuild_qtensor",
           storage("torch", "QInt8Storage") + "K\x00"s + "))(" +
               Global("torch", "per_tensor_affine") + "NNt\x89N");
  EXPECT_EQ(unread(quantised), PickleUnread::kQuantised);
  EXPECT_EQ(unread(call("_rebuild_parameter", quantised + "\x89N")),
            PickleUnread::kQuantised);
  EXPECT_EQ(unread(call("_rebuild_sparse_tensor", "NN")),
            PickleUnread::kTensorKind);
  EXPECT_EQ(unread(Global("torch.nn.modules.linear", "Linear") + ")\x81}b"),
            PickleUnread::kModule);
}

// A subclass of Tensor around a plain one.
TEST(PickleInertTest, TensorsOfOtherClassesAreRead) {
  const auto pickle = Read(Global("torch._tensor", "_rebuild_from_type_v2") +
                           "(" + Global("torch._utils", "_rebuild_tensor_v2") +
                           Global("fastai.torch_core", "TensorBase") + "(" +
                           Storage() + "K\x00K\x03\x85K\x01\x85\x89"s +
                           Global("collections", "OrderedDict") + ")Rt}tR.");
  ASSERT_TRUE(pickle.ok()) << pickle.status().message();
  EXPECT_NE(pickle->heap.As<PickleTensor>(pickle->root), nullptr);
}

TEST(PickleInertTest, ListsNoMoreThanAFewNames) {
  std::string program = "(";
  for (size_t i = 0; i <= limits::kMaxInertNames; ++i)
    program += Global("m", "n" + std::to_string(i));
  EXPECT_EQ(Read(program + "t.")->inert.size(), limits::kMaxInertNames);
}

}  // namespace
}  // namespace camglass
