/** Added to the style of all HTML files. Colours of the plots are those that they name. */
export const REPORT_STYLE = `
:root { --plot-background: var(--back); --plot-series-1: #1b66b0; --plot-series-2: #b4540a; --plot-series-3: #2c7a35; --plot-series-4: #7a3fa0; --plot-series-5: #a8324a; --plot-right: #1b66b0; --plot-wrong: #b4540a; --soft: #f4f4f2; --warn: #8a4b00; }
@media (prefers-color-scheme: dark) {
  :root { --plot-series-1: #6db1f2; --plot-series-2: #f0a35e; --plot-series-3: #7fca83; --plot-series-4: #c99be6; --plot-series-5: #f08a9c; --plot-right: #6db1f2; --plot-wrong: #f0a35e; --soft: #262626; --warn: #f0b060; }
}
body { max-width: 84rem; }
p, li { max-width: 60rem; }
a { color: var(--link); }
.quiet, small { color: var(--quiet); }
h1 { margin: 0 0 .75rem; }
h2 { font-size: 1.5rem; margin: 3rem 0 .75rem; padding-top: 1rem; border-top: 2px solid var(--line); }
h2.first { font-size: 1rem; margin: 1.25rem 0 .25rem; padding: 0; border: 0; }
h3 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
ul, ol { margin: .25rem 0; padding: 0; list-style: none; }
header .answer { margin-top: .75rem; }
.answer { color: var(--text); font-size: 1.25rem; }
.answer strong { font-size: 2.75rem; line-height: 1.1; margin-right: .25rem; }
.looks, .conclusions, .findings { list-style: disc; padding-left: 1.25rem; }
.looks li, .conclusions li, .findings li { margin: .25rem 0; }
.conclusions li, .findings p:first-child { color: var(--text); }
.warning { color: var(--warn); font-weight: 600; }
nav { margin-top: 1.25rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
main p { margin: .25rem 0; }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(11.5rem, 1fr)); gap: 1rem; margin: .5rem 0 1.5rem; }
.figures li { background: var(--soft); border-radius: .5rem; padding: .75rem 1rem; }
.figures strong { display: block; font-size: 1.6rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.figures span { display: block; color: var(--quiet); font-size: .875rem; }
.figures small { display: block; font-size: .8125rem; font-weight: normal; }
.beside { display: flex; flex-wrap: wrap; gap: 2rem; align-items: flex-start; }
.plot-figure { margin: .5rem 0 1rem; min-width: 0; max-width: 100%; }
.plot-figure figcaption { font-weight: 600; margin-bottom: .5rem; }
.plot { display: block; max-width: 100%; height: auto; }
.on-narrow { display: none; }
.plot text { white-space: pre; }
summary { color: var(--quiet); font-size: .875rem; cursor: pointer; padding: .25rem 0; }
.wide { overflow-x: auto; margin: .75rem 0; }
table { border-collapse: collapse; font-size: .9375rem; font-variant-numeric: tabular-nums; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { text-align: right; padding: .4rem .75rem; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: normal; }
th:first-child { padding-left: 0; position: sticky; left: 0; background: var(--back); }
tr.current th:first-child { background: var(--soft); }
thead th { color: var(--quiet); font-weight: 600; font-size: .8125rem; vertical-align: bottom; }
td.words, th.words { text-align: left; }
tbody th { font-weight: 600; min-width: 8rem; }
td small, tbody th small { display: block; font-weight: normal; font-size: .75rem; white-space: nowrap; }
tr.baseline :is(th, td) { color: var(--quiet); }
tr.baseline th { font-weight: normal; }
tr.current { background: var(--soft); }
.pairs { columns: 20rem; column-gap: 2rem; }
.pairs li { break-inside: avoid; padding: .125rem 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); gap: 1.5rem 1.25rem; margin-top: 1rem; }
.tiles li { break-inside: avoid; min-width: 0; }
.tiles img { width: 100%; height: auto; border-radius: .25rem; }
.tiles p { margin: .125rem 0; line-height: 1.3; }
.tiles .answer { font-size: 1rem; margin-top: .4rem; }
.tiles .answer strong { font-size: inherit; margin: 0; }
.tiles .quiet { font-size: .8125rem; }
.gone { aspect-ratio: 1; box-sizing: border-box; padding: .75rem; border: 1px dashed var(--quiet); color: var(--quiet); font-size: .8125rem; }
.boxed { position: relative; }
.boxed svg { position: absolute; inset: 0; width: 100%; height: 100%; }
.boxed rect { fill: none; stroke-width: 2; vector-effect: non-scaling-stroke; }
.boxed .under { stroke: #000; stroke-width: 4; }
.boxed .annotated { stroke: #fff; stroke-dasharray: 6 4; }
.boxed .found { stroke: #ffd02e; }
.key span { display: inline-block; width: 1.5rem; height: 0; vertical-align: middle; margin-left: .75rem; border-top: 3px solid; outline: 1px solid #000; }
.key .box-annotated { border-color: #fff; margin-left: 0; border-top-style: dashed; background: #000; }
.key .box-found { border-color: #ffd02e; }
.evidence { display: flex; flex-wrap: wrap; gap: 1rem 2rem; align-items: flex-start; }
.evidence .wide { margin: 0; min-width: 0; max-width: 100%; }
.means { display: flex; flex-wrap: wrap; gap: .75rem; }
.means li { width: 9rem; }
.means img { width: 100%; height: auto; border-radius: .25rem; }
.means p { font-size: .8125rem; line-height: 1.3; }
.cluster { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid var(--line); }
.cluster > p, .suspicious { color: var(--text); }
.suspicious { padding-left: 1rem; border-left: .5rem double var(--text); }
article { border-bottom: 1px solid var(--line); padding-bottom: 1rem; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .4rem 1.5rem; margin: 0; }
dt { color: var(--quiet); }
dd { margin: 0; min-width: 0; }
dd .quiet { display: block; font-size: .875rem; }
code { font-size: .875em; }
img { print-color-adjust: exact; -webkit-print-color-adjust: exact; forced-color-adjust: none; }
@media (max-width: 55rem) {
  .on-wide { display: none; }
  .on-narrow { display: block; }
}
@media (max-width: 40rem) {
  body { margin: 1rem auto; }
  .answer strong { font-size: 2.25rem; }
  dl { display: block; }
  dd { margin-bottom: .5rem; }
}
@media print { .wide { overflow: visible; } summary { display: none; } }
`;
