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
  /// The format before xz, with the usual properties. XZ Utils 5.4, doc/lzma-file-format.txt.
  case lzma
  /// lib/decompress_unlzo.c of Linux 6.12.
  case lzop
  /// The LZ4 frame format, and the one of lz4 -l: ARCHIVE_MAGICNUMBER in lib/decompress_unlz4.c of Linux 6.12.
  case lz4
  /// PKZIP archives.
  case zip

  /// The format that `bytes` start with; nil if none.
  package init?(of bytes: FileBytes) {
    let match = Self.allCases.first { format in
      format.magics.contains { magic in magic.indices.allSatisfy { bytes.byte(at: $0) == magic[$0] } }
    }
    guard let match else { return nil }
    self = match
  }

  /// Throws if `bytes` are compressed: `FILE is xz-compressed; run 'xz -dk FILE'`.
  ///
  /// A name that a shell would not take as it is stands in quotes of its own: `run: xz -dk 'A B'`.
  package static func refuse(_ bytes: FileBytes) throws(ParseError) {
    guard let format = Compression(of: bytes) else { return }
    let name = bytes.name
    let advice =
      if name == FileBytes.standardInputName || name.contains("\u{fffd}") {
        "unpack it first"
      } else if isPlain(name) {
        "run '\(format.command) \(name)'"
      } else {
        "run: \(format.command) \(quoted(name))"
      }
    throw ParseError(file: bytes.name, at: .subject, found: "is \(format.rawValue)-compressed; \(advice)")
  }

  /// Whether a shell takes a name as it is, and a command takes it for no option.
  private static func isPlain(_ name: String) -> Bool {
    !name.hasPrefix("-")
      && name.unicodeScalars.allSatisfy { scalar in
        scalar.value >= 0x80 || scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
          || "/._-+,:@%=".unicodeScalars.contains(scalar)
      }
  }

  /// A name in single quotes, in which each of its own ends them and is escaped: POSIX.1, section 2.2.2.
  private static func quoted(_ name: String) -> String {
    let path = name.hasPrefix("-") ? "./" + name : name
    let parts = path.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.joined(separator: "'\\''") + "'"
  }

  /// The first bytes of every file of the format.
  private var magics: [[UInt8]] {
    switch self {
    case .xz: [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]]
    case .gzip: [[0x1f, 0x8b]]
    case .zstd: [[0x28, 0xb5, 0x2f, 0xfd]]
    case .bzip2: [[0x42, 0x5a, 0x68]]
    case .lzma: [[0x5d, 0x00, 0x00]]
    case .lzop: [[0x89, 0x4c, 0x5a, 0x4f, 0x00, 0x0d, 0x0a, 0x1a, 0x0a]]
    case .lz4: [[0x04, 0x22, 0x4d, 0x18], [0x02, 0x21, 0x4c, 0x18]]
    case .zip: [[0x50, 0x4b, 0x03, 0x04]]
    }
  }

  /// The command that unpacks a file of the format and keeps it.
  private var command: String {
    switch self {
    case .xz: "xz -dk"
    case .gzip: "gunzip -k"
    case .zstd: "zstd -d"
    case .bzip2: "bunzip2 -k"
    case .lzma: "xz -dk"
    case .lzop: "lzop -d"
    case .lz4: "lz4 -d"
    case .zip: "unzip"
    }
  }
}
