// Fixture: a standard header that is too dear.
#pragma once
#include <vector>
#include <array>
