// SPDX-License-Identifier: Apache-2.0
// Results: what an experiment leaves, in one SQLite file.
