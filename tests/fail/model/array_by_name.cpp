// expect later: struct_with_bytes_and_size
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

// No sentence here: a compiler refuses a value for a type without a look at the template.
unsigned char digits_tflite[] = {0x1c, 0x00, 0x00, 0x00};

#ifdef EDGETL_POSITIVE_TWIN
edgetl::model<digits> net;
#else
edgetl::model<digits_tflite> net;
#endif
