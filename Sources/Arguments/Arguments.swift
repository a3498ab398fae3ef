// SPDX-License-Identifier: Apache-2.0
// Arguments: the words of a command line, declared once.
//
// A verb of graft is declared as a value: its operands, its options, what they mean, examples.
// From the same declarations come, all as pure functions:
//
//     Program.resolve(_:columns:)   the words that were typed -> what to do
//     Program.help(_:columns:)      the help text of the program, or of a verb
//     Program.completions(for:)     the completion script of a shell
//     Program.manual                the man page
//
// The way in. `Form` says what text a value may have and which type it makes; `Operand` and
// `Option` say what a verb takes, and their generic type is what a look-up returns: `String?`
// for an option that may be left out, `[Setting]` for one that repeats, `Bool` for a flag.
// `Verb` gathers them, `Command` pairs a verb with the code that runs it, `Program` holds the
// commands in chapters. `resolve` reads words into an `Invocation`, or into a `Misuse` that
// says what was wrong with them.
//
//     static let knobs = Option(repeating: "set", .setting, "set a knob before the load")
//     ...
//     for setting in invocation[knobs] { ... }
//
// What it does not do: it prints nothing, exits nowhere, and reads no file and no environment.
// Every form is pure, so a value is read again at each look-up rather than kept. Mistakes in
// the declarations themselves are found by `Program.flaws`, which a test holds to be empty, and
// not at start-up, which must stay cheap.
//
// The words on a line: options may stand before, between and after operands, as `--name VALUE`
// or `--name=VALUE`; `--` ends them. A value that begins with `-` needs the form with `=`,
// unless it is a negative number. There are no abbreviations, and no bundled short options.
