// SPDX-License-Identifier: BSL-1.0
// A dense layer whose weights stay as the file has them: models too large to be packed by the compiler.
// Products run along the codes of one output channel, so a vector holds partial sums of one output.
#pragma once

#include <edgetl/core/array.hpp>
#include <edgetl/target/x86/contraction.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::x86 {

inline constexpr int unpacked_channels = 4, unpacked_positions = 2;

// The epilogue's constants of every channel, padded to whole vectors.
template <int Channels> struct unpacked_constants {
  std::int32_t     bias[Channels] = {};
  scales<Channels> by{};
};
template <class Epilogue, int Valid, int Channels, int Terms, scale_facts Facts> constexpr auto make_unpacked_constants() {
  unpacked_constants<Channels> result{};
  for (int c = 0; c < Valid; ++c) {
    const auto own = channels_of<Epilogue, Valid, Terms, false>[static_cast<std::size_t>(c)];
    result.bias[c] = lifted<typename Epilogue::arithmetic, Facts>(own.bias);
    result.by.set(c, own.factor, own.zero_point, rounds_twice<typename Epilogue::arithmetic>, Facts);
  }
  return result;
}
template <class Epilogue, int Valid, int Channels, int Terms, scale_facts Facts>
inline constexpr auto unpacked_constants_of = make_unpacked_constants<Epilogue, Valid, Channels, Terms, Facts>();

// Sums of Positions output positions and four channels; run r of channel c stands at c * terms + r * run_length.
template <dot_engine Engine, layer_shape Shape, int Positions>
EDGETL_INLINE void unpacked_sums(const typename Engine::activation* const (&image)[Positions], const std::int8_t* const (&codes)[unpacked_channels],
                                 std::int32_t (&sums)[Positions][unpacked_channels]) {
  using vector                = typename Engine::vector;
  constexpr product_order order  = Shape.order();
  constexpr tile_layout   layout = Shape.layout(1);
  constexpr int           width  = Engine::count * Engine::depth;  // codes per vector
  typename Engine::integers partial[Positions][unpacked_channels]{};
  const auto one = [&](std::int32_t at, std::int32_t code, auto load) {
    vector weights[unpacked_channels];
#pragma GCC unroll 4
    for (int c = 0; c < unpacked_channels; ++c) weights[c] = load(codes[c] + code);
#pragma GCC unroll 4
    for (int p = 0; p < Positions; ++p) {
      const vector activations = Engine::load(image[p] + at);
#pragma GCC unroll 4
      for (int c = 0; c < unpacked_channels; ++c)
        partial[p][c] = (typename Engine::integers)Engine::dot((vector)partial[p][c], activations, weights[c]);
    }
  };
  const auto whole = [](const std::int8_t* from) { return Engine::load_weights(from); };  // no pointer: GCC -O1 would call it
  for (std::int32_t run = 0; run < order.runs; ++run) {
    const std::int32_t at   = run / layout.runs_x * layout.run_step_y + run % layout.runs_x * layout.run_step_x;
    const std::int32_t code = run * order.run_length;
    for (std::int32_t k = 0; k + width <= order.run_length; k += width) one(at + k, code + k, whole);
    // the rest: the run's last vector, of which the codes already seen count as 0
    if constexpr (order.run_length % width != 0)
      one(at + order.run_length - width, code + order.run_length - width,
          [](const std::int8_t* from) { return Engine::template load_last_weights<order.run_length % width>(from); });
  }
#pragma GCC unroll 4
  for (int p = 0; p < Positions; ++p)
    _mm_storeu_si128(reinterpret_cast<__m128i*>(sums[p]),
                     Engine::sums_of_4((vector)partial[p][0], (vector)partial[p][1], (vector)partial[p][2], (vector)partial[p][3]));
}

template <dot_engine Engine, class Arithmetic, scale_facts Facts, layer_shape Shape, class Constants>
EDGETL_KERNEL void run_unpacked(const std::int8_t* input, unsigned char* scratch, std::int32_t zero_point, const unsigned char* file_codes,
                                const Constants& constants, output_range range, std::int8_t* output) {
  constexpr product_order order  = Shape.order();
  constexpr tile_layout   layout = Shape.layout(1);
  constexpr int           group  = 8, terms = order.runs * order.run_length;
  auto*                   image  = reinterpret_cast<typename Engine::activation*>(scratch);
  const auto*             codes  = reinterpret_cast<const std::int8_t*>(file_codes);
  constexpr std::int32_t  all    = Shape.rows() * Shape.columns(), last = Shape.output_channels - 1;
  for (std::int32_t batch = 0; batch < Shape.batches; ++batch) {
    copy_image<Engine, Shape.image>(image, input, zero_point);
    for (std::int32_t first = 0; first < Shape.output_channels; first += group) {
      const std::int8_t* from[group];
      for (int c = 0; c < group; ++c) from[c] = codes + static_cast<std::ptrdiff_t>(first + c < last ? first + c : last) * terms;
      const std::int32_t valid = Shape.output_channels - first < group ? Shape.output_channels - first : group;
      for (std::int32_t position = 0; position < all; position += unpacked_positions) {
        const typename Engine::activation* at[unpacked_positions];
        for (int p = 0; p < unpacked_positions; ++p) {
          const std::int32_t own = position + p < all ? position + p : position;
          at[p]                  = image + own / Shape.columns() * layout.step_y + own % Shape.columns() * layout.step_x;
        }
        std::int32_t sums[group / unpacked_channels][unpacked_positions][unpacked_channels];
        for (int half = 0; half < group / unpacked_channels; ++half) {
          const std::int8_t* four[unpacked_channels] = {from[half * 4], from[half * 4 + 1], from[half * 4 + 2], from[half * 4 + 3]};
          unpacked_sums<Engine, Shape>(at, four, sums[half]);
        }
        for (int p = 0; p < unpacked_positions && position + p < all; ++p) {
          std::int32_t row[group];
          for (int c = 0; c < group; ++c) row[c] = sums[c / 4][p][c % 4];
          typename Engine::vector results[group / Engine::count];
          for (int v = 0; v < group / Engine::count; ++v)
            results[v] = requantize<Arithmetic, Engine, Facts>(
                Engine::add(Engine::load(row + v * Engine::count), Engine::load(constants.bias + first + v * Engine::count)), constants.by,
                first + v * Engine::count);
          alignas(16) std::int8_t store[16];
          store_codes<Engine, group>(store, results, range);
          __builtin_memcpy(output + static_cast<std::ptrdiff_t>(position + p) * Shape.output_channels + first, store, static_cast<std::size_t>(valid));
        }
      }
    }
    input += Shape.image.height.input * Shape.image.width.input * Shape.image.channels;
    output += all * Shape.output_channels;
  }
}

// Whether a run fills a vector; the engine's, not the file's.
template <dot_engine Engine> constexpr bool runs_unpacked(const layer_shape& shape) { return shape.order().run_length >= Engine::count * Engine::depth; }

template <dot_engine Engine> constexpr kernel::choice choose_unpacked(const layer_shape& shape) {
  if (!runs_unpacked<Engine>(shape)) return {};
  return {kernel::named(Engine::unpacked_name), unpacked_positions, unpacked_channels, 0,
          (shape.image.size() + 16) * static_cast<std::int32_t>(sizeof(typename Engine::activation))};
}

template <dot_engine Engine, layer_shape Shape, std::int32_t ZeroPoint, class Weights, class Epilogue>
EDGETL_INLINE void contract_unpacked(const std::int8_t* input, unsigned char* scratch, std::int8_t* output) {
  constexpr product_order order = Shape.order();
  constexpr scale_facts   facts = layer_facts<Epilogue, Shape.output_channels, order.runs * order.run_length, false>();
  constexpr int           all   = (Shape.output_channels + 7) / 8 * 8;
  run_unpacked<Engine, typename Epilogue::arithmetic, facts, Shape>(input, scratch, ZeroPoint, Weights::stored().codes,
                                                                  unpacked_constants_of<Epilogue, Shape.output_channels, all, order.runs * order.run_length, facts>,
                                                                  Epilogue::output.clamp, output);
}

}  // namespace edgetl::target::x86
