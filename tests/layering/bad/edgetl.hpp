// Fixture: fine, users' header may include everything; and a comment about <vector> is no include.
#pragma once
#include <edgetl/graph/plan.hpp>
#include <edgetl/model.hpp>
#include <edgetl/target/native.hpp>
// #include <vector>
