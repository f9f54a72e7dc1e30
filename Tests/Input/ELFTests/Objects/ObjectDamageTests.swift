import Bytes
import Diagnostics
import ELF
import TestSupport
import Testing

/// Damaged files are refused or read, and what can be read of them can be read in full.
struct ObjectDamageTests {
  /// Small files of each kind.
  private static var files: [[UInt8]] {
    var extended = ObjectFileTests.sample(.relocatable)
    extended.usesExtendedNumbers = true
    let objects = [ObjectFileTests.sample(.relocatable), ObjectFileTests.sample(.executable), extended].map {
      $0.bytes()
    }
    let members = [("a.o", objects[0]), ("a member with a long name.o", ObjectWriter().bytes())]
    return objects + ArchiveWriter.Style.allCases.map { ArchiveWriter($0, members).file }
  }

  /// Reads all there is; returns whether the file could be opened.
  @discardableResult
  private static func readAll(_ bytes: [UInt8]) -> Bool {
    guard let files = try? ObjectFile.files(in: FileBytes(name: "t.o", bytes)) else { return false }
    for file in files {
      for number in 0..<file.symbolCount {
        if case .section(let section) = file.symbol(number).place { #expect(file.sections.indices.contains(section)) }
        _ = file.name(ofSymbol: number)
      }
      for number in file.sections.indices {
        guard let table = file.relocations(ofSection: number) else { continue }
        let contents = file.sections[number].contents
        #expect(contents.upperBound <= file.bytes.count)
        for index in 0..<table.count {
          let relocation = table[index]
          #expect(relocation.offset <= UInt64(contents.count))
          #expect(relocation.symbol < file.symbolCount)
        }
      }
    }
    return true
  }

  @Test func wholeFilesAreRead() {
    for file in Self.files { #expect(Self.readAll(file)) }
  }

  @Test func truncatedAtEveryLength() {
    for (number, file) in Self.files.enumerated() {
      for count in 0..<file.count {
        let isRead = Self.readAll(Array(file.prefix(count)))
        // The section headers are last; of an archive whole members may be left.
        #expect(number >= 3 || !isRead, "\(count) bytes of file \(number)")
      }
    }
  }

  @Test(arguments: [0, 1, 0x7f, 0xff] as [UInt8]) func everyByteReplaced(value: UInt8) {
    for var file in Self.files.prefix(4) {
      for index in file.indices {
        let was = file[index]
        file[index] = value
        Self.readAll(file)
        file[index] = was
      }
    }
  }

  @Test func randomDamage() {
    withSeeds(20) { random in
      for file in Self.files {
        var damaged = file
        for _ in 0..<random.number(1...6) {
          damaged[random.number(0...file.count - 1)] = random.pick([0, 1, 2, 4, 8, 0x7f, 0x80, 0xff], or: 0)
        }
        Self.readAll(damaged)
      }
    }
  }
}
