/// A way to split what a process maps over several spaces.
package enum Design: String, CaseIterable, Sendable {
  /// One space, K: the kernel is mapped while user code runs.
  case nopti
  /// Page-table isolation: U while user code runs, K for the kernel. Linux 6.12 arch/x86/mm/pti.c.
  case pti
}
