import Diagnostics
import Execution
import Isolation
import ScenarioModel
import SectionCheck
import Testing

/// Findings of small scenarios, in exact words.
struct ScenarioCheckTests {
  private static func messages(
    _ design: Design = .unified, _ change: (inout Scenario) -> Void
  ) throws -> [String] {
    var scenario = Scenario.first
    change(&scenario)
    var setup = ScenarioRun.Setup(scenario)
    setup.design = design
    return try ScenarioCheck(setup).findings.map { "\($0.entry.name) \($0.path): \($0.message)" }
  }

  private static func mark(_ names: String..., in scenario: inout Scenario) {
    for index in scenario.entries.indices where names.contains(scenario.entries[index].name) {
      scenario.entries[index].marking = .exposed
    }
  }

  /// What is derived has its gate: nothing to find, under no design.
  @Test(arguments: Design.all)
  func derivedMarkingsAreClean(design: Design) throws {
    #expect(try Self.messages(design) { _ in } == [])
  }

  /// A read that is marked exposed by mistake: three private objects, in the order of instructions.
  @Test func missingGate() throws {
    let path = #"["__x64_sys_read", "ksys_read", "vfs_read", "shmem_file_read_iter"]"#
    let expected = [
      "read \(path): shmem_file_read_iter+0x4: reference to private inode.i_size (slab) from exposed text (.text)",
      "read \(path): shmem_file_read_iter+0x8: reference to private super_block.s_flags (slab) "
        + "from exposed text (.text)",
      "read \(path): shmem_file_read_iter+0xc: reference to private page cache (page cache) from exposed text (.text)",
    ]
    #expect(try Self.messages { Self.mark("read", in: &$0) } == expected)
    for design in [Design.nopti, .pti] { #expect(try Self.messages(design) { Self.mark("read", in: &$0) } == []) }
  }

  /// With a split text, calls of text that is not exposed are findings as well.
  @Test func splitText() throws {
    let found = try Self.messages {
      Self.mark("write", in: &$0)
      $0.settings.text = .split
    }
    #expect(
      found == [
        #"write ["__x64_sys_write"]: __x64_sys_write+0xc: call to pipe_write() leaves exposed text (.text -> .text)"#,
        #"write ["__x64_sys_write", "pipe_write"]: pipe_write+0x8: reference to private pipe_inode_info.bufs (slab) "#
          + "from exposed text (.text)",
        "write []: do_syscall_64+0x3a: call to __x64_sys_write() leaves exposed text (.text..exposed -> .text)",
      ])
  }

  /// Behind a gate nothing is found; under the sticky policy nothing behind its end either.
  @Test(arguments: [(Settings.GatePolicy.sticky, 0), (.scoped, 1)])
  func gates(policy: Settings.GatePolicy, count: Int) throws {
    let found = try Self.messages { scenario in
      let acts: [KernelFunction.Act] = [.callThroughGate("vfs_read"), .read("inode.i_size")]
      scenario.functions.append(KernelFunction("peek", section: ".text..exposed", acts))
      scenario.entries.append(EntryPoint("peek", .syscall, function: "peek", marking: .exposed))
      scenario.settings.gates = policy
    }
    #expect(found.count == count)
  }

  /// Two entries that reach one place: one finding, told with the first of them.
  @Test func eachPlaceOnce() throws {
    let found = try Self.messages { scenario in
      scenario.entries.append(EntryPoint("pread", .syscall, function: "__x64_sys_read", marking: .exposed))
      Self.mark("read", in: &scenario)
    }
    #expect(found.count == 3)
    #expect(found.allSatisfy { $0.hasPrefix("read ") })
  }

  /// Where every entry flips in its entry code, nothing else runs in the exposed space.
  @Test func theScopeOfPTIHasNoFindings() throws {
    let found = try Self.messages {
      Self.mark("read", "getpid", "timer", in: &$0)
      $0.scope = .wholeKernel
    }
    #expect(found == [])
  }

  @Test func counts() throws {
    var scenario = Scenario.first
    Self.mark("timer", in: &scenario)
    let check = try ScenarioCheck(ScenarioRun.Setup(scenario))
    #expect(check.findings.map(\.offset) == [4, 8])
    #expect(check.count(.error) == 2)
    #expect(check.count(.warning) == 0)
  }
}
