# SPDX-License-Identifier: GPL-3.0-or-later
# How everything is compiled. Determinism (docs/decisions/0003-lanes.md): no contraction of floating point, no fast math.
option(MB_DESK "Build the desktop app (Qt 6, QCustomPlot)" ON)
option(MB_TESTS "Build the tests" ON)
option(MB_INTEROP "Test against Modbus clients of others (mbpoll, node)" ON)
option(MB_BENCH "Build the benchmarks (Google Benchmark)" ON)
option(MB_FUZZ "Build the fuzz targets (clang with libFuzzer)" OFF)
option(MB_WERROR "Warnings are errors" OFF)
set(MB_SANITIZE "" CACHE STRING "Sanitizers, for example address,undefined")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

# For code whose speed does not matter and whose templates are slow to compile: command lines and tests.
set(MB_QUICK_COMPILE -O1)
if(MB_SANITIZE)
  set(MB_QUICK_COMPILE -O0)
endif()

# mb_precompile(TARGET headers…): where reading others' headers takes longer than compiling ours. Files include what they use all the same.
function(mb_precompile target)
  target_precompile_headers(${target} PRIVATE ${ARGN})
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess> "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endfunction()

find_program(MB_CCACHE ccache)
if(MB_CCACHE)
  # What a precompiled header defines is the same for all who use it: ccache need not doubt it.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${MB_CCACHE}")
  set(CMAKE_C_COMPILER_LAUNCHER "${MB_CCACHE}")
endif()

add_library(mb_flags INTERFACE)
target_include_directories(mb_flags INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(mb_flags INTERFACE -ffp-contract=off -fno-math-errno -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                       -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual)
# Vectors passed by value differ between ISA levels (all of ours are built alike); GCC 12 warns wrongly on std::string (PR105651), and whether
# it does depends on the length of the folder's name.
target_compile_options(mb_flags INTERFACE -Wno-psabi $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict> $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds>
                       $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow> $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overread>)
# The register maps are embedded as string literals, longer than the standard promises and than clang passes without a word.
target_compile_options(mb_flags INTERFACE $<$<CXX_COMPILER_ID:Clang>:-Wno-overlength-strings>)
if(MB_WERROR)
  target_compile_options(mb_flags INTERFACE -Werror)
endif()
if(MB_SANITIZE)
  target_compile_options(mb_flags INTERFACE -fsanitize=${MB_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(mb_flags INTERFACE -fsanitize=${MB_SANITIZE})
endif()
if(MB_FUZZ)  # the fuzzers steer by the edges that they reach, in the libraries, too
  target_compile_options(mb_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
