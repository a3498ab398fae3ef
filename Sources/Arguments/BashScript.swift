// SPDX-License-Identifier: Apache-2.0
/// The completion script for bash. It needs no bash-completion.
///
/// The walk over the words before the cursor keeps three things: the verb, how many operands
/// it has, and the option whose value is awaited. Bash makes `=` a word of its own, so
/// `--as=x` arrives as three. Names come from the kernel, where anybody may have put them: they
/// never pass through `compgen -W`, which would expand them, and odd ones are not offered.
struct BashScript {
    let program: Program
    let routes: [Route]

    init(_ program: Program) {
        self.program = program
        routes = Route.all(of: program)
    }

    var text: String {
        let name = program.name
        return #"""
            # bash completion for \#(name), made by `\#(name) completions bash`.

            \#(functions)

            _\#(name)() {
                local cur=${COMP_WORDS[COMP_CWORD]} route=\#(name) option='' operands=0 ended='' i word
                COMPREPLY=()
                for ((i = 1; i < COMP_CWORD; i++)); do
                    word=${COMP_WORDS[i]} option=''
                    if [[ $ended ]]; then
                        ((++operands))
                    elif [[ $word == -- ]]; then
                        ended=1 operands=0
                        case $route in
            \#(ends)
                        esac
                    elif [[ $word == [=:] ]]; then
                        ((++i))
                    elif [[ $word == -* ]]; then
                        case "$route $word" in
            \#(valued)
                                option=$word
                                [[ ${COMP_WORDS[i + 1]-} == = ]] && ((++i))
                                ((++i))
                                ;;
                        esac
                    else
                        case "$route $word" in
            \#(verbs)
                                route+=" $word"
                                ;;
                            *) ((++operands)) ;;
                        esac
                    fi
                done
                if ((i > COMP_CWORD)); then
                    [[ $cur == = ]] && cur=''
                    case "$route $option" in
            \#(values)
                    esac
                elif [[ $cur == -* && ! $ended ]]; then
                    case $route in
            \#(options)
                    esac
                else
                    case "$route $operands" in
            \#(operands)
                    esac
                fi
            }

            complete -F _\#(name) \#(name)
            """#
    }

    private var functions: String {
        let name = program.name
        return #"""
            _\#(name)_words() {
                local word
                for word; do
                    if [[ $word == "$cur"* && $word != *[!A-Za-z0-9_.,@%+/-]* ]]; then
                        COMPREPLY+=("$word")
                    fi
                done
            }

            _\#(name)_names() {
                local names
                mapfile -t names < <("${COMP_WORDS[0]}" completions --names "$1" 2>/dev/null)
                _\#(name)_words "${names[@]}"
            }

            _\#(name)_files() {
                local file ending
                compopt -o filenames 2>/dev/null
                while IFS= read -r file; do
                    if [[ $# -eq 0 || -d $file ]]; then
                        COMPREPLY+=("$file")
                    else
                        for ending; do
                            [[ $file == *"$ending" ]] && COMPREPLY+=("$file")
                        done
                    fi
                done < <(compgen -f -- "$cur")
            }

            _\#(name)_directories() {
                compopt -o filenames 2>/dev/null
                mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$cur")
            }

            _\#(name)_commands() {
                mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -c -- "$cur")
            }
            """#
    }
}
