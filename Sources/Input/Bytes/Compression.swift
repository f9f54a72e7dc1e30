package import Diagnostics

/// A compressed file format, told by its first bytes. Such input is refused with the command that helps.
package enum Compression: String, CaseIterable, Sendable {
  /// XZ Utils.
  case xz
  /// RFC 1952.
  case gzip
  /// RFC 8878.
  case zstd
  /// bzip2.
  case bzip2
  /// The LZ4 frame format.
  case lz4
  /// PKZIP archives.
  case zip

  /// The format that `bytes` start with; nil if none.
  package init?(of bytes: FileBytes) {
    let match = Self.allCases.first { format in
      format.magic.indices.allSatisfy { bytes.byte(at: $0) == format.magic[$0] }
    }
    guard let match else { return nil }
    self = match
  }

  /// Throws if `bytes` are compressed: `FILE is xz-compressed; run 'xz -dk FILE'`.
  package static func refuse(_ bytes: FileBytes) throws(ParseError) {
    guard let format = Compression(of: bytes) else { return }
    let advice =
      bytes.name == FileBytes.standardInputName ? "unpack it first" : "run '\(format.command) \(bytes.name)'"
    throw ParseError(file: bytes.name, at: .subject, found: "is \(format.rawValue)-compressed; \(advice)")
  }

  /// The first bytes of every file of the format.
  private var magic: [UInt8] {
    switch self {
    case .xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]
    case .gzip: [0x1f, 0x8b]
    case .zstd: [0x28, 0xb5, 0x2f, 0xfd]
    case .bzip2: [0x42, 0x5a, 0x68]
    case .lz4: [0x04, 0x22, 0x4d, 0x18]
    case .zip: [0x50, 0x4b, 0x03, 0x04]
    }
  }

  /// The command that unpacks a file of the format and keeps it.
  private var command: String {
    switch self {
    case .xz: "xz -dk"
    case .gzip: "gunzip -k"
    case .zstd: "zstd -d"
    case .bzip2: "bunzip2 -k"
    case .lz4: "lz4 -d"
    case .zip: "unzip"
    }
  }
}
