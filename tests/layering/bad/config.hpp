// Fixture: may ask about the compiler and stop it with a sentence, may not include the library.
#pragma once
#include <edgetl/version.hpp>
#include <edgetl/core/shape.hpp>
#include "edgetl: a sentence -> is no path"
#if defined(__GNUC__) || defined(_MSC_VER)
#endif
