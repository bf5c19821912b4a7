# SPDX-License-Identifier: BSL-1.0
# cmake -DPROGRAM=... -DARGUMENTS=... -DEXPECTED=FILE -P run_example.cmake: PROGRAM must print
# exactly the contents of FILE.
execute_process(
  COMMAND ${PROGRAM} ${ARGUMENTS}
  OUTPUT_VARIABLE printed
  RESULT_VARIABLE status)
file(READ ${EXPECTED} expected)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "exit status ${status}, having printed:\n${printed}")
endif()
if(NOT printed STREQUAL expected)
  message(FATAL_ERROR "printed:\n${printed}\nexpected:\n${expected}")
endif()
