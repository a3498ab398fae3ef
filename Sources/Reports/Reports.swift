// SPDX-License-Identifier: Apache-2.0
// Reports: what came of an experiment, for somebody who was not there.
//
// Values in, bytes out: no clock, no file, no network, and the same input gives the same
// bytes on every machine. `ReportInput` is what a report is made of; `Report` gathers what
// the figures need, run by run, so that memory does not grow with the samples, and then
// gives HTML, Markdown, JSON, CSV and SVG. How it is laid out:
//   Input/     what a report is made of
//   Numbers/   amounts, changes and verdicts as people read them
//   Gathering/ samples of a run in bins and histograms, as many as a figure has columns
//   Drawing/   scales, ticks, axes, marks, colours: from values to SVG
//   Figures/   one file for each kind of figure
//   Page/      the page, its style, its script, and the index over several reports
//   Text/      Markdown, JSON and CSV
//
// Every name that an experiment brings is foreign text: it goes through `Markup`, `Markdown`
// or `CSV` before it is written, and nowhere else is it put between quotes.
//
// What it does not do: it judges nothing. Effects, intervals and verdicts come with the input.
