import Glibc

/// A stack for handlers, so that a stack overflow can be handled too.
enum SignalStack {
  private static let size = 1 << 16

  /// Gives the calling thread such a stack for the rest of its life, unless it has one.
  static func install() {
    // All zero is a valid value of the structure.
    var stack = unsafe stack_t()
    // A local that outlives the call.
    let status = unsafe sigaltstack(nil, &stack)
    // The call has filled the structure if the status is 0.
    guard status == 0, unsafe stack.ss_flags & Int32(SS_DISABLE) != 0 else { return }
    // Never freed: the thread may be told to use it at any time.
    let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    // The size is that of the allocation above.
    unsafe stack = stack_t(ss_sp: memory, ss_flags: 0, ss_size: size)
    // A local that outlives the call, which copies it.
    unsafe sigaltstack(&stack, nil)
  }
}
