// SPDX-License-Identifier: Apache-2.0
// Experiments: what is measured, and what came of it, as values.
//
// No Linux here, no clock, no root: the same words make the same values on every
// machine. How it is laid out:
//   Units/    rates, times, sizes and shares, read from words that name their unit
//   Reading/  fields by name from words or files: every mistake at once, each with
//             its place and the name that was probably meant
//   Path/     the network between the two ends
//   Load/     what is sent over it
//   Plan/     what is compared, on what, how often and by what it is judged: read from
//             YAML, written back as canonical text, and the order of its runs
//   Run/      one arm on one path under one load: arm, environment, outcome, hygiene
//   Samples/  what was seen while it ran, in flat arrays
//   Metrics/  what runs are judged by: from samples and results to a figure
//   Partings/ two runs segment by segment: where they go other ways
//   Analysis/ what the rounds allow us to say: effects with intervals, verdicts
//
// What it does not do: it makes no network and starts nothing; that is the testbed's.
