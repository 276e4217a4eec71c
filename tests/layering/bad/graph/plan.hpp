// Fixture: knows what imports it and what trains it.
#pragma once
#include <edgetl/expr/map.hpp>
#include <edgetl/import/tflite/read.hpp>
#include <edgetl/train/loss.hpp>
