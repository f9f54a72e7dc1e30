import Recordings

/// The positions of the rows of a list that are shown, ascending: all, or those that a filter admits.
package struct ListedRows<Number: FixedWidthInteger & Sendable>: RandomAccessCollection, Sendable {
  private let admitted: [Number]?
  /// Behind the last position in the list.
  package let endIndex: Int

  /// Lists so many rows, or of them those that are admitted.
  init(count: Int, admitted: [Number]?) {
    self.admitted = admitted
    endIndex = admitted?.count ?? count
  }

  /// The first position in the list.
  package var startIndex: Int { 0 }

  /// The row at a position in the list.
  package subscript(position: Int) -> Int { admitted.map { Int($0[position]) } ?? position }

  /// Where a row is in the list; nil if it is not.
  func position(of row: Int) -> Int? { position(upTo: row).flatMap { self[$0] == row ? $0 : nil } }

  /// Where a row is in the list, or the last listed one before it; nil if there is none.
  func position(upTo row: Int) -> Int? {
    let after = admitted.map { rows in rows.partitionPoint { Int($0) <= row } } ?? Swift.min(row + 1, endIndex)
    return after > 0 ? after - 1 : nil
  }
}
