# Compiling for 64-bit Arm with Debian's cross compiler (g++-aarch64-linux-gnu),
# against what tools/arm64/make_root unpacked. Where qemu-user-static is
# installed, tests run in it.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)

if(DEFINED ENV{CAMGLASS_ARM64_ROOT})
  set(CMAKE_SYSROOT $ENV{CAMGLASS_ARM64_ROOT})
else()
  cmake_path(SET CMAKE_SYSROOT NORMALIZE
    ${CMAKE_CURRENT_LIST_DIR}/../../build/arm64-root)
endif()
if(NOT EXISTS ${CMAKE_SYSROOT}/stamp)
  message(FATAL_ERROR
    "no libraries for arm64 in ${CMAKE_SYSROOT}; run tools/arm64/make_root")
endif()
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(ENV{PKG_CONFIG_SYSROOT_DIR} ${CMAKE_SYSROOT})
set(ENV{PKG_CONFIG_LIBDIR}
  ${CMAKE_SYSROOT}/usr/lib/aarch64-linux-gnu/pkgconfig:${CMAKE_SYSROOT}/usr/share/pkgconfig)

find_program(QEMU_AARCH64 qemu-aarch64-static)
if(QEMU_AARCH64)
  set(CMAKE_CROSSCOMPILING_EMULATOR ${QEMU_AARCH64} -L ${CMAKE_SYSROOT})
endif()
