# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -D NPM=… -D FROM=folder of package.json -D TO=folder -P npm_packages.cmake: installs what the lock file pins, once.
if(EXISTS "${TO}/done.json")
  file(READ "${TO}/done.json" installed)
  file(READ "${FROM}/package-lock.json" wanted)
  if(installed STREQUAL wanted)
    return()
  endif()
endif()
file(MAKE_DIRECTORY "${TO}")
file(COPY "${FROM}/package.json" "${FROM}/package-lock.json" DESTINATION "${TO}")
# Serial lines are an optional part that would compile native code; TCP needs none of it.
execute_process(COMMAND "${NPM}" ci --omit=optional --ignore-scripts --no-audit --no-fund WORKING_DIRECTORY "${TO}" RESULT_VARIABLE status
                OUTPUT_VARIABLE said ERROR_VARIABLE said TIMEOUT 100)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "npm ci failed (is there a network?): ${said}")
endif()
file(COPY_FILE "${FROM}/package-lock.json" "${TO}/done.json")
