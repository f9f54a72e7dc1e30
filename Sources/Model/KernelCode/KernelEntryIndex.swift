/// The position of an entry in an assembled kernel.
///
/// It is a type of its own because a kernel has more entries than its scenario: what holds siblings is added. It finds
/// entries of a kernel, and no others.
package struct KernelEntryIndex: Hashable, Sendable {
  /// The position in the kernel's list, from 0.
  let position: Int
}
