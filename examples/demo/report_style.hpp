// SPDX-License-Identifier: BSL-1.0
// How the report looks, by day and by night.
#pragma once

namespace edgetl_demo {

inline constexpr const char* report_style = R"css(
:root { color-scheme: light dark; --paper: #fbfbf9; --card: #ffffff; --ink: #1d2329; --faint: #66707a; --rule: #dfe3e6;
  --good: #1a7f4b; --bad: #b42318; --edge: #8a949e; --accent: #2f6fb0;
  --c0: #cfe3f7; --c1: #d5efdc; --c2: #fbe5c6; --c3: #e7dcf6; --c4: #f9d9de; --c5: #d3eff0;
  --k-computes: #e2eefb; --k-maps: #e5f4e8; --k-moves: #f1f1ee; --k-end: #fff6df; }
@media (prefers-color-scheme: dark) { :root { --paper: #14181c; --card: #1c2126; --ink: #e6eaee; --faint: #98a2ac; --rule: #313a42;
  --good: #57c98d; --bad: #ff8a7a; --edge: #6f7a85; --accent: #7ab4ee;
  --c0: #24425f; --c1: #23482f; --c2: #544322; --c3: #41355a; --c4: #57303a; --c5: #1f4b4d;
  --k-computes: #213850; --k-maps: #213b29; --k-moves: #2a2e32; --k-end: #3f3820; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1320px; padding: 32px 28px 64px; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 30px; margin: 0; letter-spacing: -0.01em; overflow-wrap: anywhere; } h2 { font-size: 19px; margin: 40px 0 12px; }
p { margin: 6px 0; } .faint { color: var(--faint); } .good { color: var(--good); } .bad { color: var(--bad); font-weight: 600; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(165px, 1fr)); gap: 12px; margin: 22px 0 0; }
.card { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 12px 16px; }
.card b { display: block; font-size: 20px; line-height: 1.3; white-space: nowrap; } .card span { color: var(--faint); font-size: 13px; }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--rule); border-radius: 10px; }
.scroll.picture { padding: 12px; } .picture svg { display: block; margin: 0 auto; max-width: none; }
table { border-collapse: collapse; width: 100%; font-size: 13.5px; } th, td { padding: 7px 8px; text-align: left; vertical-align: top; }
th { color: var(--faint); font-weight: 600; border-bottom: 1px solid var(--rule); white-space: nowrap; }
tr + tr td { border-top: 1px solid var(--rule); } .n { text-align: right; white-space: nowrap; } td.op { white-space: nowrap; font-weight: 600; }
td.nowrap, code { white-space: nowrap; } code { font: 12.5px ui-monospace, "DejaVu Sans Mono", monospace; }
tfoot td { font-weight: 600; border-top: 2px solid var(--rule); }
.bar { display: inline-block; height: 6px; border-radius: 3px; background: var(--accent); vertical-align: middle; margin-right: 8px; }
.legend { display: flex; flex-wrap: wrap; gap: 20px; font-size: 13px; color: var(--faint); margin: 0 0 10px; }
.legend i { display: inline-block; width: 26px; height: 0; border-top: 3px solid var(--accent); vertical-align: middle; margin-right: 7px; }
.legend i.dash { border-top: 2px dashed var(--bad); }
.legend i.square { width: 13px; height: 13px; border: 1px solid var(--edge); border-radius: 3px; }
svg text { font: 12px system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; fill: var(--ink); text-anchor: middle; }
.box rect { stroke: var(--edge); stroke-width: 1; } .box .title { font-weight: 600; font-size: 12.5px; } .box .detail { font-size: 11.5px; fill: var(--faint); }
.computes rect { fill: var(--k-computes); } .maps rect { fill: var(--k-maps); } .moves rect { fill: var(--k-moves); } .end rect { fill: var(--k-end); }
.edge { fill: none; stroke: var(--edge); stroke-width: 1.6; marker-end: url(#arrow); } .edge.far { stroke: var(--accent); stroke-width: 2; } .tip { fill: var(--edge); }
.arena .axis { fill: var(--faint); font-size: 11.5px; } .arena .end { text-anchor: end; } .grid { stroke: var(--rule); stroke-width: 1; }
.buffer rect { stroke: var(--edge); stroke-width: 0.8; } .buffer text { paint-order: stroke; stroke-width: 5px; stroke-linejoin: round; } .buffer .size { fill: var(--faint); font-size: 11px; }
.c0 rect { fill: var(--c0); } .c0 text { stroke: var(--c0); } .c1 rect { fill: var(--c1); } .c1 text { stroke: var(--c1); } .c2 rect { fill: var(--c2); } .c2 text { stroke: var(--c2); } .c3 rect { fill: var(--c3); } .c3 text { stroke: var(--c3); } .c4 rect { fill: var(--c4); } .c4 text { stroke: var(--c4); } .c5 rect { fill: var(--c5); } .c5 text { stroke: var(--c5); }
.live { fill: none; stroke: var(--accent); stroke-width: 2.5; stroke-linejoin: round; } .bound { stroke: var(--bad); stroke-width: 1.6; stroke-dasharray: 6 4; }
@media (max-width: 700px) { body { padding: 18px 12px; } }
)css";

}  // namespace edgetl_demo
