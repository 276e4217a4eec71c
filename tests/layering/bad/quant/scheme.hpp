// Fixture: fine apart from its question about the compiler, on two lines.
#pragma once
#include <edgetl/core/shape.hpp>
#include <edgetl/quant/scheme.hpp>
#ifdef NDEBUG
#elif defined(OTHER) || \
    defined(__clang__)
#endif
