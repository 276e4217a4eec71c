// SPDX-License-Identifier: BSL-1.0
// Weights packed while compiling: for a panel of output channels, the biases, then the weights in the order in
// which a tile reads them, [term][channel]. Channels that do not exist have weights of 0.
#pragma once

#include <edgetl/core/array.hpp>
#include <edgetl/core/language.hpp>
#include <edgetl/kernel/epilogue.hpp>
#include <edgetl/layout/weights.hpp>
#include <edgetl/quant/scheme.hpp>
#include <edgetl/target/split.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::float32 {

// Plain floats that the compiler can read.
template <class Weights>
concept known_floats = layout::known_weights_operand<Weights> && same_as<typename Weights::scheme, quant::unquantized<float>> &&
                       same_as<typename Weights::layout, layout::dense>;

template <class Epilogue>
concept known_clamp_epilogue = requires {
  { Epilogue::clamp() } -> same_as<kernel::bounds<float>>;
  { Epilogue::bias(0) } -> same_as<float>;
};

// Where the weight of a term stands in the file: term * per_term + channel * per_channel.
struct weight_order {
  std::int32_t terms, channels;
  std::int32_t per_term, per_channel;

  friend constexpr bool operator==(const weight_order&, const weight_order&) = default;
};

template <int Channels, int Terms> struct panel {
  alignas(64) float weights[Terms * Channels] = {};
  alignas(64) float bias[Channels]            = {};
};

// The most weights of a panel: one constant expression makes it, and Clang 14 gives that a million steps.
inline constexpr std::int64_t largest_panel = 160000;

template <class Weights, class Epilogue, weight_order Order, int First, int Channels> constexpr auto make_panel() {
  constexpr int           valid = Order.channels - First < Channels ? Order.channels - First : Channels;
  panel<Channels, Order.terms> result{};
  const auto                   from = Weights::known();
  for (int term = 0; term < Order.terms; ++term) {
    const int at = First * Order.per_channel + term * Order.per_term, to = term * Channels;
    for (int lane = 0; lane < valid; ++lane) result.weights[to + lane] = from[at + lane * Order.per_channel];
  }
  for (int lane = 0; lane < valid; ++lane) result.bias[lane] = Epilogue::bias(First + lane);
  return result;
}
template <class Weights, class Epilogue, weight_order Order, int First, int Channels>
inline constexpr auto panel_of = make_panel<Weights, Epilogue, Order, First, Channels>();

// The panels of a layer: those of full width, and the narrower ones behind them.
template <class Wide, class Narrow, int WideCount, int NarrowCount> struct panel_list {
  const Wide*   wide[WideCount];
  const Narrow* narrow[NarrowCount > 0 ? NarrowCount : 1];
};

// Packs a layer in panels of at most Vectors vectors of Count channels.
template <int Count, int Vectors, class Weights, class Epilogue, weight_order Order> struct packed_layer {
  static constexpr even_split groups{(Order.channels + Count - 1) / Count, Vectors};
  static constexpr int        narrow_vectors = groups.width() > 1 ? groups.width() - 1 : 1;

  template <int Group> static constexpr const auto& panel() {
    return panel_of<Weights, Epilogue, Order, groups.first(Group) * Count, groups.size(Group) * Count>;
  }
  static constexpr auto make() {
    using list = panel_list<float32::panel<groups.width() * Count, Order.terms>, float32::panel<narrow_vectors * Count, Order.terms>,
                            groups.wide(), groups.narrow()>;
    return []<std::int32_t... Wide, std::int32_t... Narrow>(integer_sequence<std::int32_t, Wide...>, integer_sequence<std::int32_t, Narrow...>) {
      return list{{&panel<Wide>()...}, {&panel<groups.wide() + Narrow>()...}};
    }(make_integer_sequence<std::int32_t, groups.wide()>{}, make_integer_sequence<std::int32_t, groups.narrow()>{});
  }
  static constexpr auto panels = make();
};

// Calls run.operator()<vectors, channels>(panel, first) for every panel; `channels` of its channels exist. Only a
// last panel that is not full has a body of its own.
template <int Vectors, int Count, int All, int Last, class Panels, class Run>
EDGETL_INLINE void for_each_of_one_width(const Panels& panels, std::int32_t first, Run run) {
  constexpr int full = Last == Vectors * Count ? All : All - 1;
  for (std::int32_t g = 0; g < full; ++g) run.template operator()<Vectors, Vectors * Count>(*panels[g], first + g * (Vectors * Count));
  if constexpr (full < All) run.template operator()<Vectors, Last>(*panels[full], first + full * (Vectors * Count));
}
template <int Count, int Channels, even_split Groups, class List, class Run> EDGETL_INLINE void for_each_panel(const List& panels, Run run) {
  constexpr int rest = Channels - Groups.first(Groups.count() - 1) * Count, width = Groups.width(), narrow = Groups.narrow();
  [[maybe_unused]] constexpr int first_narrow = Groups.first(Groups.wide()) * Count;
  for_each_of_one_width<width, Count, Groups.wide(), narrow == 0 ? rest : width * Count>(panels.wide, 0, run);
  if constexpr (narrow > 0) for_each_of_one_width<width - 1, Count, narrow, rest>(panels.narrow, first_narrow, run);
}

}  // namespace edgetl::target::float32
