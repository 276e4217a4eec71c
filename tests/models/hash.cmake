# cmake -DFILE=<file> -DHASH=<SHA-256> -P hash.cmake: fails unless the file has that hash.
# SPDX-License-Identifier: BSL-1.0
file(SHA256 "${FILE}" hash)
if(NOT hash STREQUAL HASH)
  message(FATAL_ERROR "${FILE} has the SHA-256 ${hash}, not ${HASH}")
endif()
