// Fixture: fine, the one file that may ask about instructions.
#pragma once
#ifdef __AVX2__
#include <edgetl/target/x86/avx2.hpp>
#endif
