// A function of a file, as the models of edgetl are: the linker merges those of one type.
// SPDX-License-Identifier: BSL-1.0
#pragma once

template <class File> [[gnu::noinline]] unsigned long size_of() { return File::size; }
