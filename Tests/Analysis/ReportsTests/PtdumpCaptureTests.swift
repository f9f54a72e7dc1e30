import PageTables
import Reports
import Testing

/// The kernel's own text of the processes that the cores were taken of.
@Suite struct PtdumpCaptureTests {
  struct Case: CustomTestStringConvertible {
    let core: String
    let text: String
    let userHalf: Bool
    var testDescription: String { "\(core) \(userHalf ? "user" : "kernel")" }
  }

  static let cases = [
    Case(core: "dump/core-user.elf", text: "dump/ptdump-current_user.txt", userHalf: true),
    Case(core: "dump/core-user.elf", text: "dump/ptdump-current_kernel.txt", userHalf: false),
    Case(core: "dump/core-syscall.elf", text: "dump/ptdump-current_user.txt", userHalf: true),
    Case(core: "dump/core-syscall.elf", text: "dump/ptdump-current_kernel.txt", userHalf: false),
    Case(core: "pti/getpid.start.elf", text: "pti/ptdump-current_user.txt", userHalf: true),
    Case(core: "pti/getpid.start.elf", text: "pti/ptdump-current_kernel.txt", userHalf: false),
    Case(core: "nopti/getpid.start.elf", text: "nopti/ptdump-current_kernel.txt", userHalf: false),
    Case(core: "pcid/start.elf", text: "pcid/ptdump-current_user.txt", userHalf: true),
    Case(core: "pcid/start.elf", text: "pcid/ptdump-current_kernel.txt", userHalf: false),
  ]

  @Test(arguments: cases) func equalsTheKernelsText(_ item: Case) throws {
    let core = try CoreFile(item.core)
    let report = PtdumpReport(memory: core, controls: core.controls(userHalf: item.userHalf))
    var loss = PtdumpLoss()
    let text = ByteSink.text { loss = report.write(to: &$0) }
    #expect(loss == PtdumpLoss())
    let expected = try Capture.text(item.text)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let difference = lines.difference(from: expected.split(separator: "\n", omittingEmptySubsequences: false))
    #expect(difference.map { $0.described } == [])
    #expect(text == expected)
  }
}

extension CollectionDifference.Change where ChangeElement == Substring {
  var described: String {
    switch self {
    case .insert(_, let line, _): "+" + line
    case .remove(_, let line, _): "-" + line
    }
  }
}
