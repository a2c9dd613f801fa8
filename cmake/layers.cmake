# SPDX-License-Identifier: GPL-3.0-or-later
# The layering of docs/architecture.md as an allow-list: what each library may use. mb_library() is the only way to make a library;
# configure stops where one asks for more. Two more guards run in the tests: each library links alone, and includes name only
# allowed folders (tests/structure).
set(MB_MAY_base "")
set(MB_MAY_signal base)
set(MB_MAY_dsp base signal)
set(MB_MAY_catalogue base signal dsp)
set(MB_MAY_meter base signal dsp catalogue)
set(MB_MAY_comm base signal dsp catalogue meter)
set(MB_MAY_sim base signal)
set(MB_MAY_engine base signal dsp catalogue comm)
set(MB_MAY_builtin base signal dsp catalogue meter comm sim engine)
set(MB_MAY_ports base comm)
# The other side of the wire: with the rig's drivers it shares core/base and the documents, nothing else.
set(MB_MAY_virtual_rig base signal dsp catalogue meter comm sim engine builtin ports)

set(MB_MAY_bridge base signal comm sim engine)
set(MB_MAY_core_meter base signal dsp catalogue meter comm bridge)  # of the bridge only abi.h
set(MB_MAY_hil base signal catalogue comm engine ports)
set(MB_MAY_cli base signal dsp catalogue meter comm sim engine builtin ports bridge hil virtual_rig)
set(MB_MAY_desk base signal dsp catalogue meter comm sim engine builtin ports)

# Folder of each layer, for the include check.
set(MB_DIR_base core/base)
set(MB_DIR_signal core/signal)
set(MB_DIR_dsp core/dsp)
set(MB_DIR_catalogue core/catalogue)
set(MB_DIR_meter core/meter)
set(MB_DIR_comm core/comm)
set(MB_DIR_sim sim)
set(MB_DIR_engine scenarios/engine)
set(MB_DIR_builtin sim/builtin)
set(MB_DIR_ports sim/ports)
set(MB_DIR_bridge firmware-bridge)
set(MB_DIR_core_meter firmware-bridge/core_meter)
set(MB_DIR_hil hil)
set(MB_DIR_virtual_rig hil/virtual_rig)
set(MB_DIR_cli app/cli)
set(MB_DIR_desk app/desk)

set(MB_LAYERS base signal dsp catalogue meter comm sim engine builtin ports bridge core_meter hil virtual_rig cli desk)

# mb_uses(layer SCOPE used…): checks the allow-list, then links.
function(mb_uses target layer scope)
  foreach(used IN LISTS ARGN)
    if(NOT used IN_LIST MB_MAY_${layer})
      message(FATAL_ERROR "layering: '${layer}' may not use '${used}' (cmake/layers.cmake, docs/architecture.md)")
    endif()
    target_link_libraries(${target} ${scope} mb_${used})
  endforeach()
endfunction()

# mb_library(layer USES layers… LIBS external… PRIVATE_LIBS external…): the layer's folder is its list of sources. Folders inside that
# are layers of their own do not count.
function(mb_library layer)
  cmake_parse_arguments(ARG "" "" "USES;LIBS;PRIVATE_LIBS;PRECOMPILE" ${ARGN})
  if(NOT layer IN_LIST MB_LAYERS)
    message(FATAL_ERROR "layering: '${layer}' is not a layer (cmake/layers.cmake)")
  endif()
  set(dir "${CMAKE_SOURCE_DIR}/${MB_DIR_${layer}}")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${dir}/*.cpp" "${dir}/*.hpp" "${dir}/*.inc")
  foreach(other IN LISTS MB_LAYERS)
    string(FIND "${MB_DIR_${other}}" "${MB_DIR_${layer}}/" inside)
    if(inside EQUAL 0)
      list(FILTER sources EXCLUDE REGEX "^${CMAKE_SOURCE_DIR}/${MB_DIR_${other}}/")
    endif()
  endforeach()
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  add_library(mb_${layer} STATIC ${sources})
  target_link_libraries(mb_${layer} PUBLIC mb_flags ${ARG_LIBS} PRIVATE ${ARG_PRIVATE_LIBS})
  list(LENGTH sources files)
  if(files GREATER 40)  # about one more that takes as long as three files
    mb_precompile(mb_${layer} <fmt/format.h> <algorithm> <array> <chrono> <cmath> <functional> <memory> <optional> <string> <variant> <vector> ${ARG_PRECOMPILE})
  elseif(ARG_PRECOMPILE)
    mb_precompile(mb_${layer} ${ARG_PRECOMPILE})
  endif()
  mb_uses(mb_${layer} ${layer} PUBLIC ${ARG_USES})
  set_property(GLOBAL APPEND PROPERTY MB_LIBRARIES ${layer})
endfunction()
