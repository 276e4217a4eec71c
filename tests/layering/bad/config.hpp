// Fixture: may ask about the compiler, may not include the library.
#pragma once
#include <edgetl/version.hpp>
#include <edgetl/core/shape.hpp>
#if defined(__GNUC__) || defined(_MSC_VER)
#endif
