// Other programs read what we write: Python's safetensors, where it is.
#include <gtest/gtest.h>

#include "tests/weights/fixtures.h"
#include "tests/weights/made_model.h"
#include "tests/weights/python_oracle.h"

namespace camglass {
namespace {

TEST(PythonSafetensorsTest, ReadsOurModelFiles) {
  const TemporaryFolder folder;
  const Model model = MadeModel("mobilenet_v2", "keras", 3);
  for (const ModelStorage storage : {ModelStorage::kF32, ModelStorage::kF16}) {
    const std::string path = folder.Path("m.safetensors");
    ASSERT_TRUE(WriteModelFile(model, storage, path, true).ok());
    const auto theirs = HashesByPython(PypiPython(), "safetensors.numpy", path);
    if (!theirs)
      GTEST_SKIP() << PypiPython() << " has no safetensors (pip install it, or "
                   << "set CAMGLASS_PYPI_PYTHON)";
    const auto ours = ReadModelFile(path);
    ASSERT_TRUE(ours.ok()) << ours.status().message();
    EXPECT_EQ(*theirs, HashesOf(ours->tensors));
  }
}

TEST(PythonSafetensorsTest, ReadsTheBundledModel) {
  const std::string path = CAMGLASS_BUNDLED_MODEL;
  const auto theirs = HashesByPython(PypiPython(), "safetensors.numpy", path);
  if (!theirs) GTEST_SKIP() << PypiPython() << " has no safetensors";
  const auto ours = ReadModelFile(path);
  ASSERT_TRUE(ours.ok()) << ours.status().message();
  EXPECT_EQ(*theirs, HashesOf(ours->tensors));
}

}  // namespace
}  // namespace camglass
