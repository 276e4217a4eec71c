# The README's Makefile, with an installed edgetl.
# SPDX-License-Identifier: BSL-1.0
install_edgetl()
set(ENV{PKG_CONFIG_PATH} "${prefix}/share/pkgconfig")
read_block(text make "pkg-config")
file(WRITE "${WORK}/own/Makefile" "${text}")
prepare_own_build("${WORK}/own")
run("${MAKE}" -C "${WORK}/own" "CXX=${HOST_COMPILER}" app)
run("${WORK}/own/app" ${digits_answers})
