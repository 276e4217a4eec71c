// Two libraries embed different files under one name, and each has its own.
// SPDX-License-Identifier: BSL-1.0
unsigned long first();
unsigned long second();

int main() { return first() == 64 && second() == 65 ? 0 : 1; }
