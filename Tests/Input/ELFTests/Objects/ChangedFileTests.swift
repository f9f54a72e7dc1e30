import Bytes
import ELF
import Foundation
import TestSupport
import Testing

/// Another program may change a file that is open: whatever it says then, nothing is read outside, and names are clean.
struct ChangedFileTests {
  private static func object(_ kind: ObjectWriter.Kind) -> [UInt8] {
    var object = ObjectWriter(kind)
    let text = object.addSection(".text", [.allocated, .execute], .init(repeating: 0x90, count: 256), address: 0x1000)
    let data = object.addSection(".data", [.allocated, .write], .init(repeating: 0, count: 64), address: 0x2000)
    var symbols = [object.addSectionSymbol(text), object.addUndefined("elsewhere"), object.addAbsolute("number", 7)]
    for number in 0..<20 {
      symbols.append(
        object.addSymbol("function\(number)", .function, in: text, offset: UInt64(number * 8), size: 8, isGlobal: true))
      symbols.append(object.addSymbol("variable\(number)", .object, in: data, offset: UInt64(number), size: 1))
    }
    for (number, symbol) in symbols.enumerated() {
      object.addRelocation(in: text, offset: UInt64(number * 4), .relative32, symbol, addend: -4)
    }
    return object.bytes()
  }

  /// Reads all there is, and says what is wrong with it.
  private func read(_ file: ObjectFile) -> String? {
    for number in 0..<file.symbolCount {
      if case .section(let section) = file.symbol(number).place, section <= 0 || section >= file.sections.count {
        return "symbol \(number) in section \(section)"
      }
      let name = file.name(ofSymbol: number)
      guard name.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }) else {
        return "the name \(name.debugDescription)"
      }
      _ = file.hasName(ofSymbol: number, prefix: "function")
      _ = file.nameDigest(ofSymbol: number)
    }
    for (number, section) in file.sections.enumerated() {
      guard let table = file.relocations(ofSection: number) else { continue }
      for index in 0..<table.count {
        let relocation = table[index]
        guard relocation.symbol < file.symbolCount, relocation.offset <= UInt64(section.contents.count) else {
          return "\(relocation)"
        }
      }
    }
    return nil
  }

  @Test(arguments: [ObjectWriter.Kind.relocatable, .executable])
  func inPlace(kind: ObjectWriter.Kind) throws {
    let original = Self.object(kind)
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(original).write(to: URL(fileURLWithPath: path))
    let file = try #require(try ObjectFile.files(in: FileBytes.open(path)).first)
    #expect(read(file) == nil)
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try withSeeds(200) { random in
      var changed = original
      let all = random.oneIn(4)
      for place in changed.indices where all || random.oneIn(20) {
        changed[place] = random.oneIn(3) ? 0xff : UInt8(truncatingIfNeeded: random.next())
      }
      try handle.seek(toOffset: 0)
      try handle.write(contentsOf: Data(changed))
      #expect(file.bytes.byte(at: 100) == changed[100])
      #expect(read(file) == nil)
    }
  }
}
