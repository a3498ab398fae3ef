// SPDX-License-Identifier: Apache-2.0
/// What the classes of a figure's elements look like.
enum FigureStyle {
    static let light =
        "--paper:#fff;--text:#1c2330;--soft:#5a6474;--grid:#e6e9ee;--rule:#8d97a6;"
        + Palette.properties(Palette.light)
    static let dark =
        "--paper:#12161d;--text:#e8ecf2;--soft:#a3adbb;--grid:#272e39;--rule:#66707f;"
        + Palette.properties(Palette.dark)

    /// For a figure that is a file.
    static let alone = """
        .alone{\(light)}
        @media (prefers-color-scheme:dark){.alone{\(dark)}}
        .alone{background:var(--paper)}
        .alone text{font-family:system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        \(elements)
        """

    /// For figures on the page too.
    static let elements = """
        .figure text{font-size:12px;fill:var(--text)}
        .figure .tick{font-size:11px;fill:var(--soft);font-variant-numeric:tabular-nums}
        .figure .name,.figure .note{fill:var(--soft)}
        .figure .note{font-size:11px}
        .figure .heading{font-size:13px;font-weight:600}
        .figure .strong{font-weight:600}
        .figure .number{font-variant-numeric:tabular-nums}
        .figure path{fill:none}
        .figure .grid{stroke:var(--grid);stroke-width:1}
        .figure .axis{stroke:var(--rule);stroke-width:1}
        .figure .zero{stroke:var(--rule);stroke-width:1.2;stroke-dasharray:3 3}
        .figure .line{stroke:var(--c);stroke-width:1.8;stroke-linejoin:round}
        .figure .thin{stroke:var(--c);stroke-width:.7;opacity:.3}
        .figure .bar{stroke:var(--c);stroke-width:3;stroke-linecap:round}
        .figure .whisker{stroke:var(--c);stroke-width:1.3}
        .figure .link{stroke:var(--rule);stroke-width:1;opacity:.7}
        .figure path.band{fill:var(--c);opacity:.22}
        .figure path.edge{fill:var(--c);opacity:.09}
        .figure path.mark{fill:var(--c);stroke:var(--paper);stroke-width:.8}
        .figure path.faint{fill:var(--c);opacity:.38}
        .figure path.open{fill:var(--paper);stroke:var(--c);stroke-width:1.5}
        .figure rect.truth{fill:var(--rule);opacity:.28}
        .figure .truth-line{stroke:var(--text);stroke-width:1.4;stroke-dasharray:1 3}
        .figure rect.stripe{fill:var(--grid);opacity:.45}
        \(Palette.css)
        """
}
