import PageTables

/// Page tables as plain numbers, for the naive algorithms of the tests.
struct NaiveTables {
  /// Frame number to its 512 entries.
  var frames: [Int: [UInt64]] = [:]
  var root = 0
  /// 4 or 5.
  var levels = 4
  var physicalBits = 52
  var noExecute = true

  /// The same tables as the code under test sees them.
  var memory: SparseMemory {
    var memory = SparseMemory()
    for (frame, words) in frames {
      let number = FrameNumber(UInt64(frame))
      memory.clear(number)
      for (index, word) in words.enumerated() where word != 0 {
        memory.write(word, at: number.wordAddress(index))
      }
    }
    return memory
  }

  /// The same registers as the code under test sees them: PGE, and LA57 for 5 levels.
  var controls: Controls {
    Controls(
      cr0: 0x8001_0001, cr3: CR3(UInt64(root) * 4096), cr4: levels == 5 ? 0x10a0 : 0xa0,
      noExecuteEnabled: noExecute, physicalBits: physicalBits)
  }

  /// The rows of SDM vol. 3A, tables 4-15 to 4-20 (without the ignored bits): which bits must be 0.
  func mustBeZero(level: Int, entry: UInt64) -> [Int] {
    var bits: [Int] = []
    let large = entry & 0x80 != 0
    switch level {
    case 5, 4: bits = [7]
    case 3 where large: bits = Array(13...29)
    case 2 where large: bits = Array(13...20)
    default: bits = []
    }
    if physicalBits < 52 { bits += Array(physicalBits...51) }
    if !noExecute { bits.append(63) }
    return bits
  }

  /// Those of the bits that are 1.
  func violations(level: Int, entry: UInt64) -> UInt64 {
    var found: UInt64 = 0
    for bit in mustBeZero(level: level, entry: entry) where entry & (1 << UInt64(bit)) != 0 {
      found += 1 << UInt64(bit)
    }
    return found
  }

  /// The numbers of SDM vol. 3A, section 4.5: an entry of level 1 covers 2^12 bytes, of level 2 2^21 ...
  static func span(_ level: Int) -> UInt64 { [1 << 12, 1 << 21, 1 << 30, 1 << 39, 1 << 48][level - 1] }

  static func isPage(level: Int, entry: UInt64) -> Bool {
    level == 1 || ((level == 2 || level == 3) && entry / 128 % 2 == 1)
  }

  /// Bits 51 to 12 of an entry, as a frame number.
  static func frame(_ entry: UInt64) -> Int { Int(entry % (1 << 52) / 4096) }
}
