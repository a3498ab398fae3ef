// SPDX-License-Identifier: Apache-2.0
/// A shell for which a completion script can be made.
public enum Shell: String, CaseIterable, Sendable {
    case bash
    case zsh
    case fish
}

extension Program {
    /// The script that completes this program's command lines in a shell.
    ///
    /// It knows verbs and options by itself, and asks for names while the user types:
    /// `PROGRAM completions --names KIND` has to print them, one a line, and be silent where it
    /// cannot. A verb called so, with that option, is for the executable to declare.
    public func completions(for shell: Shell) -> String {
        switch shell {
        case .bash: BashScript(self).text
        case .zsh: ZshScript(self).text
        case .fish: FishScript(self).text
        }
    }
}
