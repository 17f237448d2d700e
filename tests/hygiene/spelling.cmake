# codespell over sources and prose.
include(${CMAKE_CURRENT_LIST_DIR}/sources.cmake)
find_program(CODESPELL codespell)
if(NOT CODESPELL)
    message("SKIP: codespell is not installed")
    return()
endif()
house_sources(files "*.h" "*.cpp" "*.md" "*.cmake" "*.txt" "packaging/*" ".ci/*")
list(FILTER files EXCLUDE REGEX "^tests/data/|\\.(svg|png)$")
execute_process(COMMAND ${CODESPELL} --ignore-words ${CMAKE_CURRENT_LIST_DIR}/words.txt ${files}
    WORKING_DIRECTORY ${TOP} RESULT_VARIABLE failed)
if(failed)
    message(FATAL_ERROR "Mend the words above, or add a right one to tests/hygiene/words.txt.")
endif()
