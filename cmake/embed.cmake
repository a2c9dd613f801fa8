# SPDX-License-Identifier: GPL-3.0-or-later
# Compiles the register maps of resources/maps into mb_catalogue, so that the programs run from any folder.
# Included, it defines mb_embed_maps(OUTPUT); run as a script (cmake -D OUT=… -D MAPS=a,b -P embed.cmake), it writes the source file.

if(CMAKE_SCRIPT_MODE_FILE)
  string(REPLACE "," ";" MAPS "${MAPS}")
  # A map is NAME.csv and every NAME-….csv.
  set(names "")
  foreach(file IN LISTS MAPS)
    get_filename_component(stem "${file}" NAME_WE)
    string(REGEX REPLACE "-.*" "" name "${stem}")
    list(APPEND names "${name}")
    file(READ "${file}" text)
    set(part "        {\"resources/maps/${stem}.csv\", R\"mbmap(${text})mbmap\"},\n")
    if(stem STREQUAL name)
      string(PREPEND parts_${name} "${part}")
    else()
      string(APPEND parts_${name} "${part}")
    endif()
  endforeach()
  list(REMOVE_DUPLICATES names)
  set(cases "")
  set(quoted "")
  foreach(name IN LISTS names)
    string(APPEND cases "    static constexpr MapText k_${name}[] = {\n${parts_${name}}    };\n    if (name == \"${name}\") { return k_${name}; }\n")
    string(APPEND quoted "\"${name}\", ")
  endforeach()
  file(WRITE "${OUT}" "// Made by cmake/embed.cmake from resources/maps; not to be edited.
#include <array>

#include \"core/catalogue/register_map.hpp\"

namespace mb {

std::span<MapText const> builtin_map(std::string_view name) {
${cases}    return {};
}

std::span<std::string_view const> builtin_map_names() {
    static constexpr auto kNames = std::to_array<std::string_view>({${quoted}});
    return kNames;
}

}  // namespace mb
")
  return()
endif()

set(MB_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_FILE}")

# To be called in the folder whose target compiles OUTPUT.
function(mb_embed_maps output)
  file(GLOB maps CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/resources/maps/*.csv")
  list(JOIN maps "," joined)
  add_custom_command(
    OUTPUT "${output}"
    COMMAND "${CMAKE_COMMAND}" -D "OUT=${output}" -D "MAPS=${joined}" -P "${MB_EMBED_SCRIPT}"
    DEPENDS ${maps} "${MB_EMBED_SCRIPT}"
    COMMENT "Embedding the register maps"
    VERBATIM)
endfunction()
