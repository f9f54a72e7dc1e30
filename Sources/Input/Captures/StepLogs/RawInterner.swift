import Bytes

/// Remembers which index was given to some bytes of the file, so that equal rows cost a comparison and no String.
///
/// It may forget: a table of fixed size in which a key has four places. Who asks keeps the exact answer.
///
///     hint --hash--> place, place + 1, place + 2, place + 3
struct RawInterner: Sendable {
  /// A number and up to two fields that are equal if the indices are.
  struct Key: Sendable {
    /// A number that is likely to be different for different keys, such as an address.
    var hint: UInt64
    /// The first field.
    var first: CSVField
    /// The second field; nil counts as different from an empty one.
    var second: CSVField?
  }

  private struct Slot: Sendable {
    var key: Key
    var index: Int
  }

  private var places: [Int32]
  private var slots: [Slot] = []
  private let shift: UInt64

  /// Makes a table with two to the power of `bits` places.
  init(bits: UInt64) {
    places = [Int32](repeating: -1, count: 1 << bits + 4)
    shift = 64 - bits
  }

  /// The index that was given to the same bytes; nil if there was none or it is forgotten.
  func index(of key: Key, _ bytes: Span<UInt8>) -> Int? {
    let place = place(of: key.hint)
    for offset in 0..<4 {
      let number = places[place &+ offset]
      guard number >= 0 else { return nil }
      let slot = slots[Int(number)]
      if slot.key.hint == key.hint, Self.isEqual(slot.key.first, key.first, bytes) {
        switch (slot.key.second, key.second) {
        case (nil, nil): return slot.index
        case (let a?, let b?): if Self.isEqual(a, b, bytes) { return slot.index }
        default: break
        }
      }
    }
    return nil
  }

  /// Remembers `index` for `key`; the oldest of four may be forgotten for it.
  mutating func remember(_ key: Key, _ index: Int) {
    let place = place(of: key.hint)
    for offset in 0..<4 where places[place + offset] < 0 {
      places[place + offset] = Int32(truncatingIfNeeded: slots.count)
      slots.append(Slot(key: key, index: index))
      return
    }
    slots[Int(places[place])] = Slot(key: key, index: index)
  }

  private func place(of hint: UInt64) -> Int {
    Int(truncatingIfNeeded: (hint &* 0x9e37_79b9_7f4a_7c15) &>> shift)
  }

  private static func isEqual(_ a: CSVField, _ b: CSVField, _ bytes: Span<UInt8>) -> Bool {
    a.hasDoubledQuotes == b.hasDoubledQuotes && bytes.isEqual(a.range, b.range)
  }
}
