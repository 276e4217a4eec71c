# Networks of floats run by xsimd where it is found, without being told; edgetl_embed() knows them by their operators.
# SPDX-License-Identifier: BSL-1.0
include("${SOURCE}/cmake/edgetl_computes_in_floats.cmake")

# The vectors' names say what their models compute in; making codes of floats, or floats of codes, is not computing.
file(GLOB models "${SOURCE}/tests/vectors/models/*.tflite")
foreach(model IN LISTS models)
  edgetl_computes_in_floats(found "${model}")
  cmake_path(GET model STEM name)
  set(expected FALSE)
  if(name MATCHES "_f32|f16_weights|^hybrid_|^dequantize_constants" AND NOT name MATCHES "^quantize")
    set(expected TRUE)
  endif()
  if(NOT found STREQUAL expected)
    message(FATAL_ERROR "${name} computes in floats: ${expected}, and not ${found}")
  endif()
endforeach()

# A file that is cut off anywhere is no reason to stop before the compiler says so.
set(whole "${SOURCE}/tests/vectors/models/fc_f32_relu_no_bias.tflite")
file(READ "${whole}" hex HEX)
string(LENGTH "${hex}" length)
math(EXPR size "${length} / 2")
file(MAKE_DIRECTORY "${WORK}")
foreach(end RANGE 0 ${size} 7)
  execute_process(COMMAND head -c ${end} "${whole}" OUTPUT_FILE "${WORK}/cut.tflite")
  edgetl_computes_in_floats(found "${WORK}/cut.tflite")
endforeach()

set(floats ${configure} ${host} -S "${here}/floats" -B "${WORK}/floats" "-DSOURCE=${SOURCE}")
if(HAS_XSIMD)
  run(${floats} -DHAS_XSIMD=true)
  run("${CMAKE_COMMAND}" --build "${WORK}/floats")
  expect_in("${log}" "edgetl: network computes in floats: its default target is with_float32<native>, by xsimd")
endif()
set(floats ${configure} ${host} -S "${here}/floats" -B "${WORK}/without" "-DSOURCE=${SOURCE}"
  -DCMAKE_DISABLE_FIND_PACKAGE_xsimd=ON)
run(${floats} -DHAS_XSIMD=false)
run("${CMAKE_COMMAND}" --build "${WORK}/without" --target floats)
expect_in("${log}"
  "edgetl: network computes in floats and runs by the portable reference -> install xsimd (Debian: libxsimd-dev)")
expect_refusal("FLOAT32 ON needs xsimd 8 or later -> install it" ${floats} -DMISTAKE=1)
