# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -DPROGRAM=mb_accuracy -DPAGE=docs/accuracy.md -P compare_page.cmake: fails where the page is not what the program prints.
execute_process(COMMAND "${PROGRAM}" OUTPUT_VARIABLE printed RESULT_VARIABLE status)
if(status GREATER 1)
  message(FATAL_ERROR "${PROGRAM} ended with ${status}")
endif()
set(page "")
if(EXISTS "${PAGE}")
  file(READ "${PAGE}" page)
endif()
if(NOT printed STREQUAL page)
  message(FATAL_ERROR "${PAGE} is not what the program prints now; renew it with: ${PROGRAM} > ${PAGE}")
endif()
