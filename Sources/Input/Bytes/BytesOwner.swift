/// Gives bytes back to the operating system when the last ``FileBytes`` that shows them is gone.
@usableFromInline
final class BytesOwner: Sendable {
  /// How the bytes are given back.
  enum Storage {
    /// munmap.
    case mapped
    /// free.
    case allocated
  }

  private let address: UInt
  private let count: Int
  private let storage: Storage

  /// Takes over `count` bytes at `address`.
  init(address: UInt, count: Int, storage: Storage) {
    self.address = address
    self.count = count
    self.storage = storage
  }

  deinit {
    SystemFile.release(address: address, count: count, storage: storage)
  }
}
