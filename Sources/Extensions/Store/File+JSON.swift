// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel

extension File {
    /// What `read` makes of the file's JSON; nil where there is no file.
    ///
    /// A file that cannot be understood is refused by name, with the hint as the way out.
    public func jsonIfAny<Value>(
        hint: String, _ read: (JSON.Place) throws(JSON.Mismatch) -> Value
    ) throws(Refusal) -> Value? {
        let content = try refusing { () throws(KernelError) in try bytesIfAny() }
        guard let content else { return nil }
        let complaint: String
        do {
            return try read(JSON(parsing: content).root)
        } catch let error as JSON.SyntaxError {
            complaint = "\(error)"
        } catch {
            complaint = "\(error)"
        }
        throw Refusal("read \(path)", .said(complaint), hint: hint)
    }
}
