/* A JPEG's pixels, as any program would read them. */
#ifndef READ_JPEG_H_
#define READ_JPEG_H_

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* RGB rows without gaps, from malloc; null where the file can't be opened.
   libjpeg ends the program where the file is damaged. */
unsigned char* read_jpeg(const char* path, size_t* height, size_t* width);

#ifdef __cplusplus
}
#endif

#endif /* READ_JPEG_H_ */
