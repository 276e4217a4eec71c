// SPDX-License-Identifier: BSL-1.0
// Field ids and enumerators of the .tflite schema (version 3), as far as the importer reads them.
// Source: TensorFlow Lite's schema.fbs.
#pragma once

#include <edgetl/core/element.hpp>

#include <cstdint>

namespace edgetl::import::tflite::schema {

namespace model { inline constexpr int operator_codes = 1, subgraphs = 2, buffers = 4; }
namespace operator_code { inline constexpr int deprecated_code = 0, custom_code = 1, code = 3; }
namespace subgraph { inline constexpr int tensors = 0, inputs = 1, outputs = 2, operators = 3; }
namespace tensor {
inline constexpr int shape = 0, type = 1, buffer = 2, name = 3, quantization = 4, is_variable = 5, sparsity = 6,
                     external_buffer = 10;
}
namespace quantization { inline constexpr int scale = 2, zero_point = 3, details_type = 4, dimension = 6; }
namespace buffer { inline constexpr int data = 0, offset = 1, size = 2; }
namespace op { inline constexpr int code_index = 0, inputs = 1, outputs = 2, options_type = 3, options = 4; }

inline constexpr std::int32_t custom = 32;  // the operator code of custom operators

// Operators that run another subgraph.
constexpr bool calls_a_subgraph(std::int32_t code) { return code == 31 || code == 118 || code == 119 || code == 129; }

constexpr element_type element_of(std::int8_t type) {
  switch (type) {
    case 0: return element_type::float32;
    case 1: return element_type::float16;
    case 2: return element_type::int32;
    case 3: return element_type::uint8;
    case 4: return element_type::int64;
    case 6: return element_type::boolean;
    case 7: return element_type::int16;
    case 9: return element_type::int8;
    case 17: return element_type::int4;
    default: return element_type::unknown;
  }
}

}  // namespace edgetl::import::tflite::schema
