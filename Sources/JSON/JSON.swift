// SPDX-License-Identifier: Apache-2.0
/// A JSON value (RFC 8259). Start here: this is the guide to the module.
///
/// Every verb of graft makes one value and prints it as text or, with `--json`, as this.
/// The module does three things and hides nothing else:
///
/// - building: literals, and `JSON(x)` for anything that is `JSONConvertible`;
/// - writing: `text(.compact)` and `text(.pretty)`, which looks as `jq .` prints it;
/// - reading: `JSON(parsing:)`, strict, then either `value["key"]?.string`, where an absent
///   value is no error, or `value.root["key"].string()`, where it is one that names its path.
///
/// Members keep the order in which they were added or read, so the same value always gives the
/// same bytes. Equality is that of the text: order counts, and `1` differs from `1.0`. Strings
/// and keys compare as Swift's do, by canonical equivalence.
///
/// It does not stream: a document is held whole. It has no `Codable`: that would bring
/// Foundation, and its start-up time.
public enum JSON: Equatable, Sendable {
    case null
    case bool(Bool)
    /// Every whole number that fits `Int64`.
    case integer(Int64)
    /// Only what `Int64` cannot hold: the kernel's counters are `UInt64`. `JSON(x)` chooses.
    case unsigned(UInt64)
    /// NaN and the infinities have no JSON; they are written as `null`, as `jq` does.
    case number(Double)
    case string(String)
    case array([JSON])
    case object(Object)
}
