// Fixture: knows what comes after it, and users' header; brackets and semicolons: a[1]; b[2];
#pragma once
#include <edgetl/config.hpp>
#  include   <edgetl/quant/scheme.hpp>  // quant
#include <edgetl/edgetl.hpp>
#include "sibling.hpp"
#include <cmath>
