# Debian packages, `cpack -G DEB` in a build of the preset "package": one for each
# component that something is installed for. Included when all of it is known.
set(CAMGLASS_MAINTAINER
  "camglass contributors <camglass@users.noreply.github.com>" CACHE STRING
  "Whom the packages name as their maintainer")

# A component's package: its section, its description, what it needs beside the
# libraries that its programs show.
function(camglass_package component section summary text depends)
  string(TOUPPER ${component} key)
  set(prefix CPACK_DEBIAN_${key}_PACKAGE)
  set(${prefix}_NAME ${component} PARENT_SCOPE)
  set(${prefix}_SECTION ${section} PARENT_SCOPE)
  set(${prefix}_DEPENDS "${depends}" PARENT_SCOPE)
  set(CPACK_COMPONENT_${key}_DESCRIPTION "${summary}\n${text}" PARENT_SCOPE)
  set(CPACK_DEBIAN_${key}_DESCRIPTION "${summary}\n${text}" PARENT_SCOPE)

  # What Debian's policy asks of each package's folder of documents.
  install(FILES ${PROJECT_SOURCE_DIR}/tools/packaging/debian_copyright
    RENAME copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${component}
    COMPONENT ${component})
  install(FILES ${PROJECT_BINARY_DIR}/changelog.Debian.gz
    DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${component}
    COMPONENT ${component})
endfunction()

# $SOURCE_DATE_EPOCH stands for now where it is set.
string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/changelog.Debian CONTENT
"camglass (@PROJECT_VERSION@-1) unstable; urgency=medium

  * See CHANGELOG.md.

 -- @CAMGLASS_MAINTAINER@  @now@
" @ONLY)
execute_process(COMMAND gzip -9n
  INPUT_FILE ${PROJECT_BINARY_DIR}/changelog.Debian
  OUTPUT_FILE ${PROJECT_BINARY_DIR}/changelog.Debian.gz
  COMMAND_ERROR_IS_FATAL ANY)

camglass_package(camglass graphics
  "shows where an image classifier looks, live and in pictures"
  "camglass runs SqueezeNet, GoogLeNet, ResNet-18 and MobileNet on the CPU and
draws the network's evidence for its answer over the picture, as a class
activation map. camapp shows it live, from a webcam, a video or a page for
browsers; camtool converts models of PyTorch, Keras, Caffe and ONNX, and runs,
compares and audits them. A small model comes with it."
  "fonts-dejavu-core")

camglass_package(libcamglass1 libs
  "shows where an image classifier looks: library"
  "libcamglass runs image classifiers on the CPU and gives the class activation
map of any class, for programs in C and C++."
  "")
camglass_package(libcamglass-dev libdevel
  "shows where an image classifier looks: development files"
  "Headers, the static library, and what CMake and pkg-config need to build
programs that use libcamglass."
  "libcamglass1 (= ${PROJECT_VERSION}-1)")

# Whoever links with the library depends on its package, and the linker hears of it.
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/debian/triggers
  CONTENT "activate-noawait ldconfig\n")
set(CPACK_DEBIAN_LIBCAMGLASS1_PACKAGE_CONTROL_EXTRA
  ${PROJECT_BINARY_DIR}/debian/triggers)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME camglass)
set(CPACK_PACKAGE_VENDOR camglass)
set(CPACK_PACKAGE_CONTACT "${CAMGLASS_MAINTAINER}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE
  GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PRE_BUILD_SCRIPTS
  ${PROJECT_SOURCE_DIR}/tools/packaging/same_times.cmake)
set(CPACK_DEB_COMPONENT_INSTALL ON)
get_cmake_property(CPACK_COMPONENTS_ALL COMPONENTS)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
