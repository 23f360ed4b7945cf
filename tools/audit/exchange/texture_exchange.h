// A picture with the fine texture of another.
#ifndef CAMGLASS_TOOLS_AUDIT_EXCHANGE_TEXTURE_EXCHANGE_H_
#define CAMGLASS_TOOLS_AUDIT_EXCHANGE_TEXTURE_EXCHANGE_H_

#include "camapp/picture/picture.h"

namespace camglass {

// Per channel, with the Fourier transforms X of the picture and D of the donor,
// Y = X (1 - h + h |D| / (|X| + 1e-3)): phases and low frequencies stay, the
// strengths of high frequencies become the donor's. h rises from 0 at 1/24
// cycles per pixel to 1 at 1/16. Clipped and rounded. Both have the same size.
// Throws std::bad_alloc where memory runs out.
Picture WithTextureOf(const Picture& picture, const Picture& donor);

// Low-passed with a Gaussian of 3 pixels, edges mirrored.
Picture Blurred(const Picture& picture);

}  // namespace camglass

#endif  // CAMGLASS_TOOLS_AUDIT_EXCHANGE_TEXTURE_EXCHANGE_H_
