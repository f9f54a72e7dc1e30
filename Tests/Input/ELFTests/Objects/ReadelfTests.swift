import Bytes
import ELF
import Foundation
import Testing

/// What is read of an object file that gcc makes is what readelf of GNU binutils reads.
@Suite(.enabled(if: Binutils.isInstalled, "gcc or readelf is not installed"))
struct ReadelfTests {
  private static let source = """
    extern int far(int); extern int table[]; static int here[100]; int common; __thread int local;
    static int inner(int x) { return here[x] + table[x]; }
    int outer(int x) { switch (x) { case 1: return far(x); case 2: return inner(x); case 3: return far(8);
      case 4: return inner(1); case 5: return far(local); default: return common; } }
    int (*pointers[])(int) = { outer, inner, far }; const char *text = "text"; int main(void) { return outer(3); }
    """

  private static func padded(_ value: UInt64, _ width: Int = 16) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: width - digits.count) + digits
  }

  /// The words of each line whose first word is one that is looked for.
  private static func words(_ text: String, isFirst: (Substring) -> Bool) -> [[Substring]] {
    text.split(separator: "\n").map { $0.split(separator: " ") }.filter { $0.first.map(isFirst) ?? false }
  }

  @Test(arguments: [
    ["-c"], ["-c", "-ffunction-sections", "-fdata-sections", "-O2"],
    ["-nostdlib", "-static", "-Wl,-q,--unresolved-symbols=ignore-all,-e,main"],
  ])
  func sameAsReadelf(options: [String]) throws {
    let folder = FileManager.default.temporaryDirectory.path + "/cr3scope-readelf-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Self.source.write(toFile: folder + "/t.c", atomically: true, encoding: .utf8)
    _ = try Binutils.run("gcc", options + ["-w", "-fno-pic", "-fcommon", "-o", folder + "/t.o", folder + "/t.c"])
    let file = try #require(try ObjectFile.files(in: .open(folder + "/t.o")).first)
    try Self.compareSections(file, Binutils.run("readelf", ["-W", "-S", folder + "/t.o"]))
    try Self.compareSymbols(file, Binutils.run("readelf", ["-W", "-s", folder + "/t.o"]))
    try Self.compareRelocations(file, Binutils.run("readelf", ["-W", "-r", folder + "/t.o"]))
  }

  /// "  [ 1] .text             PROGBITS        0000000000000000 000040 000000 00  AX  0   0  1".
  private static func compareSections(_ file: ObjectFile, _ text: String) {
    let lines = text.split(separator: "\n").filter { $0.hasPrefix("  [") && !$0.hasPrefix("  [Nr]") }
    #expect(lines.count == file.sections.count)
    for (line, section) in zip(lines, file.sections).dropFirst() {
      let words = (line.split(separator: "]").last ?? "").split(separator: " ")
      #expect(words.first.map(String.init) == section.name)
      #expect(words.dropFirst(2).first.map(String.init) == padded(section.address))
      #expect(words.dropFirst(4).first.map(String.init) == padded(section.size, 6))
      if !section.contents.isEmpty {
        #expect(words.dropFirst(3).first.map(String.init) == padded(UInt64(section.contents.lowerBound), 6))
      }
      let flags = words.count == 10 ? String(words[6]) : ""
      #expect(flags.contains("A") == section.flags.contains(.allocated))
      #expect(flags.contains("X") == section.isText)
      #expect(flags.contains("W") == section.flags.contains(.write))
    }
  }

  /// "     9: 0000000000000000    49 FUNC    GLOBAL DEFAULT    7 f".
  private static func compareSymbols(_ file: ObjectFile, _ text: String) {
    let lines = words(text) { $0.last == ":" && Int($0.dropLast()) != nil }
    #expect(lines.count == file.symbolCount)
    let kinds = ["NOTYPE", "OBJECT", "FUNC", "SECTION", "FILE", "COMMON", "TLS"]
    for (number, line) in lines.enumerated() where line.count >= 7 {
      let symbol = file.symbol(number)
      var value = symbol.offset
      var place = "ABS"
      switch symbol.place {
      case .section(let section):
        place = "\(section)"
        value += file.sections[section].address
      case .undefined: place = "UND"
      case .common: place = "COM"
      case .absolute: break
      }
      #expect(line[1] == padded(value))
      #expect(line[2] == "\(symbol.size)")
      #expect(line[3] == kinds[Int(symbol.kind.rawValue)])
      #expect((line[4] != "LOCAL") == symbol.isGlobal)
      if place == "ABS", let section = Int(line[6]) {
        // As the linker makes them: "_end" belongs to a section in front of it.
        #expect(file.isLinked && value &- file.sections[section].address > file.sections[section].size)
      } else {
        #expect(line[6] == place)
      }
      #expect((line.count > 7 ? String(line[7]) : "") == file.name(ofSymbol: number))
    }
  }

  /// "0000000000000011  0000000a00000004 R_X86_64_PLT32         0000000000000000 h - 4".
  private static func compareRelocations(_ file: ObjectFile, _ text: String) {
    let lines = words(text) { $0.count == 16 && UInt64($0, radix: 16) != nil }
    var ours: [String] = []
    for (number, section) in file.sections.enumerated() {
      guard let table = file.relocations(ofSection: number) else { continue }
      for index in 0..<table.count {
        let relocation = table[index]
        let info = UInt64(relocation.symbol) << 32 | UInt64(relocation.kind.rawValue)
        let sign = relocation.addend < 0 ? "-" : "+"
        ours.append(
          "\(padded(relocation.offset + section.address)) \(padded(info)) \(sign) "
            + String(relocation.addend.magnitude, radix: 16))
      }
    }
    #expect(!ours.isEmpty)
    #expect(ours == lines.map { "\($0[0]) \($0[1]) \($0[$0.count - 2]) \($0[$0.count - 1])" })
  }
}

/// The programs that are asked.
private enum Binutils {
  static let isInstalled = ["gcc", "readelf"].allSatisfy {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/" + $0)
  }

  /// Runs a command of /usr/bin and returns what it prints.
  static func run(_ name: String, _ arguments: [String]) throws -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/" + name)
    process.arguments = arguments
    process.standardOutput = pipe
    process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C"]
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(name) \(arguments)")
    return text
  }
}
