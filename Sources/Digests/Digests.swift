// SPDX-License-Identifier: Apache-2.0
// Digests: SHA-256, by which versions of objects and results are known.
//
// Pure: it reads no file. It is slower than a library's (about 200 MB a second),
// which suits objects of some kilobytes and the coded samples of a run.
