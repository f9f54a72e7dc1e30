import Glibc

extension Span where Element == UInt8 {
  /// Whether two ranges of these bytes hold the same; false if one reaches outside.
  package func isEqual(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
    guard a.count == b.count, a.lowerBound >= 0, b.lowerBound >= 0, a.upperBound <= count,
      b.upperBound <= count
    else { return false }
    return unsafe withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return a.isEmpty }
      // Both ranges lie inside the span.
      return unsafe memcmp(start + a.lowerBound, start + b.lowerBound, a.count) == 0
    }
  }
}
