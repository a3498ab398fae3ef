// SPDX-License-Identifier: Apache-2.0
/// Options of which one at most makes sense: a network namespace, or a cgroup, or a device.
public struct OneOf: DeclaredOptions {
    public let slots: [OptionSlot]

    public init(_ options: any DeclaredOptions..., required: Bool = false) {
        let declarations = options.flatMap { $0.slots.flatMap(\.options) }
        slots = [OptionSlot(options: declarations, required: required)]
    }
}
