#include "weights/element_type.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace camglass {
namespace {

struct HalfVector {
  uint16_t half;
  float value;
};

// Values of the binary16 format as its standard (IEEE 754-2019, table 3.5)
// defines them: largest, smallest normal, largest and smallest subnormal.
constexpr HalfVector kHalves[] = {
    {0x0000, 0.0f},      {0x3c00, 1.0f},        {0xc000, -2.0f},
    {0x7bff, 65504.0f},  {0x0400, 0x1p-14f},    {0x03ff, 0x1.ff8p-15f},
    {0x0001, 0x1p-24f},  {0x3555, 0x1.554p-2f}, {0x8001, -0x1p-24f},
    {0xfbff, -65504.0f},
};

TEST(HalfTest, KnownValues) {
  for (const HalfVector& vector : kHalves) {
    EXPECT_EQ(F16ToF32(vector.half), vector.value) << vector.half;
    EXPECT_EQ(F32ToF16(vector.value), vector.half) << vector.value;
  }
  EXPECT_TRUE(std::isinf(F16ToF32(0x7c00)));
  EXPECT_TRUE(std::isnan(F16ToF32(0x7e00)));
  EXPECT_TRUE(std::signbit(F16ToF32(0x8000)));
}

TEST(HalfTest, EveryHalfSurvivesWidening) {
  for (uint32_t half = 0; half <= 0xffff; ++half) {
    const float value = F16ToF32(static_cast<uint16_t>(half));
    if (std::isnan(value))
      EXPECT_TRUE(std::isnan(F16ToF32(F32ToF16(value))));
    else
      EXPECT_EQ(F32ToF16(value), half);
  }
}

// Between neighbours a and b the nearer wins, and of two equally near the even.
TEST(HalfTest, NarrowingRoundsToNearestEven) {
  for (uint32_t half = 0; half < 0x7bff; ++half) {
    const float a = F16ToF32(static_cast<uint16_t>(half));
    const float b = F16ToF32(static_cast<uint16_t>(half + 1));
    const float middle = a + (b - a) / 2;  // exact in f32
    const uint32_t even = half % 2 == 0 ? half : half + 1;
    EXPECT_EQ(F32ToF16(middle), even);
    EXPECT_EQ(F32ToF16(std::nextafter(middle, a)), half);
    EXPECT_EQ(F32ToF16(std::nextafter(middle, b)), half + 1);
  }
}

TEST(HalfTest, LargeValuesBecomeInfinite) {
  EXPECT_EQ(F32ToF16(65519.0f), 0x7bff);
  EXPECT_EQ(F32ToF16(65520.0f), 0x7c00);
  EXPECT_EQ(F32ToF16(-1e30f), 0xfc00);
  EXPECT_EQ(F32ToF16(std::numeric_limits<float>::infinity()), 0x7c00);
  EXPECT_TRUE(std::isnan(F16ToF32(F32ToF16(std::nanf("")))));
}

TEST(BFloatTest, IsTheUpperHalfOfAFloat) {
  EXPECT_EQ(BF16ToF32(0x3f80), 1.0f);
  EXPECT_EQ(BF16ToF32(0xc020), -2.5f);
}

template <typename T>
float Load(T value, ElementType type) {
  std::byte bytes[sizeof(T) + 1];
  std::memcpy(bytes + 1, &value, sizeof(T));  // at an odd address
  EXPECT_EQ(ElementBytes(type), sizeof(T));
  return LoadElement(bytes + 1, type);
}

TEST(ElementTypeTest, LoadsEveryType) {
  EXPECT_EQ(Load<float>(0.1f, ElementType::kF32), 0.1f);
  EXPECT_EQ(Load<double>(0.1, ElementType::kF64), 0.1f);
  EXPECT_EQ(Load<int8_t>(-5, ElementType::kI8), -5.0f);
  EXPECT_EQ(Load<uint8_t>(200, ElementType::kU8), 200.0f);
  EXPECT_EQ(Load<int16_t>(-500, ElementType::kI16), -500.0f);
  EXPECT_EQ(Load<int32_t>(1 << 20, ElementType::kI32), 1048576.0f);
  EXPECT_EQ(Load<int64_t>(int64_t{1} << 40, ElementType::kI64), 0x1p40f);
  EXPECT_EQ(Load<uint16_t>(0x3c00, ElementType::kF16), 1.0f);
  EXPECT_EQ(Load<uint16_t>(0x3f80, ElementType::kBF16), 1.0f);
  EXPECT_EQ(Load<uint8_t>(1, ElementType::kBool), 1.0f);
}

}  // namespace
}  // namespace camglass
