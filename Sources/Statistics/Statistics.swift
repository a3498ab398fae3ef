// SPDX-License-Identifier: Apache-2.0
// Statistics: what a handful of noisy numbers allows us to say.
//
// Arithmetic over arrays of numbers and nothing else: it knows no experiment, no unit
// and no clock, and whatever it draws by chance it draws from a seed. What is here:
//   SignedRank          the estimate of Hodges and Lehmann, its interval, and the test
//   Bootstrap           a second opinion: BCa intervals of means, percentiles, anything
//   Looks               looking at results while they grow, with a confidence that holds
//   smallestDetectable  what so many numbers of such a spread could have shown
//   percentile, Histogram, holm, jainIndex, Normal, StudentT
//
// Which interval to believe: that of the signed ranks. It needs differences that are
// independent and symmetric about one centre (those of two arms that were drawn in a
// random order within a round are, when nothing differs), and no particular shape beyond
// that; its confidence is counted, not approximated. The bootstrap's is approximate:
// Bootstrap.swift says by how much, as measured by the tests.
