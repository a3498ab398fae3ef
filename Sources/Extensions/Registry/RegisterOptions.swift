// SPDX-License-Identifier: Apache-2.0
import Kernel

/// What is asked for beside the object.
public struct RegisterOptions: Sendable {
    /// Another name than the object's own.
    public var name: String?
    public var knobs: [Record.Setting] = []
    /// Which hook, of an object that offers several.
    public var hook: String?
    public var site = Site.host
    /// The file that the object was read from, as it was typed.
    public var file: String

    public init(file: String) { self.file = file }
}

extension Object {
    /// The settings that `knobs` ask for; refused where one does not exist or does not fit.
    public func settings(_ knobs: [Record.Setting]) throws(Refusal) -> LoadSettings {
        var settings = LoadSettings()
        let attempt = "set the knobs of \(name)"
        let candidates = self.knobs + liveVariables
        for setting in knobs {
            guard let global = candidates.first(where: { $0.name == setting.knob }) else {
                let known = candidates.map { "\"\($0.name)\"" }.joined(separator: ", ")
                throw Refusal(
                    attempt,
                    .misfit("it has no knob \"\(setting.knob)\""),
                    hint: hint(
                        for: setting.knob, among: candidates.map(\.name),
                        otherwise: known.isEmpty ? "it has none at all" : "its knobs are \(known)"))
            }
            do {
                settings.globals[global.name] = try global.value(from: setting.value, in: types)
            } catch {
                throw Refusal(
                    attempt,
                    .misfit("\"\(setting.value)\" is no value for \(global.name): \(error.words)"),
                    hint: global.meaning.map { "\(global.name): \($0)" })
            }
        }
        return settings
    }
}

extension Global.Misfit {
    public var words: String {
        switch self {
        case .notANumber(let expected): "\(expected) is expected"
        case .outOfRange(let range): "it must be from \(range.lowerBound) to \(range.upperBound)"
        case .tooWide(let bits): "it does not fit in \(bits) bits"
        case .noTextForm(let typeName): "a \(typeName) cannot be set from here"
        }
    }
}
