// Fixture: knows a target and a layer nobody has.
#pragma once
#include <edgetl/target/scalar.hpp>
#include <edgetl/gpu/warp.hpp>
