// Fixture: asks about instructions elsewhere.
#pragma once
#if defined(__AVX512F__)
#endif
