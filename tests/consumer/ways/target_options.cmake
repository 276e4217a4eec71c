# edgetl_target_options() and what the build says about the target of a program, on x86 and with cross compilers; the
# sentences for mistakes, of edgetl_embed(), too.
# SPDX-License-Identifier: BSL-1.0
set(project "${here}/target_options")
set(x86 ${configure} ${host} -S "${project}" -B "${WORK}/x86" "-DSOURCE=${SOURCE}")

if(CMAKE_HOST_SYSTEM_PROCESSOR STREQUAL "x86_64")
  run(${x86})
  run("${CMAKE_COMMAND}" --build "${WORK}/x86")
  expect_in("${log}"
    "edgetl: silent runs by scalar, the portable reference: its flags name no instructions"
    "-> edgetl_target_options(silent native)"
    "edgetl: on_purpose runs by scalar" "edgetl: -mavx2 without -mfma runs by SSE4.1 -> add -mfma (half)"
    "edgetl: linked runs by x86::avx2" "edgetl: avx512_vnni runs by x86::avx512_vnni")
  if(log MATCHES "on_purpose runs by scalar, the")
    message(FATAL_ERROR "a target that was asked for is found fault with")
  endif()
  expect_refusal("there is no target `avx2` -> native, scalar, x86::sse41, x86::avx2," ${x86} -DMISTAKE=unknown)
  expect_refusal("`arm::neon` is no target for x86_64 -> native, or one of this processor"
    ${x86} -DMISTAKE=other_processor)
  expect_refusal("leave edgetl_target_options(app native) out" ${x86} -DMISTAKE=native_levels)
  expect_refusal("`class` means something in C++ already -> pass another NAME, such as class_model"
    ${x86} -DMISTAKE=keyword)
  expect_refusal("`models::new` can be no namespace -> pass NAMESPACE <a::b>" ${x86} -DMISTAKE=namespace)
  foreach(compiler IN LISTS HOST_COMPILER EMBED_COMPILER)  # without CMake: a note, whatever -Werror says
    run("${compiler}" -std=c++20 -mavx2 -Wall -Werror "-DEXPECTED=\"sse41\"" "-I${SOURCE}/include" -fsyntax-only
      "${project}/main.cpp")
    expect_in("${log}" "edgetl: -mavx2 without -mfma runs by SSE4.1 -> add -mfma")
  endforeach()
  run(${x86} -DMISTAKE=absent)  # a warning: something else may make it
  expect_in("${log}" "absent.tflite`, and nothing here makes it -> mind its name and folder")
  run(${x86} -DMISTAKE=lacking)
  expect_refusal("app is to run by x86::avx2, and its flags lack the instructions -> docs/targets.md lists them"
    "${CMAKE_COMMAND}" --build "${WORK}/x86")
endif()

if(AARCH64_COMPILER)
  run(${configure} "-DCMAKE_CXX_COMPILER=${AARCH64_COMPILER}" -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR=aarch64
    -S "${project}" -B "${WORK}/aarch64" "-DSOURCE=${SOURCE}")
  run("${CMAKE_COMMAND}" --build "${WORK}/aarch64")
  expect_in("${log}" "edgetl: cross_native runs by arm::neon" "edgetl: i8mm runs by arm::neon_i8mm")
endif()

if(ARM_COMPILER)
  set(arm ${configure} "-DCMAKE_CXX_COMPILER=${ARM_COMPILER}" -DCMAKE_SYSTEM_NAME=Generic
    -DCMAKE_SYSTEM_PROCESSOR=arm -DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY
    -S "${project}" -B "${WORK}/arm" "-DSOURCE=${SOURCE}")
  run(${arm})
  run("${CMAKE_COMMAND}" --build "${WORK}/arm")
  expect_in("${log}" "edgetl: dsp runs by cortex_m::dsp")
endif()
