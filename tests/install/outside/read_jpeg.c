#include "read_jpeg.h"

/* jpeglib.h needs what stands before it. */
/* clang-format off */
#include <stdio.h>
#include <stdlib.h>
#include <jpeglib.h>
/* clang-format on */

unsigned char* read_jpeg(const char* path, size_t* height, size_t* width) {
  struct jpeg_decompress_struct decoder;
  struct jpeg_error_mgr errors;
  unsigned char* rgb;
  FILE* file = fopen(path, "rb");
  if (file == NULL) return NULL;
  decoder.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&decoder);
  jpeg_stdio_src(&decoder, file);
  jpeg_read_header(&decoder, TRUE);
  decoder.out_color_space = JCS_RGB;
  jpeg_start_decompress(&decoder);
  *height = decoder.output_height;
  *width = decoder.output_width;
  rgb = malloc(*height * *width * 3);
  while (rgb != NULL && decoder.output_scanline < decoder.output_height) {
    JSAMPROW row = rgb + decoder.output_scanline * *width * 3;
    jpeg_read_scanlines(&decoder, &row, 1);
  }
  if (rgb != NULL) jpeg_finish_decompress(&decoder);
  jpeg_destroy_decompress(&decoder);
  fclose(file);
  return rgb;
}
