// SPDX-License-Identifier: BSL-1.0
// What a program costs before it does anything.
int main() {}
