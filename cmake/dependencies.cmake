# SPDX-License-Identifier: GPL-3.0-or-later
# Every library from outside, each with its reason in docs/dependencies.md.
find_package(fmt 9 REQUIRED)
find_package(yaml-cpp 0.7 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
find_package(Threads REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(modbus REQUIRED IMPORTED_TARGET libmodbus)
if(MB_DESK)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Widgets PrintSupport)
  find_package(QCustomPlotQt6 REQUIRED)
endif()
