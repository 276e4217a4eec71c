// expect: edgetl: this never appears
// SPDX-License-Identifier: BSL-1.0
