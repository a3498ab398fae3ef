// SPDX-License-Identifier: Apache-2.0
// Statistics: what a handful of noisy numbers allows us to say.
//
// Arithmetic over arrays of numbers and nothing else: it knows no experiment, no unit
// and no clock, and whatever it draws by chance it draws from a seed.
