import Bytes

/// What clang writes with -flto instead of machine code.
///
/// LLVM's language reference, "LLVM Bitcode File Format".
enum Bitcode {
  /// Whether bytes begin as bitcode does: "BC" 0xC0 0xDE, or the wrapper 0x0B17C0DE around it.
  static func isBitcode(_ bytes: FileBytes) -> Bool {
    [0xdec0_4342, 0x0b17_c0de].contains(bytes.littleEndian32(at: 0) ?? 0)
  }
}
