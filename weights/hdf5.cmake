# camglass_hdf5: HDF5 to link with, statically where its archive is there. Debian's
# archive can't be part of a shared library: CAMGLASS_SHARED_HDF5 is for those.
# By pkg-config: CMake's own module asks for a C compiler.
include(CheckCXXSourceCompiles)
pkg_search_module(HDF5 REQUIRED IMPORTED_TARGET hdf5-serial hdf5)
# Debian's shared one needs those of curl, Kerberos, LDAP ...: loading thirty
# libraries for a format that is rarely read is half of a short run's start.
# Archives that were built to need more than these are left alone.
find_library(HDF5_ARCHIVE libhdf5.a HINTS ${HDF5_LIBRARY_DIRS} NO_DEFAULT_PATH)
find_library(SZIP sz)
if(HDF5_ARCHIVE AND SZIP AND NOT CAMGLASS_SHARED_HDF5)
  set(CMAKE_REQUIRED_INCLUDES ${HDF5_INCLUDE_DIRS})
  set(CMAKE_REQUIRED_LIBRARIES
    ${HDF5_ARCHIVE} ${SZIP} ZLIB::ZLIB ${CMAKE_DL_LIBS} m)
  check_cxx_source_compiles("#include <hdf5.h>
    int main() { return H5open() + (H5Pcreate(H5P_FILE_ACCESS) +
      H5Fopen(\"\", H5F_ACC_RDONLY, H5P_DEFAULT) > 0); }"
    HDF5_ARCHIVE_LINKS)
  unset(CMAKE_REQUIRED_INCLUDES)
  unset(CMAKE_REQUIRED_LIBRARIES)
endif()
if(HDF5_ARCHIVE_LINKS)
  add_library(camglass_hdf5 STATIC IMPORTED)
  set_target_properties(camglass_hdf5 PROPERTIES
    IMPORTED_LOCATION ${HDF5_ARCHIVE}
    INTERFACE_INCLUDE_DIRECTORIES "${HDF5_INCLUDE_DIRS}"
    INTERFACE_LINK_LIBRARIES "${SZIP};ZLIB::ZLIB;${CMAKE_DL_LIBS};m")
else()
  add_library(camglass_hdf5 ALIAS PkgConfig::HDF5)
endif()
