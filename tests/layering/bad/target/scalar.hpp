// Fixture: a target that knows graphs.
#pragma once
#include <edgetl/kernel/gemm.hpp>
#include <edgetl/graph/plan.hpp>
