# SPDX-License-Identifier: GPL-3.0-or-later
# Compiles the dialects of resources/dialects into mb_hil, so that the programs run from any folder.
# Included, it defines mb_embed_dialects(OUTPUT); run as a script (cmake -D OUT=… -D FILES=a,b -P embed_dialects.cmake), it writes the source.

if(CMAKE_SCRIPT_MODE_FILE)
  string(REPLACE "," ";" FILES "${FILES}")
  set(cases "")
  set(quoted "")
  foreach(file IN LISTS FILES)
    get_filename_component(name "${file}" NAME_WE)
    file(READ "${file}" text)
    string(APPEND cases "    if (name == \"${name}\") return DialectText{\"resources/dialects/${name}.yaml\", R\"mbdialect(${text})mbdialect\"};\n")
    string(APPEND quoted "\"${name}\", ")
  endforeach()
  file(WRITE "${OUT}" "// Made by cmake/embed_dialects.cmake from resources/dialects; not to be edited.
#include <array>

#include \"hil/scpi/dialect.hpp\"

namespace mb::hil {

std::optional<DialectText> builtin_dialect(std::string_view name) {
${cases}    return std::nullopt;
}

std::span<std::string_view const> builtin_dialect_names() {
    static constexpr auto kNames = std::to_array<std::string_view>({${quoted}});
    return kNames;
}

}  // namespace mb::hil
")
  return()
endif()

set(MB_EMBED_DIALECTS_SCRIPT "${CMAKE_CURRENT_LIST_FILE}")

# To be called in the folder whose target compiles OUTPUT.
function(mb_embed_dialects output)
  file(GLOB files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/resources/dialects/*.yaml")
  list(JOIN files "," joined)
  add_custom_command(
    OUTPUT "${output}"
    COMMAND "${CMAKE_COMMAND}" -D "OUT=${output}" -D "FILES=${joined}" -P "${MB_EMBED_DIALECTS_SCRIPT}"
    DEPENDS ${files} "${MB_EMBED_DIALECTS_SCRIPT}"
    COMMENT "Embedding the dialects of sources"
    VERBATIM)
endfunction()
