#include "camapp/picture/jpeg/jpeg_errors.h"

#include <jerror.h>

#include <algorithm>

namespace camglass {
namespace {

JpegErrors* ErrorsOf(j_common_ptr jpeg) {
  return reinterpret_cast<JpegErrors*>(jpeg->err);
}

[[noreturn]] void OnError(j_common_ptr jpeg) {
  JpegErrors* errors = ErrorsOf(jpeg);
  jpeg->err->format_message(jpeg, errors->message);
  // The second is how libjpeg says that its limit is reached.
  errors->out_of_memory = jpeg->err->msg_code == JERR_OUT_OF_MEMORY ||
                          jpeg->err->msg_code == JERR_NO_BACKING_STORE;
  std::longjmp(errors->return_point, 1);
}

bool IsTolerated(const jpeg_error_mgr& warning) {
  switch (warning.msg_code) {
    case JWRN_EXTRANEOUS_DATA:
      return warning.msg_parm.i[0] <= kMaxStrayBytes;
    case JWRN_JPEG_EOF:  // what it means is decided at the end
    case JWRN_ADOBE_XFORM:
    case JWRN_BOGUS_ICC:
    case JWRN_JFIF_MAJOR:
    case JWRN_NOT_SEQUENTIAL:
      return true;
    default:
      return false;
  }
}

// libjpeg's own words call all of these corrupt.
void WriteNote(j_common_ptr jpeg, char* note) {
  const jpeg_error_mgr& warning = *jpeg->err;
  const int* parameter = warning.msg_parm.i;
  if (warning.msg_code == JWRN_JPEG_EOF)
    std::snprintf(note, JMSG_LENGTH_MAX, "its end marker is missing");
  else if (warning.msg_code == JWRN_EXTRANEOUS_DATA)
    std::snprintf(note, JMSG_LENGTH_MAX,
                  "%d byte%s too many before marker 0x%02X", parameter[0],
                  parameter[0] == 1 ? "" : "s", parameter[1]);
  else
    jpeg->err->format_message(jpeg, note);
}

// Levels below 0 are warnings, the others traces. libjpeg's source warns of the
// end again at every byte that is asked of it.
void OnMessage(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  JpegErrors* errors = ErrorsOf(jpeg);
  if (!IsTolerated(*jpeg->err)) OnError(jpeg);
  const bool at_end = jpeg->err->msg_code == JWRN_JPEG_EOF;
  if (at_end && errors->end_missing) return;
  errors->end_missing |= at_end;
  if (errors->tolerated++ == 0) WriteNote(jpeg, errors->note);
}

// Whether some scan brought data for every component.
bool HasAllComponents(const jpeg_decompress_struct& jpeg) {
  return std::all_of(jpeg.comp_info, jpeg.comp_info + jpeg.num_components,
                     [](const jpeg_component_info& component) {
                       return component.quant_table != nullptr;
                     });
}

// Whether the scans brought all there can be: of a progressive picture every
// coefficient to its last bit. A sequential scan that is not whole has already
// failed.
bool IsComplete(const jpeg_decompress_struct& jpeg) {
  if (jpeg.arith_code) return false;
  if (jpeg.coef_bits == nullptr) return true;
  return std::all_of(jpeg.coef_bits, jpeg.coef_bits + jpeg.num_components,
                     [](const int(&bits)[DCTSIZE2]) {
                       return std::all_of(
                           bits, bits + DCTSIZE2,
                           [](int missing) { return missing == 0; });
                     });
}

}  // namespace

jpeg_error_mgr* JpegErrors::Install() {
  message[0] = '\0';
  ForgetPicture();
  jpeg_std_error(&base);
  base.error_exit = OnError;
  base.emit_message = OnMessage;
  return &base;
}

void JpegErrors::ForgetPicture() {
  out_of_memory = false;
  tolerated = 0;
  note[0] = '\0';
  end_missing = false;
}

void JpegErrors::Finish(j_decompress_ptr jpeg) {
  if (!HasAllComponents(*jpeg)) Fail("the data of a colour is missing");
  const bool complete = IsComplete(*jpeg);
  jpeg_finish_decompress(jpeg);
  if (end_missing && !complete) Fail("the file ends early");
}

void JpegErrors::Fail(const char* why) {
  std::snprintf(message, sizeof(message), "%s", why);
  std::longjmp(return_point, 1);
}

}  // namespace camglass
