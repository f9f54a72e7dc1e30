extension ByteSink {
  /// Appends one byte.
  package mutating func append(byte: UInt8) {
    store(UInt64(byte), count: 1)
  }

  /// Appends a text as UTF-8.
  package mutating func append(_ text: String) {
    var word: UInt64 = 0
    var count = 0
    for byte in text.utf8 {
      word |= UInt64(byte) &<< UInt64(count &* 8)
      count &+= 1
      if count == 8 {
        store(word, count: 8)
        word = 0
        count = 0
      }
    }
    if count > 0 { store(word, count: count) }
  }

  /// Appends a text and spaces up to `width` bytes; with `alignRight` the spaces come first.
  package mutating func append(_ text: String, width: Int, alignRight: Bool = false) {
    let padding = width - text.utf8.count
    if alignRight { pad(padding) }
    append(text)
    if !alignRight { pad(padding) }
  }

  /// Appends spaces; none if `count` is negative.
  package mutating func pad(_ count: Int) {
    var rest = count
    while rest > 0 {
      store(0x2020_2020_2020_2020, count: min(rest, 8))
      rest -= 8
    }
  }

  /// Appends the line feed that ends a line.
  package mutating func endLine() {
    store(0x0a, count: 1)
  }

  /// Appends 16 hexadecimal digits without a prefix.
  package mutating func append(hex value: UInt64) {
    store(Self.hexDigits(UInt32(truncatingIfNeeded: value &>> 32)), count: 8)
    store(Self.hexDigits(UInt32(truncatingIfNeeded: value)), count: 8)
  }

  /// Appends the last 13 hexadecimal digits: a frame's address, below 2^52.
  package mutating func append(physical value: UInt64) {
    store(Self.hexDigits(UInt32(truncatingIfNeeded: value &>> 32)) &>> 24, count: 5)
    store(Self.hexDigits(UInt32(truncatingIfNeeded: value)), count: 8)
  }

  /// Appends "0x" and 16 hexadecimal digits.
  package mutating func append(address value: UInt64) {
    store(0x7830, count: 2)
    append(hex: value)
  }

  /// Appends a decimal number, with spaces before it up to `width` bytes.
  package mutating func append(decimal value: UInt64, width: Int = 0) {
    if width > 0 { pad(width - Self.digitCount(value)) }
    var rest = value
    if rest >= 100_000_000 {
      append(decimal: rest / 100_000_000)
      rest %= 100_000_000
      var word: UInt64 = 0
      for _ in 0..<8 {
        word = word &<< 8 | 0x30 | rest % 10
        rest /= 10
      }
      store(word, count: 8)
      return
    }
    var word: UInt64 = 0
    var count = 0
    repeat {
      word = word &<< 8 | 0x30 | rest % 10
      rest /= 10
      count &+= 1
    } while rest > 0
    store(word, count: count)
  }

  /// Appends a size in bytes with the largest of the units B, K, M, G, T, P, E that keeps it a whole number,
  /// with spaces before it up to `width` bytes: "4K", "1956K", "2M".
  package mutating func append(size: UInt64, width: Int = 0) {
    let (value, unit) = Self.scaled(size)
    append(decimal: value, width: width - 1)
    store(UInt64(unit), count: 1)
  }

  /// A size in the largest unit that keeps it whole, and the unit's letter.
  static func scaled(_ size: UInt64) -> (value: UInt64, unit: UInt8) {
    // The letters B, K, M, G, T, P, E, the first in the lowest byte.
    var units: UInt64 = 0x45_5054_474d_4b42
    var value = size
    while value & 1023 == 0, units > 0xff {
      value >>= 10
      units >>= 8
    }
    return (value, UInt8(truncatingIfNeeded: units))
  }

  private static func digitCount(_ value: UInt64) -> Int {
    var count = 1
    var rest = value
    while rest >= 10 {
      rest /= 10
      count &+= 1
    }
    return count
  }

  /// Eight digits as eight bytes, the first digit in the lowest byte.
  private static func hexDigits(_ value: UInt32) -> UInt64 {
    var nibbles = UInt64(value)
    nibbles = (nibbles | nibbles &<< 16) & 0x0000_ffff_0000_ffff
    nibbles = (nibbles | nibbles &<< 8) & 0x00ff_00ff_00ff_00ff
    nibbles = (nibbles | nibbles &<< 4) & 0x0f0f_0f0f_0f0f_0f0f
    let letters = (nibbles &+ 0x0606_0606_0606_0606) &>> 4 & 0x0101_0101_0101_0101
    return (nibbles &+ 0x3030_3030_3030_3030 &+ letters &* 0x27).byteSwapped
  }
}
