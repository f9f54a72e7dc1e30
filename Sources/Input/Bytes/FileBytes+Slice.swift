extension FileBytes {
  /// A part of the bytes as bytes of their own, under a name to show; nil if `range` reaches outside.
  ///
  /// Nothing is copied: the part keeps the whole there.
  package func slice(_ range: Range<Int>, name: String) -> FileBytes? {
    guard range.lowerBound >= 0, range.upperBound <= count else { return nil }
    return FileBytes(
      name: CleanText.clean(name), address: address + UInt(range.lowerBound), count: range.count, owner: owner)
  }

  /// Describes `count` bytes at `address`, all of them among those that `owner` keeps.
  private init(name: String, address: UInt, count: Int, owner: BytesOwner) {
    self.name = name
    self.address = address
    self.count = count
    self.owner = owner
  }
}
