// What the embedded files hold: every byte once, in disorder, then noise.
// SPDX-License-Identifier: BSL-1.0
#pragma once

constexpr unsigned char pattern(unsigned long at) {
  if (at < 256) return static_cast<unsigned char>(at * 167 + 92);  // odd factor: every byte once
  unsigned long noise = at * 2654435761UL & 0xFFFFFFFFUL;
  noise               = ((noise ^ noise >> 15) * 2246822519UL) & 0xFFFFFFFFUL;
  return static_cast<unsigned char>(noise >> 13);
}
