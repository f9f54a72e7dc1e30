/// The bytes of an input, mapped or in memory, with every access checked against their number.
///
/// Copies share the bytes, which are given back with the last copy. Those of a mapped file change if another program
/// changes the file meanwhile, and are 0 where it became shorter: see ``MappedFiles``. So no check of them holds for
/// later.
@usableFromInline
package struct FileBytes: Sendable {
  /// The name to show, cleaned.
  package let name: String
  /// The number of bytes.
  @usableFromInline package let count: Int
  /// Where the bytes start; never 0. A number, because numbers may be shared between threads.
  @usableFromInline let address: UInt
  /// Keeps the bytes there.
  @usableFromInline let owner: BytesOwner

  /// Describes `count` bytes at `address`, which `owner` keeps and nobody changes from now on.
  init(name: String, address: UInt, count: Int, storage: BytesOwner.Storage) {
    self.name = name
    self.address = address
    self.count = count
    owner = BytesOwner(address: address, count: count, storage: storage)
  }
}

extension FileBytes {
  /// The byte at `offset`; nil outside of the bytes.
  @inlinable
  package func byte(at offset: Int) -> UInt8? {
    guard offset >= 0, offset < count, let start = unsafe UnsafeRawPointer(bitPattern: address) else {
      return nil
    }
    defer { withExtendedLifetime(owner) {} }
    // 0 <= offset < count.
    return unsafe start.load(fromByteOffset: offset, as: UInt8.self)
  }

  /// The two bytes at `offset`; nil if they are not all inside.
  @inlinable
  package func littleEndian16(at offset: Int) -> UInt16? {
    guard hasRoom(for: 2, at: offset), let start = unsafe UnsafeRawPointer(bitPattern: address) else {
      return nil
    }
    defer { withExtendedLifetime(owner) {} }
    // 0 <= offset <= count - 2.
    return unsafe UInt16(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  /// The four bytes at `offset`; nil if they are not all inside.
  @inlinable
  package func littleEndian32(at offset: Int) -> UInt32? {
    guard hasRoom(for: 4, at: offset), let start = unsafe UnsafeRawPointer(bitPattern: address) else {
      return nil
    }
    defer { withExtendedLifetime(owner) {} }
    // 0 <= offset <= count - 4.
    return unsafe UInt32(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// The eight bytes at `offset`; nil if they are not all inside.
  @inlinable
  package func littleEndian64(at offset: Int) -> UInt64? {
    guard hasRoom(for: 8, at: offset), let start = unsafe UnsafeRawPointer(bitPattern: address) else {
      return nil
    }
    defer { withExtendedLifetime(owner) {} }
    // 0 <= offset <= count - 8.
    return unsafe UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Whether `size` bytes, 1 to 8, at `offset` are all inside.
  @inlinable
  func hasRoom(for size: Int, at offset: Int) -> Bool {
    offset >= 0 && offset <= count &- size
  }

  /// Copies 4096 bytes at `offset` to the first 512 `words`.
  ///
  /// Returns false and copies nothing if the bytes are not all inside or `words` has no room.
  package func copyWords(at offset: Int, into words: inout [UInt64]) -> Bool {
    guard offset >= 0, offset <= count - 4096, words.count >= 512,
      let start = unsafe UnsafeRawPointer(bitPattern: address)
    else { return false }
    defer { withExtendedLifetime(owner) {} }
    // 4096 bytes from start + offset are inside, and 512 words have room for them; x86 is little endian.
    unsafe words.withUnsafeMutableBytes {
      unsafe $0.copyMemory(from: .init(start: start + offset, count: 4096))
    }
    return true
  }

  /// Gives all bytes to `body`, for scanning.
  @inlinable
  package func withBytes<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let start = unsafe UnsafePointer<UInt8>(bitPattern: address) else {
      return try body(Span())
    }
    defer { withExtendedLifetime(owner) {} }
    // `count` bytes from start stay until the owner ends, which is after the call.
    return try body(unsafe Span(_unsafeStart: start, count: count))
  }
}
