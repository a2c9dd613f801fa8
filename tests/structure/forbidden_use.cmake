# SPDX-License-Identifier: GPL-3.0-or-later
# Asks for a use that the allow-list forbids; the test expects the sentence.
cmake_minimum_required(VERSION 3.25)
include("${CMAKE_CURRENT_LIST_DIR}/../../cmake/layers.cmake")
mb_uses(mb_sim sim PUBLIC dsp)
