# edgetl_add_multiarch(<target> SOURCES <file>… ENTRIES <function>… [TARGETS <level>…])
#
# Compiles sources of <target> once for the flags that it has anyway and once for each level of x86, and adds
# all of them to it: levels are sse41, avx2, avx_vnni and avx512_vnni, all four by default. The sources define
#
#   extern "C" void classify(const std::int8_t* image, std::int8_t* scores);     // ENTRIES classify
#
# and use edgetl::model as always; whoever declares the same function and calls it gets the best variant that
# the processor and its operating system support, chosen at the first call. `const char* classify_target()`
# says which one.
#
# Several variants in one program are a danger: an inline function or a template is a weak symbol in each, the
# linker keeps one of them for all, and if it keeps the one with AVX, a baseline machine meets it in code that
# never asked for AVX. So every variant is first linked for itself (ld -r), COMDAT groups dissolved, and then
# all its symbols but the entries are made local. Nothing outside can refer to them, whatever library they are
# from; renaming a namespace or hiding symbols would leave std:: and the user's own inline functions in danger.
# The code stands in a section of its own, edgetl_<level>, so that anybody can check it. What that costs: inline
# variables and static variables of inline functions are not shared between variants. Code that would run
# before main() is refused, because it would run on every machine.
# SPDX-License-Identifier: BSL-1.0
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/edgetl_target_options.cmake")

function(edgetl_add_multiarch target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;ENTRIES;TARGETS")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_SOURCES OR NOT arg_ENTRIES)
    message(FATAL_ERROR "edgetl_add_multiarch: write edgetl_add_multiarch(<target> SOURCES <file>… "
      "ENTRIES <function>… [TARGETS sse41 avx2 avx_vnni avx512_vnni])")
  endif()
  if(NOT TARGET ${target})
    message(FATAL_ERROR "edgetl_add_multiarch: `${target}` is no target yet -> call it after add_executable")
  endif()
  if(NOT CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|amd64|AMD64)$" OR NOT CMAKE_EXECUTABLE_FORMAT STREQUAL "ELF")
    message(FATAL_ERROR "edgetl_add_multiarch: this is not x86-64 with ELF -> add the sources to `${target}` there")
  endif()
  if(NOT arg_TARGETS)
    set(arg_TARGETS sse41 avx2 avx_vnni avx512_vnni)
  endif()
  foreach(level IN LISTS arg_TARGETS)
    edgetl_flags_of(flags known x86::${level})
    if(NOT known)
      message(FATAL_ERROR "edgetl_add_multiarch: there is no level `${level}` -> sse41, avx2, avx_vnni or avx512_vnni")
    endif()
  endforeach()

  # GNU's, whatever the compiler: LLVM's linker does not dissolve groups before version 19, and prints otherwise.
  find_program(EDGETL_LINKER NAMES ld.bfd ld REQUIRED)
  find_program(EDGETL_OBJCOPY NAMES objcopy REQUIRED)
  find_program(EDGETL_OBJDUMP NAMES objdump REQUIRED)
  mark_as_advanced(EDGETL_LINKER EDGETL_OBJCOPY EDGETL_OBJDUMP)

  list(GET arg_ENTRIES 0 first)
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/edgetl_multiarch/${target}_${first}")
  set(script "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/edgetl_add_multiarch_localize.cmake")
  set(levels baseline)
  foreach(level sse41 avx2 avx_vnni avx512_vnni)  # the best last
    if(level IN_LIST arg_TARGETS)
      list(APPEND levels ${level})
      set_property(TARGET ${target} APPEND PROPERTY EDGETL_MULTIARCH_LEVELS x86::${level})
    endif()
  endforeach()

  foreach(level IN LISTS levels)
    set(part "${target}_${first}_${level}")
    add_library(${part} OBJECT ${arg_SOURCES})
    foreach(property INCLUDE_DIRECTORIES COMPILE_DEFINITIONS COMPILE_OPTIONS COMPILE_FEATURES LINK_LIBRARIES)
      set_property(TARGET ${part} PROPERTY ${property} "$<TARGET_PROPERTY:${target},${property}>")
    endforeach()
    edgetl_flags_of(flags known x86::${level})  # none for the baseline
    # GCC's unique symbols (inline variables, statics of inline functions) stay global whatever objcopy is told.
    target_compile_options(${part} PRIVATE ${flags} -fno-lto $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
    cmake_language(EVAL CODE "cmake_language(DEFER CALL edgetl_multiarch_follow [[${part}]] [[${target}]])")

    set(object "${folder}/${level}.o")
    add_custom_command(OUTPUT "${object}"
      COMMAND "${CMAKE_COMMAND}" "-DOBJECTS=$<JOIN:$<TARGET_OBJECTS:${part}>,|>" "-DOUTPUT=${object}" "-DLEVEL=${level}"
              "-DENTRIES=$<JOIN:${arg_ENTRIES},|>" "-DLINKER=${EDGETL_LINKER}" "-DOBJCOPY=${EDGETL_OBJCOPY}" "-DOBJDUMP=${EDGETL_OBJDUMP}"
              -P "${script}"
      DEPENDS ${part} $<TARGET_OBJECTS:${part}> "${script}"  # the first for Makefiles, which know no rule for objects
      COMMENT "Localizing ${first} for ${level}" VERBATIM)
    set_source_files_properties("${object}" PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
    target_sources(${target} PRIVATE "${object}")
  endforeach()

  # The dispatcher: one line of code per entry and level, and assembly that any signature passes through.
  set(entry_points "")
  set(declarations "")
  set(choices "")
  list(TRANSFORM levels REPLACE "(.+)" "own.is_\\1()" OUTPUT_VARIABLE conditions)
  list(JOIN conditions ", " conditions)
  foreach(entry IN LISTS arg_ENTRIES)
    set(functions "")
    foreach(level IN LISTS levels)
      string(APPEND declarations "void ${entry}_edgetl_${level}();\n")
      list(APPEND functions "${entry}_edgetl_${level}")
    endforeach()
    list(JOIN functions ", " functions)
    string(APPEND declarations "[[gnu::visibility(\"hidden\")]] extern void (*edgetl_chosen_${entry})();\nconst char* ${entry}_target() { return names[best()]; }\n")
    string(APPEND choices "  {\n    constexpr function all[] = {${functions}};\n    __atomic_store_n(&edgetl_chosen_${entry}, all[which], __ATOMIC_RELAXED);\n  }\n")
    string(CONFIGURE [[
asm(R"(
        .text
        .globl  @entry@
        .type   @entry@, @function
        .p2align 4
@entry@:
        endbr64
        jmp     *edgetl_chosen_@entry@(%rip)
        .size   @entry@, . - @entry@
.Lfirst_@entry@:
        pushq   %rdi
        pushq   %rsi
        pushq   %rdx
        pushq   %rcx
        pushq   %r8
        pushq   %r9
        pushq   %rax
        subq    $128, %rsp
        movups  %xmm0, (%rsp)
        movups  %xmm1, 16(%rsp)
        movups  %xmm2, 32(%rsp)
        movups  %xmm3, 48(%rsp)
        movups  %xmm4, 64(%rsp)
        movups  %xmm5, 80(%rsp)
        movups  %xmm6, 96(%rsp)
        movups  %xmm7, 112(%rsp)
        call    edgetl_choose_@first@
        movups  (%rsp), %xmm0
        movups  16(%rsp), %xmm1
        movups  32(%rsp), %xmm2
        movups  48(%rsp), %xmm3
        movups  64(%rsp), %xmm4
        movups  80(%rsp), %xmm5
        movups  96(%rsp), %xmm6
        movups  112(%rsp), %xmm7
        addq    $128, %rsp
        popq    %rax
        popq    %r9
        popq    %r8
        popq    %rcx
        popq    %rdx
        popq    %rsi
        popq    %rdi
        jmp     *edgetl_chosen_@entry@(%rip)

        .section .data.rel, "aw"
        .p2align 3
        .globl  edgetl_chosen_@entry@
        .hidden edgetl_chosen_@entry@
edgetl_chosen_@entry@:
        .quad   .Lfirst_@entry@
        .text
)");
]] code @ONLY)
    string(APPEND entry_points "${code}")
  endforeach()
  list(JOIN levels "\", \"" names)
  configure_file("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/edgetl_add_multiarch_dispatch.cpp.in" "${folder}/dispatch.cpp" @ONLY)
  set_source_files_properties("${folder}/dispatch.cpp" PROPERTIES COMPILE_OPTIONS "-fno-lto")
  target_sources(${target} PRIVATE "${folder}/dispatch.cpp")
endfunction()

# What <target> waits for before it compiles (embedded models), its parts wait for, too. Runs at the end of the
# folder's CMakeLists.txt and also copies what CMake takes no generator expression for.
function(edgetl_multiarch_follow part target)
  foreach(property POSITION_INDEPENDENT_CODE CXX_EXTENSIONS)
    get_property(given TARGET ${target} PROPERTY ${property} SET)
    if(given)
      get_target_property(value ${target} ${property})
      set_property(TARGET ${part} PROPERTY ${property} "${value}")
    endif()
  endforeach()
  get_target_property(type ${target} TYPE)
  get_target_property(wanted ${target} EDGETL_WANTED_TARGET)
  if(wanted STREQUAL "native")
    message(FATAL_ERROR "edgetl_add_multiarch: `${target}` is compiled for this machine alone, and so would be what runs on others "
      "-> leave edgetl_target_options(${target} native) out")
  endif()
  if(type MATCHES "^(SHARED|MODULE)_LIBRARY$")
    set_property(TARGET ${part} PROPERTY POSITION_INDEPENDENT_CODE ON)
  endif()
  get_target_property(steps ${target} MANUALLY_ADDED_DEPENDENCIES)
  if(steps)
    add_dependencies(${part} ${steps})
  endif()
endfunction()
