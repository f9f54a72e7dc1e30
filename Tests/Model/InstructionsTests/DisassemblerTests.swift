import Foundation
import Instructions
import Testing

/// The lengths that GNU's disassembler finds, for what GNU's assembler made.
@Suite(.enabled(if: Tool.areInstalled, "gcc and objdump are not installed; '.ci/setup tests' installs them"))
struct DisassemblerTests {
  @Test func everyInstructionStartsWhereTheDisassemblerSays() throws {
    let rows = InstructionRows.valid.map { row in
      // A prefix or FWAIT of one row must not go to the next one.
      ".byte " + bytes(row.bytes).map { "\($0)" }.joined(separator: ",") + "; nop\n"
    }
    let lines = try Tool.disassemble(Assembly.text + rows.joined())
    let code = lines.flatMap(\.bytes)
    var offset = 0
    var compared = 0
    for line in lines {
      // An old disassembler does not know all rows; it goes on one byte further.
      if !line.isBad {
        let found = InstructionDecoder.decode(code.span, at: offset, end: code.count)
        #expect(found?.length == line.bytes.count, "\(line.text)")
        compared += 1
      }
      offset += line.bytes.count
    }
    #expect(compared > 600)
  }
}

/// GNU's assembler and disassembler.
private enum Tool {
  static let areInstalled = [compiler, disassembler].allSatisfy(FileManager.default.isExecutableFile(atPath:))

  private static let compiler = "/usr/bin/gcc"
  private static let disassembler = "/usr/bin/objdump"

  /// One instruction, as the disassembler writes it.
  struct Line {
    let bytes: [UInt8]
    let text: String
    var isBad: Bool { text.contains("(bad)") || text.contains(".byte ") }
  }

  struct Failure: Error {
    let program: String
    let status: Int32
  }

  /// Assembles a text and disassembles what came out.
  static func disassemble(_ assembly: String) throws -> [Line] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "cr3scope-instructions-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appending(path: "code.s")
    let object = folder.appending(path: "code.o")
    try Data(assembly.utf8).write(to: source)
    _ = try run(compiler, "-c", "-o", object.path, source.path)
    // As Intel has it, prefix 66 does not shorten the distance of a branch.
    let text = try run(
      disassembler, "-d", "-z", "-w", "-M", "intel64", "--insn-width=16", "--section=.text", object.path)
    return text.split(separator: "\n").compactMap { line in
      // "   12:<tab>48 89 c8 <tab>mov    %rcx,%rax"
      let columns = line.split(separator: "\t")
      guard columns.count >= 2, columns[0].hasSuffix(":") else { return nil }
      return Line(bytes: InstructionsTests.bytes(String(columns[1])), text: String(line))
    }
  }

  /// Runs a program to its end, and gives what it wrote.
  private static func run(_ program: String, _ arguments: String...) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(program: program, status: process.terminationStatus)
    }
    return String(decoding: data, as: UTF8.self)
  }
}
