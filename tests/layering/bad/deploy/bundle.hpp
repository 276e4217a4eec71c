// Fixture: on top of everything, but not of targets.
#pragma once
#include <edgetl/compress/observe.hpp>
#include <edgetl/import/tflite/read.hpp>
#include <edgetl/target/native.hpp>
