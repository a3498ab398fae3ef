// SPDX-License-Identifier: Apache-2.0
/// The completion script for fish.
///
/// Each rule asks `__graft_at` whether the cursor is where the rule holds: after which verb, and
/// at which operand. The walk there is the same as in the script for bash.
struct FishScript {
    let program: Program
    let routes: [Route]

    init(_ program: Program) {
        self.program = program
        routes = Route.all(of: program)
    }

    var text: String {
        let name = program.name
        return #"""
            # fish completion for \#(name), made by `\#(name) completions fish`.

            # Prints the verb before the cursor, and how many operands it has.
            function __\#(name)_route
                set -l words (commandline -opc)
                set -l route \#(name)
                set -l operands 0
                set -l skip 0
                set -l ended 0
                for word in $words[2..]
                    if test $skip = 1
                        set skip 0
                    else if test $ended = 1
                        set operands (math $operands + 1)
                    else if test "$word" = --
                        set ended 1
                        switch $route
                            case \#(quoted(takers))
                                set route "$route --"
                                set operands 0
                        end
                    else if string match -q -- '-*' $word
                        switch "$route $word"
                            case \#(quoted(valued))
                                set skip 1
                        end
                    else
                        switch "$route $word"
                            case \#(quoted(routes.dropFirst().map(\.spoken)))
                                set route "$route $word"
                            case '*'
                                set operands (math $operands + 1)
                        end
                    end
                end
                echo $route $operands
            end

            # Whether the cursor is at a verb and, where a second word says so, at that operand.
            function __\#(name)_at
                set -l route (__\#(name)_route)
                if set -q argv[2]
                    test "$route" = "$argv[1] $argv[2]"
                else
                    string match -q -r -- "^$argv[1] [0-9]+\$" $route
                end
            end

            function __\#(name)_names
                set -l words (commandline -opc)
                $words[1] completions --names $argv[1] 2>/dev/null
            end

            complete -c \#(name) -f
            \#(rules)
            """#
    }

    private var takers: [String] { routes.filter(\.takesCommand).map(\.spoken) }

    private var valued: [String] {
        routes.flatMap { route in
            route.options.filter { $0.shape != nil }.flatMap { option in
                option.spellings.map { "\(route.spoken) \($0)" }
            }
        }
    }

    private func quoted(_ words: [String]) -> String {
        words.isEmpty ? "''" : words.map(fishQuoted).joined(separator: " ")
    }
}

/// A word in single quotes, for fish, which escapes within them.
func fishQuoted(_ word: String) -> String {
    let escaped = word.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }
    return "'\(escaped.joined())'"
}
