// SPDX-License-Identifier: Apache-2.0
// YAML: a document as a tree in which everything knows where it stands.
//
// `Node(parsing:)` reads one document with libyaml. What a plan has no use for, and
// what makes one text mean two things, is refused with its line and column: a key
// that comes twice, anchors and aliases, tags, a second document. All scalars are
// text; whoever reads them knows what they ought to be, so that no `no` becomes false.
//
// `merged(under:)` lays one tree over another, key by key; `text` writes a tree, the same
// text for the same tree.
//
// What it does not do: it knows no schema. `Fields` of Experiments does.
