// Words on a cairo surface, in any script: shaped and ordered by Pango, with
// fontconfig's fonts where the first one lacks a character.
#ifndef CAMGLASS_CAMAPP_PICTURE_DRAW_TEXT_H_
#define CAMGLASS_CAMAPP_PICTURE_DRAW_TEXT_H_

#include <optional>
#include <span>
#include <string>

#include "camapp/picture/figure_layout.h"

// Of cairo.h, which only those need who draw.
using cairo_t = struct _cairo;

namespace camglass {

// Texts are valid UTF-8 of one line (printable_text.h makes it), read from the
// left; isolates within them are respected. What was shaped is remembered, for
// each thread: the same text in the same font costs little the next time.

// Finds and opens the fonts for this thread, which takes longer than all that
// is drawn with them: for a time when nothing is waited for.
void PrepareFonts();

// The width in pixels of a line, in the font that DrawText uses.
double TextWidth(const std::string& text, const Font& font);

void DrawText(cairo_t* context, const TextLine& line);

// The same with the line's left end at x.
void DrawTextFrom(cairo_t* context, const TextLine& line);

// Advice where no font here has a character of one of the texts, which are
// then drawn with boxes; nothing where all of them can be drawn. Texts from
// anywhere.
std::optional<std::string> MissingFontAdvice(
    std::span<const std::string> texts);

}  // namespace camglass

#endif  // CAMGLASS_CAMAPP_PICTURE_DRAW_TEXT_H_
