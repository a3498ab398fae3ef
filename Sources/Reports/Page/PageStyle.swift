// SPDX-License-Identifier: Apache-2.0
/// How the page looks: on a screen of any width, in light and dark, and on paper.
enum PageStyle {
    static let css = """
        :root{color-scheme:light dark;\(FigureStyle.light)
        --panel:#f6f7f9;--accent:#0b5cad;--good:#00694d;--bad:#b23c00;--mono:ui-monospace,\
        SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
        @media (prefers-color-scheme:dark){:root{\(FigureStyle.dark)
        --panel:#1a202a;--accent:#7cbcff;--good:#4fd6ab;--bad:#ff9b63}}
        \(layout)
        \(tables)
        \(figures)
        \(FigureStyle.elements)
        \(paper)
        """

    private static let layout = """
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;scroll-padding-top:4.5rem}
        body{margin:0;background:var(--paper);color:var(--text);font:16px/1.6 system-ui,\
        -apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        .wrap{max-width:74rem;margin:0 auto;padding:0 1.25rem}
        header.wrap{padding-top:clamp(2rem,6vw,4.5rem)}
        .eyebrow{margin:0 0 .75rem;color:var(--soft);font-size:.95rem;letter-spacing:.01em}
        h1{margin:0;max-width:60rem;font-size:clamp(1.35rem,1.05rem + 1.6vw,2.1rem);\
        line-height:1.28;font-weight:650;letter-spacing:-.012em;text-wrap:pretty;overflow-wrap:anywhere}
        h1 small{color:var(--soft);font-size:.5em;font-weight:560;white-space:nowrap}
        .about{margin:1.1rem 0 0;max-width:46rem;color:var(--soft);font-size:1.05rem}
        h2{margin:3.75rem 0 .35rem;font-size:1.35rem;line-height:1.3;font-weight:650;\
        letter-spacing:-.008em}
        h3{margin:2rem 0 .5rem;font-size:1.02rem;font-weight:620;overflow-wrap:anywhere}
        p{margin:.6rem 0}
        .note{max-width:52rem;color:var(--soft);font-size:.92rem}
        a{color:var(--accent)}
        :focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
        .skip{position:absolute;left:-999rem}
        .skip:focus{left:1rem;top:1rem;z-index:9;padding:.5rem 1rem;background:var(--paper)}
        .facts{display:flex;flex-wrap:wrap;gap:.9rem 2.6rem;margin:2rem 0 0;padding:1.1rem 0 0;\
        border-top:1px solid var(--grid)}
        .facts div{min-width:0}
        .facts dt{color:var(--soft);font-size:.82rem}
        .facts dd{margin:0;font-weight:560;font-variant-numeric:tabular-nums}
        nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.5rem;margin:1.6rem 0 0;padding:0;\
        list-style:none;font-size:.92rem}
        details{margin:.6rem 0}
        summary{cursor:pointer;padding:.3rem 0;color:var(--accent);font-weight:560}
        section>details>summary{font-size:1.02rem}
        pre{overflow:auto;margin:.75rem 0;padding:1rem 1.15rem;border-radius:8px;\
        background:var(--panel);font:.85rem/1.55 var(--mono)}
        code{font:.92em var(--mono);overflow-wrap:anywhere}
        ul.plain{max-width:52rem;padding-left:1.2rem}
        footer{margin:4.5rem 0 3rem;padding-top:1.2rem;border-top:1px solid var(--grid);\
        color:var(--soft);font-size:.88rem}
        """

    private static let tables = """
        .scroll{overflow-x:auto;margin:1rem 0;-webkit-overflow-scrolling:touch}
        table{border-collapse:collapse;width:100%;font-size:.93rem}
        caption{padding:0 0 .5rem;color:var(--soft);text-align:left;font-size:.9rem}
        th,td{padding:.55rem .9rem .55rem 0;border-bottom:1px solid var(--grid);text-align:left;\
        vertical-align:baseline}
        th:last-child,td:last-child{padding-right:.25rem}
        thead th{color:var(--soft);font-weight:520;font-size:.84rem;white-space:nowrap;\
        vertical-align:bottom;border-bottom-color:var(--rule)}
        td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        th[scope=row]{font-weight:560}
        th button{all:unset;cursor:pointer;color:inherit}
        th button:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
        th button::after{content:"";position:absolute}
        th[aria-sort=ascending] button::after{content:"↑"}
        th[aria-sort=descending] button::after{content:"↓"}
        td.effect{font-weight:650}.n+th:not(.n),.n+td:not(.n){padding-left:1.1rem}
        table.sort td{white-space:nowrap}
        table.sort td.verdict{min-width:12rem;white-space:normal}
        .v-better{color:var(--good)}.v-worse{color:var(--bad)}
        .v-better,.v-worse,.v-different{font-weight:620}
        .sign{display:inline-block;width:1.35em}
        .small table{font-size:.85rem}.small th,.small td{padding-top:.3rem;padding-bottom:.3rem}
        """

    private static let figures = """
        .legend{position:sticky;top:0;z-index:3;display:flex;flex-wrap:wrap;align-items:center;\
        gap:.4rem .6rem;margin:2.75rem 0 0;padding:.6rem 0;background:var(--paper);\
        border-bottom:1px solid var(--grid);font-size:.92rem}
        .key{display:inline-flex;align-items:center;gap:.4rem;padding:.15rem .7rem .15rem .4rem;\
        border:1px solid var(--grid);border-radius:999px;background:none;color:inherit;font:inherit;\
        max-width:100%;overflow-wrap:anywhere}
        button.key{cursor:pointer}
        button.key[aria-pressed=false]{opacity:.5;text-decoration:line-through}
        .key svg.figure{width:1.15rem;height:1.15rem;flex:none}
        .legend .hint{color:var(--soft);font-size:.85rem}
        .grid-wide{margin-top:1.2rem}
        .panels{display:grid;gap:1.9rem 1.7rem;margin-top:1.2rem;\
        grid-template-columns:repeat(auto-fill,minmax(min(100%,20.5rem),1fr))}
        .panels.one{grid-template-columns:minmax(0,30rem)}
        .panels.two{grid-template-columns:repeat(auto-fill,minmax(min(100%,28rem),1fr))}
        .panels.four{gap:1.2rem 1.1rem;margin-top:.6rem;\
        grid-template-columns:repeat(auto-fill,minmax(min(100%,15.4rem),1fr))}
        figure{margin:0;min-width:0}
        figcaption{margin-bottom:.45rem;font-size:.92rem;font-weight:560;line-height:1.4;\
        overflow-wrap:anywhere}
        figcaption small{display:block;color:var(--soft);font-size:.82rem;font-weight:400}
        svg.figure{display:block;width:100%;height:auto;overflow:visible}
        .figure text{font-family:inherit}
        figure details{margin:.2rem 0 0;font-size:.84rem}
        figure details summary{font-weight:400}
        .forest .narrow{display:none}
        #tip{position:fixed;z-index:8;display:none;max-width:min(22rem,90vw);padding:.4rem .65rem;\
        border-radius:6px;background:var(--text);color:var(--paper);font-size:.84rem;line-height:1.45;\
        pointer-events:none;white-space:pre-line;font-variant-numeric:tabular-nums;\
        overflow-wrap:anywhere}
        @media (max-width:44rem){.forest .wide{display:none}.forest .narrow{display:block}
        .legend{position:static}h2{margin-top:3rem}\
        table.sort td.verdict{white-space:nowrap}}
        """

    private static let paper = """
        @media print{:root{\(FigureStyle.light)--panel:#f6f7f9;--accent:#1c2330;--good:#00694d;\
        --bad:#b23c00}
        body{font-size:9.5pt}h1{font-size:15pt}h2{font-size:12.5pt}table{font-size:8.5pt}\
        table.sort td{white-space:normal}td.n,table.sort td.n{white-space:nowrap}\
        thead th{font-size:8pt}table.sort td.verdict{min-width:0}\
        th,td{padding-right:.5rem}header.wrap{padding-top:0}\
        details::details-content{content-visibility:visible;block-size:auto}nav,.skip,.hint,#tip{display:none!important}
        .legend{position:static}h2{margin-top:1.6rem;break-after:avoid}h3{break-after:avoid}
        figure,tr,.facts{break-inside:avoid}.scroll{overflow:visible}
        pre{white-space:pre-wrap;overflow-wrap:anywhere}
        figure details:not([open]){display:none}
        .panels{grid-template-columns:repeat(2,1fr)}.panels.four{grid-template-columns:repeat(4,1fr)}
        .forest .wide{display:block}.forest .narrow{display:none}a{text-decoration:none}}
        """
}
