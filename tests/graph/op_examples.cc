#include "tests/graph/op_examples.h"

#include <type_traits>
#include <utility>
#include <variant>

namespace camglass {
namespace {

using B = GraphBuilder;
using Name = std::string;
template <class Kind>
using Of = std::type_identity<Kind>;

OpExample ExampleOf(Of<Conv2d>) {
  return {"conv",
          [](B& b, const Name& name, ValueId x) {
            return b.Conv(name, x,
                          {.out_c = 20, .k = 3, .pad = Padding::All(1)});
          },
          9 * 24 + 4};
}
OpExample ExampleOf(Of<BatchNorm>) {
  // x * factor + offset: the offset is itself a difference of products.
  return {"batchnorm",
          [](B& b, const Name& name, ValueId x) {
            return b.BatchNormalize(name, x, 1e-3);
          },
          12};
}
OpExample ExampleOf(Of<MaxPool>) {
  return {"maxpool", [](B& b, const Name& name, ValueId x) {
            return b.MaxPool2d(name, x, {3, 2, 1, true});
          }};
}
OpExample ExampleOf(Of<AvgPool>) {
  return {"avgpool",
          [](B& b, const Name& name, ValueId x) {
            return b.AvgPool2d(name, x, {3, 2, 1, false, true});
          },
          9};
}
OpExample ExampleOf(Of<Lrn>) {
  // The power multiplies the sum's relative error, and adds a few ulp.
  return {"lrn",
          [](B& b, const Name& name, ValueId x) {
            return b.LocalResponseNorm(name, x, {5, 0.5f, 0.75f, 1.0f});
          },
          5 + 8};
}
OpExample ExampleOf(Of<Add>) {
  return {"add",
          [](B& b, const Name& name, ValueId x) { return b.Sum(name, x, x); }};
}
OpExample ExampleOf(Of<Activate>) {
  return {"relu6",
          [](B& b, const Name& name, ValueId x) { return b.Relu6(name, x); }};
}
OpExample ExampleOf(Of<Concat>) {
  return {"concat", [](B& b, const Name& name, ValueId x) {
            return b.Concatenate(name, {x, x});
          }};
}
OpExample ExampleOf(Of<GlobalAvgPool>) {
  return {
      "globalavgpool",
      [](B& b, const Name& name, ValueId x) { return b.GlobalMean(name, x); },
      6 * 6};
}
OpExample ExampleOf(Of<Dense>) {
  return {"dense",
          [](B& b, const Name& name, ValueId x) {
            const ValueId mean = b.GlobalMean(name + " mean", x);
            return b.FullyConnected(name, mean, 10);
          },
          24 + 6 * 6};
}
OpExample ExampleOf(Of<Softmax>) {
  // exp turns its input's absolute error into a relative one.
  return {
      "softmax",
      [](B& b, const Name& name, ValueId x) { return b.Softmax1d(name, x); },
      24 + 8};
}
OpExample ExampleOf(Of<Identity>) {
  return {"identity",
          [](B& b, const Name& name, ValueId x) { return b.Dropout(name, x); }};
}

template <size_t... kIndices>
std::vector<OpExample> ExamplesOf(std::index_sequence<kIndices...>) {
  return {ExampleOf(Of<std::variant_alternative_t<kIndices, OpKind>>())...};
}

}  // namespace

std::vector<OpExample> OpExamples() {
  return ExamplesOf(std::make_index_sequence<std::variant_size_v<OpKind>>());
}

}  // namespace camglass
