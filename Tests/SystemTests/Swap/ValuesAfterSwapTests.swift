// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Testing

extension OnThisMachine {
    @Suite("The values of a registration")
    struct ValuesAfterSwapTests {
        @Test("are those of the current version, whatever its file is called")
        func values() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                #expect(try kept(ground) == "50")
                try ground.swap(to: "gs_second")
                let second = try kept(ground)
                #expect(second == "51")
                try ground.rollback()
                #expect(try kept(ground) == "50")
            }
        }

        @Test("can be turned after a swap to a file of another name")
        func turned() throws {
            try SwapGround.with { ground in
                try ground.register("gs_cubic", as: "gs_reno")
                try ground.done("set", "gs_reno", "hystart=0")
                try ground.swap(to: "gs_forgetful", renaming: true)
                let answer = try ground.graft("set", "gs_reno", "hystart=0")
                #expect(answer.status == 0, "\(answer.errors)")
            }
        }

        private func kept(_ ground: SwapGround) throws -> String? {
            let registration = try #require(try ground.registration())
            return try ground.registry.values(of: registration)
                .first { $0.name == "gs_kept" }?.value
        }
    }
}
