/// What pages hold, by whom it belongs to: the words in which leaks are told.
///
///      63 ... 8+2m+1   8+2m   ...    3    2    1     0
///     +------+-------+------+-----+----+----+-----+-----+
///     | ...  |  XLm  |  Um  | ... | PK | XG | TXT | ENT |
///     +------+-------+------+-----+----+----+-----+-----+
///
/// A label stands for contents, wherever they are mapped: the direct map carries all of them.
package struct LabelSet: OptionSet, Hashable, Sendable {
  /// One bit a label.
  package let rawValue: UInt64

  /// Wraps raw bits.
  package init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  /// No labels.
  package init() {
    rawValue = 0
  }

  /// The labels of a list.
  package init(arrayLiteral elements: LabelSet...) {
    var bits: UInt64 = 0
    for element in elements { bits |= element.rawValue }
    rawValue = bits
  }

  /// ENT: entry text, cpu entry area, the TSS page, espfix.
  package static let entry = LabelSet(rawValue: 1)
  /// TXT: the rest of the kernel's text and its read-only data.
  package static let text = LabelSet(rawValue: 2)
  /// XG: exposed data of the whole kernel.
  package static let exposedGlobal = LabelSet(rawValue: 4)
  /// PK: private kernel data.
  package static let privateKernel = LabelSet(rawValue: 8)

  /// How many processes have labels of their own.
  package static let processLimit = 28

  /// U: the memory of a process, 0 to 27; larger numbers share the last label.
  package static func user(_ process: Int) -> LabelSet { LabelSet(rawValue: 1 << bit(process)) }

  /// XL: exposed kernel data of one process, such as its stack and its task.
  package static func exposedLocal(_ process: Int) -> LabelSet { LabelSet(rawValue: 2 << bit(process)) }

  private static func bit(_ process: Int) -> UInt64 {
    UInt64(8 + 2 * min(max(process, 0), processLimit - 1))
  }

  /// "ENT", "TXT", "XG", "PK", "UA", "XLA", "UB" and so on, in the order of the bits.
  package var names: [String] {
    let global = [("ENT", Self.entry), ("TXT", .text), ("XG", .exposedGlobal), ("PK", .privateKernel)]
    var names = global.filter { contains($0.1) }.map(\.0)
    guard rawValue >> 8 != 0 else { return names }
    for process in 0..<Self.processLimit {
      let letter = processLetter(process)
      if contains(.user(process)) { names.append("U\(letter)") }
      if contains(.exposedLocal(process)) { names.append("XL\(letter)") }
    }
    return names
  }
}

/// "A" for process 0, "B" for 1, ... "Z", then "P26" and so on.
package func processLetter(_ process: Int) -> String {
  guard process < 26, let scalar = Unicode.Scalar(65 + UInt32(max(process, 0))) else { return "P\(process)" }
  return String(Character(scalar))
}

// The same as the standard library's, which is generic: an unspecialised call costs more than a step of a run may.
extension LabelSet {
  /// Whether the labels are the same.
  package static func == (a: Self, b: Self) -> Bool { a.rawValue == b.rawValue }

  /// Whether there is no label.
  package var isEmpty: Bool { rawValue == 0 }

  /// Whether all of `other` is here.
  package func contains(_ other: Self) -> Bool { rawValue & other.rawValue == other.rawValue }

  /// The labels of either.
  package func union(_ other: Self) -> Self { Self(rawValue: rawValue | other.rawValue) }

  /// Adds labels.
  package mutating func formUnion(_ other: Self) { self = union(other) }

  /// The labels without those of `other`.
  package func subtracting(_ other: Self) -> Self { Self(rawValue: rawValue & ~other.rawValue) }
}
