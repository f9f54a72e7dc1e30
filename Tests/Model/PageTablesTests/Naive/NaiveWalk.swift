/// Where a naive walk ends.
enum NaiveEnd: Equatable {
  case page(physical: UInt64, size: UInt64)
  case notPresent(Int)
  case reserved(Int, UInt64)
  case missing(Int, Int)
  case notCanonical
}

/// What a naive walk met, from the root down.
struct NaiveWalk: Equatable {
  var end: NaiveEnd
  /// Level, physical address, entry.
  var path: [[UInt64]] = []
  var write = true
  var user = true
  var execute = true
}

extension NaiveTables {
  /// Translates by recursion over the address's digits to the base 512.
  func walk(_ address: UInt64) -> NaiveWalk {
    let width = levels == 5 ? 57 : 48
    let top = String(address, radix: 2).leftPadded(to: 64).prefix(64 - width + 1)
    guard top.allSatisfy({ $0 == "0" }) || top.allSatisfy({ $0 == "1" }) else {
      return NaiveWalk(end: .notCanonical)
    }
    var digits: [Int] = []
    var rest = address / 4096
    for _ in 0..<levels {
      digits.insert(Int(rest % 512), at: 0)
      rest /= 512
    }
    return descend(table: root, level: levels, digits: digits[...], address: address)
  }

  private func descend(table: Int, level: Int, digits: ArraySlice<Int>, address: UInt64) -> NaiveWalk {
    guard let entries = frames[table], let digit = digits.first else {
      return NaiveWalk(end: .missing(level, table))
    }
    let entry = entries[digit]
    let visit = [UInt64(level), UInt64(table * 4096 + digit * 8), entry]
    if entry % 2 == 0 { return NaiveWalk(end: .notPresent(level), path: [visit]) }
    let wrong = violations(level: level, entry: entry)
    if wrong != 0 { return NaiveWalk(end: .reserved(level, wrong), path: [visit]) }

    var result: NaiveWalk
    if Self.isPage(level: level, entry: entry) {
      let size = Self.span(level)
      let start = entry % (1 << 52) / size * size
      result = NaiveWalk(end: .page(physical: start + address % size, size: size))
    } else {
      result = descend(
        table: Self.frame(entry), level: level - 1, digits: digits.dropFirst(), address: address)
    }
    result.path.insert(visit, at: 0)
    if entry & 2 == 0 { result.write = false }
    if entry & 4 == 0 { result.user = false }
    if entry >> 63 == 1 && noExecute { result.execute = false }
    return result
  }
}

extension String {
  func leftPadded(to count: Int) -> String { String(repeating: "0", count: count - self.count) + self }
}
