package io.samforge.calib.report;

/** The looks of the page. */
final class PageStyle {
  /** Style sheet; without characters that XML would need escaped. */
  static final String CSS =
      """

body { font: 15px/1.5 system-ui, sans-serif; color: #222; max-width: 1280px;
  margin: 2em auto; padding: 0 1em }
h1 { font-size: 1.5em } h2 { font-size: 1.15em; margin-top: 2em }
h3 { font-size: 1em; margin-bottom: .2em } summary { cursor: pointer }
      a, summary { color: #2563a8 } a { text-decoration: none } details { margin: .6em 0 }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .87em }
th, td { padding: .15em .7em; text-align: left; border-bottom: 1px solid #ddd;
  overflow-wrap: anywhere }
.facts td:first-child { color: #666; white-space: nowrap }
.steps td:nth-child(n+4), .steps th:nth-child(n+4) { text-align: right; white-space: nowrap }
ol { columns: 2; font-size: .93em } .share { width: 300px; vertical-align: middle }
svg { display: block; width: 100% } svg.share { display: inline }
.groups { margin-top: 5px }
      .figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(380px, 1fr));
  gap: 1.2em }
article h3 { font-size: .88em; overflow-wrap: anywhere } article p { margin: 0; color: #666;
  font-size: .8em }
article:target { outline: 2px solid #d9822b; outline-offset: 4px }
text { font-size: 10.5px; fill: #666 } .end { text-anchor: end } .middle { text-anchor: middle }
.noise text { font-size: 11px } text.label { fill: #222; font-size: 10px }
.operand, .key.uniform { fill: #2563a8; background: #2563a8 } .weights { fill: #d9822b }
.both { fill: #ccd1d9 } .hover { fill: none; pointer-events: all }
.hover:hover { fill: #000; fill-opacity: .06 } .grid { stroke: #ddd; fill: none }
.bars { fill: #9fb3c8 } .channels { fill: #9fb3c8 } .span { fill: #dfe8f1 }
.zero { stroke: #999; stroke-dasharray: 2 2 } .border { stroke: #888 }
path.uniform { stroke: #2563a8; stroke-width: .6 } path.log { stroke: #c2410c; stroke-width: .8 }
path.scale { stroke: #c2410c; stroke-width: 1.5; fill: none }
.padding { fill: #e9c46a; background: #e9c46a }
.key { display: inline-block; width: 12px; height: 9px } .key.log { background: #c2410c }
.key.scale { background: #c2410c; height: 2px; vertical-align: middle }
""";

  private PageStyle() {}
}
