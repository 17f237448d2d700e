# Every C++ file is what clang-format 14 makes of it.
include(${CMAKE_CURRENT_LIST_DIR}/sources.cmake)
find_program(CLANG_FORMAT clang-format-14)
if(NOT CLANG_FORMAT)
    message("SKIP: clang-format-14 is not installed")
    return()
endif()
house_sources(files "*.h" "*.cpp")
execute_process(COMMAND ${CLANG_FORMAT} --dry-run -Werror ${files}
    WORKING_DIRECTORY ${TOP} RESULT_VARIABLE failed)
if(failed)
    message(FATAL_ERROR "Run: clang-format-14 -i <the files above>")
endif()
