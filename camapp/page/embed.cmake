# cmake -DOUT=FILE.cc -DFOLDER=DIR -P embed.cmake: the page's files as the
# definitions that page_assets.h declares.
set(text "#include \"camapp/page/page_assets.h\"\n\nnamespace camglass {\n")
foreach(asset page.html:kPageHtml page.css:kPageCss page.js:kPageJs
              icon.svg:kIconSvg)
  string(REPLACE ":" ";" asset ${asset})
  list(GET asset 0 file)
  list(GET asset 1 name)
  file(READ ${FOLDER}/${file} bytes HEX)
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
  string(APPEND text
    "static const char ${name}Bytes[] = {${bytes}};\n"
    "const std::string_view ${name}(${name}Bytes, sizeof(${name}Bytes));\n")
endforeach()
file(WRITE ${OUT} "${text}}  // namespace camglass\n")
