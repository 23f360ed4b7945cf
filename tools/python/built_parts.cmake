# The parts of camglass as a build tree, CAMGLASS_BUILD, has them already, with
# the libraries that each of them is linked with.

# What must be there is told before anything else is looked for.
function(camglass_require file)
  if(NOT EXISTS ${CAMGLASS_BUILD}/${file})
    message(FATAL_ERROR "CAMGLASS_BUILD, ${CAMGLASS_BUILD}, has no library "
      "(${file}); run cmake --build there first")
  endif()
endfunction()
camglass_require(camapp/library/libcamglass.so.1)

find_package(JPEG REQUIRED)
find_package(PNG REQUIRED)
find_package(Protobuf REQUIRED)
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
find_package(hwy 1.0.3 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(DRAWING REQUIRED IMPORTED_TARGET
  libexif cairo pangocairo libwebp libwebpdemux libqrencode)
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
set(CAMGLASS_SHARED_HDF5 ON)
include(${sources}/weights/hdf5.cmake)

function(camglass_part name folder)
  camglass_require(${folder}/libcamglass_${name}.a)
  add_library(camglass_${name} STATIC IMPORTED)
  set_target_properties(camglass_${name} PROPERTIES
    IMPORTED_LOCATION ${CAMGLASS_BUILD}/${folder}/libcamglass_${name}.a)
  target_link_libraries(camglass_${name} INTERFACE ${ARGN})
endfunction()

camglass_part(engine engine hwy::hwy Threads::Threads)
camglass_part(nets nets camglass_engine)
camglass_part(models weights camglass_nets)
camglass_part(protos weights protobuf::libprotobuf-lite)
camglass_part(weights weights camglass_models camglass_protos camglass_hdf5
  PkgConfig::LIBZIP ZLIB::ZLIB)
camglass_part(picture camapp/picture camglass_engine PkgConfig::DRAWING
  JPEG::JPEG PNG::PNG ZLIB::ZLIB)
camglass_part(cam camapp/cam camglass_picture camglass_models)

# The file itself: a wheel has no symbolic links.
file(REAL_PATH ${CAMGLASS_BUILD}/camapp/library/libcamglass.so.1 library)
add_library(camglass SHARED IMPORTED)
set_target_properties(camglass PROPERTIES
  IMPORTED_LOCATION ${library}
  IMPORTED_SONAME libcamglass.so.1
  INTERFACE_INCLUDE_DIRECTORIES ${sources}/camapp/library)

set(programs)
foreach(program tools/camtool camapp/camapp)
  if(EXISTS ${CAMGLASS_BUILD}/${program})
    list(APPEND programs ${CAMGLASS_BUILD}/${program})
  endif()
endforeach()
