// SPDX-License-Identifier: Apache-2.0
// Results: what an experiment leaves, in one SQLite file.
//
// How it is laid out:
//   ResultsWriter  begins a file or goes on with one, and adds runs to it
//   ResultsReader  reads one, also while it is written; exports stand beside it
//   Store/         SQLite, owned; the schema, and rows from values and back
//   Coding/        values that stand in one cell, as JSON
//   Samples/       samples as columns of differences, a chunk a row
//   Export/        the same as CSV, as JSON, and as flent's files
// bench/results-format.md describes the file to those who read it without graft, and the file
// describes itself: its tables `meaning` and `sample_layout` have a row for each column.
//
// What holds of a file:
// - A run is in it as a whole or not at all: a transaction each. Between two runs there is
//   nothing beside the file; copied then, the copy is good. Within a commit, some milliseconds,
//   there is a -journal too: copy both, or ask SQLite (`VACUUM INTO`).
// - The journal is a rollback journal and no write-ahead log. A log would be a second file
//   with the newest runs in it, lost in a copy, and could not be read where nothing can be
//   written. What a log is good for, writing while others read, is rare here: a run is
//   committed once in seconds, and readers hold the file for moments.
// - A commit waits for the disk (synchronous = FULL). A crash of graft or of the kernel, and
//   a power cut, leave every run whose commit ended and no part of another, as far as the disk
//   keeps what it says it has. In a power cut the last run may go with the removal of its
//   journal, where the file system had not written the folder yet.
// - One process writes. It holds SQLite's own lock for a transaction to come, which ends with
//   the process, whatever ends it.
// - A newer schema is refused before anything is written. What stands in a file is never
//   trusted: wrong bytes are an error in words. The digest of a run finds changed figures;
//   it is no signature, and who changes the file can change the digest.
//
// What a change of the schema takes: version 1 files stay readable (Tests/Fixtures/results).
// A column more at the end of a table needs no new version as long as readers name columns;
// anything that an older graft would misread does.
//
// What it does not do: it computes no figures (those are the caller's), and it forgets nothing:
// a run that was added cannot be taken out.
