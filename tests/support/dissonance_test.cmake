# dissonance_test(<name> LABEL <engine|ui|cli|slow…> [ALONE] [TIMEOUT s] SOURCES … LIBRARIES …)
#
# ALONE: looks at how long something takes, so that no other test may run beside it.
#
# A Qt Test program registered with ctest: offscreen, in a fixed locale and time zone. It finds
# the real recordings in DISSONANCE_DATA_DIR and skips what needs them where they are absent.
set(DISSONANCE_DATA_DIR "${CMAKE_SOURCE_DIR}/../shared/data" CACHE PATH
    "Folder with real recordings for data tests; they skip where it is absent")

add_custom_target(engine_tests)

function(dissonance_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "ALONE" "TIMEOUT" "LABEL;SOURCES;LIBRARIES")
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    # A hang is a hang, but under a sanitizer all takes several times as long.
    if(CMAKE_CXX_FLAGS MATCHES "-fsanitize")
        math(EXPR arg_TIMEOUT "4 * ${arg_TIMEOUT}")
    endif()
    add_executable(${name} ${arg_SOURCES})
    set_target_properties(${name} PROPERTIES
        AUTOMOC ON
        RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    target_compile_definitions(${name} PRIVATE
        DISSONANCE_DATA_DIR="${DISSONANCE_DATA_DIR}"
        DISSONANCE_TEST_DATA_DIR="${CMAKE_SOURCE_DIR}/tests/data")
    target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} Qt6::Test house_flags)
    add_test(NAME ${name} COMMAND ${name})
    if("engine" IN_LIST arg_LABEL)
        add_dependencies(engine_tests ${name})
    endif()
    # die_after_fork: QProcess starts programs from a child that shares its parent's memory.
    set_tests_properties(${name} PROPERTIES
        LABELS "${arg_LABEL}"
        TIMEOUT ${arg_TIMEOUT}
        RUN_SERIAL ${arg_ALONE}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;TZ=UTC;TSAN_OPTIONS=halt_on_error=1:die_after_fork=0:suppressions=${CMAKE_SOURCE_DIR}/tests/support/tsan.supp")
endfunction()
