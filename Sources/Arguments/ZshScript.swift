// SPDX-License-Identifier: Apache-2.0
/// The completion script for zsh: a file `_graft` on its `fpath`, or to be sourced.
///
/// It walks the words as the one for bash does. `path` is zsh's own, hence `route`.
struct ZshScript {
    let program: Program
    let routes: [Route]

    init(_ program: Program) {
        self.program = program
        routes = Route.all(of: program)
    }

    var text: String {
        let name = program.name
        return #"""
            #compdef \#(name)
            # zsh completion for \#(name), made by `\#(name) completions zsh`.

            _\#(name)_names() {
                local -a names
                names=(${(f)"$(_call_program names ${(q)${(Q)words[1]}} completions --names $1 2>/dev/null)"})
                compadd -a names
            }

            _\#(name)_value() {
                case $1 in
            \#(values)
                esac
            }

            _\#(name)() {
                local route=\#(name) option='' ended='' word i
                local -i operands=0
                local -a choices
                for ((i = 2; i < CURRENT; i++)); do
                    word=$words[i] option=''
                    if [[ $word == -- ]]; then
                        ended=1
                        break
                    elif [[ $word == -* ]]; then
                        case "$route $word" in
            \#(valued)
                                option=$word
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
                if [[ $ended ]]; then
                    case $route in
            \#(ends)
                            shift i words
                            ((CURRENT -= i))
                            _normal
                            return
                            ;;
                    esac
                    ((operands += CURRENT - i - 1))
                elif ((i > CURRENT)); then
                    _\#(name)_value "$route $option"
                    return
                elif [[ $PREFIX == --*=* ]]; then
                    option=${PREFIX%%=*}
                    compset -P '*='
                    _\#(name)_value "$route $option"
                    return
                elif [[ $PREFIX == -* ]]; then
                    case $route in
            \#(options)
                    esac
                    _describe -o option choices
                    return
                fi
                case "$route $operands" in
            \#(operands)
                esac
            }

            if [[ $funcstack[1] == _\#(name) ]]; then
                _\#(name) "$@"
            else
                compdef _\#(name) \#(name)
            fi
            """#
    }
}
