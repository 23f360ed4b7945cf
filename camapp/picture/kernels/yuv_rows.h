// Rows of luma and chroma samples to rows of RGB, on the CPU's best vectors.
//
// Chroma is repeated for the pixels that share it. Sums are taken in 16-bit
// fixed point, so every target gives the same bytes; they are within one level
// of the exact formula.
#ifndef CAMGLASS_CAMAPP_PICTURE_KERNELS_YUV_ROWS_H_
#define CAMGLASS_CAMAPP_PICTURE_KERNELS_YUV_ROWS_H_

#include <cstddef>
#include <cstdint>

namespace camglass {

// R = luma (Y - black) + v_red (V - 128),
// G = luma (Y - black) + u_green (U - 128) + v_green (V - 128),
// B = luma (Y - black) + u_blue (U - 128); as 1/8192 each.
struct YuvCoefficients {
  int16_t black = 0;
  int16_t luma = 0;
  int16_t v_red = 0;
  int16_t u_green = 0;
  int16_t v_green = 0;
  int16_t u_blue = 0;
};

// For a Y'CbCr encoding whose luma has these weights of red and blue. Full
// range: 0..255 for all; limited: 16..235 for luma, 16..240 for chroma.
YuvCoefficients MakeYuvCoefficients(double red_weight, double blue_weight,
                                    bool full_range);

// Which byte of each group of four is what in a packed row.
enum class PackedOrder { kYuyv, kUyvy, kYvyu };

// Each writes `pixels` RGB pixels. Except for grey, pixels must be even.
// Sources and destination must not overlap.
void PackedYuvRow(const uint8_t* packed, PackedOrder order, size_t pixels,
                  const YuvCoefficients& coefficients, uint8_t* rgb);
// chroma: pairs U, V; or V, U where v_first.
void SemiPlanarYuvRow(const uint8_t* luma, const uint8_t* chroma, bool v_first,
                      size_t pixels, const YuvCoefficients& coefficients,
                      uint8_t* rgb);
void PlanarYuvRow(const uint8_t* luma, const uint8_t* u, const uint8_t* v,
                  size_t pixels, const YuvCoefficients& coefficients,
                  uint8_t* rgb);
void GreyRow(const uint8_t* luma, size_t pixels,
             const YuvCoefficients& coefficients, uint8_t* rgb);
// Bytes 0 and 2 of each pixel exchanged.
void SwapRedBlueRow(const uint8_t* bgr, size_t pixels, uint8_t* rgb);

// One pixel by the same arithmetic, without vectors: the definition.
void YuvPixel(uint8_t y, uint8_t u, uint8_t v,
              const YuvCoefficients& coefficients, uint8_t* rgb);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_KERNELS_YUV_ROWS_H_
