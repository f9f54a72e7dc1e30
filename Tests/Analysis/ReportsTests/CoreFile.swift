import Foundation
import PageTables
import Testing

/// A reduced core dump, read with nothing but the ELF layout: the frames of its PT_LOADs and the registers
/// of its "QEMU" note.
struct CoreFile: PhysicalMemory {
  private var frames: [FrameNumber: [UInt64]] = [:]
  private(set) var controls = Controls.linux(cr3: CR3(0))

  /// Reads `samples/captures/<name>`.
  init(_ name: String) throws {
    let file = [UInt8](try Data(contentsOf: Capture.url(name)))
    func word(_ at: Int, _ size: Int) -> UInt64 {
      (0..<size).reduce(0) { $0 | UInt64(file[at + $1]) << UInt64($1 * 8) }
    }
    let headers = Int(word(32, 8))
    for index in 0..<Int(word(56, 2)) {
      let header = headers + index * 56
      let offset = Int(word(header + 8, 8))
      let size = Int(word(header + 32, 8))
      if word(header, 4) == 1 {
        for place in stride(from: 0, to: size, by: 4096) {
          let frame = PhysicalAddress(word(header + 24, 8) + UInt64(place)).frame
          frames[frame] = (0..<512).map { word(offset + place + $0 * 8, 8) }
        }
      } else if word(header, 4) == 4 {
        var note = offset
        while note < offset + size {
          let name = Int(word(note, 4))
          let description = note + 12 + (name + 3) & ~3
          if Array(file[(note + 12)..<(note + 12 + name)]) == Array("QEMU\0".utf8) {
            controls = Controls(
              cr0: word(description + 392, 8), cr3: CR3(word(description + 416, 8)),
              cr4: word(description + 424, 8))
          }
          note = description + (Int(word(note + 4, 4)) + 3) & ~3
        }
      }
    }
    try #require(!frames.isEmpty)
  }

  func word(at address: PhysicalAddress) -> UInt64? {
    address.rawValue & 7 == 0 ? frames[address.frame]?[Int(address.rawValue >> 3 & 511)] : nil
  }

  func readTable(_ frame: FrameNumber, into words: inout [UInt64]) -> Bool {
    guard let table = frames[frame] else { return false }
    words = table
    return true
  }

  /// The registers with the kernel half's root (bit 12 clear) or the user half's.
  func controls(userHalf: Bool) -> Controls {
    let base = controls.cr3.rawValue & ~0x1000
    return controls.with(cr3: CR3(userHalf ? base | 0x1000 : base))
  }
}

/// The files below samples/captures.
enum Capture {
  static func url(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "samples/captures/\(name)")
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: url(name)))
  }

  static func text(_ name: String) throws -> String {
    String(decoding: try bytes(name), as: UTF8.self)
  }
}
