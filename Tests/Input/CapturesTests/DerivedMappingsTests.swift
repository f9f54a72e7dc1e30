import Captures
import Execution
import Isolation
import PageTables
import Recordings
import ScenarioModel
import Testing

/// The scope of page-table isolation derives exactly the mappings of a real kernel with page-table isolation.
struct DerivedMappingsTests {
  /// A leaf of the kernel's part: where, what, how large, with which rights.
  private struct KernelLeaf: Hashable {
    let address: UInt64
    let frame: UInt64
    let level: Int
    let isWritable: Bool
    let isExecutable: Bool
    let isGlobal: Bool
    let isUser: Bool
  }

  private static func leaves(_ machine: Machine) -> [KernelLeaf] {
    let root = CR3(machine.controls.cr3.rawValue & ~0x1fff | 0x1000)
    var leaves: [KernelLeaf] = []
    _ = machine.memory.forEachLeaf(controls: machine.controls.with(cr3: root)) { leaf in
      guard leaf.address.rawValue >> 63 == 1 else { return true }
      leaves.append(
        KernelLeaf(
          address: leaf.address.rawValue, frame: leaf.entry.rawValue & 0x000f_ffff_ffff_f000,
          level: leaf.level.rawValue,
          isWritable: leaf.entry[.writable], isExecutable: !leaf.entry[.noExecute], isGlobal: leaf.entry[.global],
          isUser: leaf.entry[.user]))
      return true
    }
    return leaves
  }

  private static func isEspfix(_ leaf: KernelLeaf) -> Bool {
    Region(of: VirtualAddress(leaf.address), mode: .fourLevel) == .espfix
  }

  @Test(arguments: [(ProtectionScope.secretsOnly, Design.pti), (.wholeKernel, .unified)])
  func kernelPartOfTheUserHalf(scope: ProtectionScope, design: Design) throws {
    let real = Self.leaves(try Samples.recording("dump/core-user.elf").start)
    var setup = ScenarioRun.Setup(.first)
    setup.scenario.scope = scope
    setup.design = design
    let modelled = Self.leaves(try ScenarioRun.record(setup).recording.start)
    let espfix = (real.filter(Self.isEspfix), modelled.filter(Self.isEspfix))
    #expect(real.count - espfix.0.count == 19)
    #expect(modelled.filter { !Self.isEspfix($0) } == real.filter { !Self.isEspfix($0) })
    #expect(espfix.0.count == 65_536)
    #expect(espfix.1 == espfix.0)
  }

  /// The same as lists of mappings, effective over all levels.
  @Test func mappings() throws {
    func kernelPart(_ machine: Machine) -> [Mapping] {
      let root = CR3(machine.controls.cr3.rawValue & ~0x1fff | 0x1000)
      let mappings = Mappings(memory: machine.memory, controls: machine.controls.with(cr3: root))
      return mappings.filter { $0.start.rawValue >> 63 == 1 }
    }
    var setup = ScenarioRun.Setup(.first)
    setup.design = .pti
    let modelled = kernelPart(try ScenarioRun.record(setup).recording.start)
    #expect(modelled == kernelPart(try Samples.recording("dump/core-user.elf").start))
    #expect(!modelled.isEmpty)
  }
}
