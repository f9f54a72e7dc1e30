import Recordings

/// The positions of the rows of a map that are listed, ascending: all, or those that a filter admits.
package struct MapRows: RandomAccessCollection {
  private let admitted: [Int]?
  /// Behind the last position in the list.
  package let endIndex: Int

  /// Lists so many rows, or of them those that are admitted.
  init(count: Int, admitted: [Int]?) {
    self.admitted = admitted
    endIndex = admitted?.count ?? count
  }

  /// The first position in the list.
  package var startIndex: Int { 0 }

  /// The row at a position in the list.
  package subscript(position: Int) -> Int { admitted?[position] ?? position }

  /// Where a row is in the list; nil if it is not.
  func position(of row: Int) -> Int? {
    guard let admitted else { return row < endIndex ? row : nil }
    let position = admitted.partitionPoint { $0 < row }
    return position < endIndex && admitted[position] == row ? position : nil
  }
}
