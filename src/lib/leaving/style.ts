/** The style of the page that leaves: nothing is fetched, the reader's own letters, light or dark as he likes, and a sheet when printed. */
export const STYLE = `
:root { color-scheme: light dark; --paper: #fbf7f0; --ink: #26221d; --soft: #5f564c; --line: #d9cfbf; --deep: #12505b; --mine: #f6e9cf; }
@media (prefers-color-scheme: dark) { :root { --paper: #1b1916; --ink: #f1ebe1; --soft: #c3b8a9; --line: #4a443b; --deep: #8fd0da; --mine: #3a3121; } }
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 "Atkinson Hyperlegible Next", system-ui, "Segoe UI", Roboto, sans-serif; -webkit-text-size-adjust: 100%; }
body { margin: 0; padding: 1.5rem 1rem 4rem; }
header, nav, main { max-width: 44rem; margin-inline: auto; overflow-wrap: anywhere; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.35rem; margin: 2.75rem 0 .75rem; padding-top: .75rem; border-top: 2px solid var(--line); }
h3 { font-size: 1.1rem; margin: 1.75rem 0 .25rem; }
h4, h5 { font-size: 1rem; margin: 1.1rem 0 .25rem; }
h2, h3, h4, h5 { line-height: 1.3; }
p { margin: .35rem 0; }
a { color: var(--deep); text-underline-offset: .15em; }
a:focus-visible { outline: 3px solid var(--deep); outline-offset: 2px; }
nav ul { list-style: none; padding: 0; margin: .5rem 0; display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; }
nav a { display: inline-block; padding-block: .3rem; }
ul { padding-inline-start: 1.2rem; margin: .35rem 0; }
dl { margin: .5rem 0; display: grid; grid-template-columns: minmax(9rem, 1fr) 3fr; gap: .3rem 1rem; }
dt { color: var(--soft); }
dd { margin: 0; }
.small { font-size: .9375rem; color: var(--soft); }
.name { margin-top: .9rem; }
.short span { color: var(--soft); }
.said { white-space: pre-line; }
.mine { background: var(--mine); border-radius: .4rem; padding: .5rem .75rem; }
.before { border-inline-start: 3px solid var(--line); padding-inline-start: .9rem; margin-block: .75rem; }
.skip { position: absolute; inset-inline-start: -999rem; }
.skip:focus { position: static; }
@media (max-width: 36rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
@media print {
	@page { margin: 18mm; }
	:root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #333; --line: #999; --deep: #000; --mine: #fff; }
	html { font-size: 11pt; } body { padding: 0; } nav, .skip { display: none; }
	header, main { max-width: none; }
	h2, h3, h4, h5 { break-after: avoid; } p, li { orphans: 3; widows: 3; }
	.mine { border: 1px solid #999; }
}
`;
