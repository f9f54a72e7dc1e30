/// Whose contents a section holds, before any design says where it is mapped.
///
/// The classes of semantics: U, ENT, TXT, XG, XL, PK and the direct map.
package enum SectionClass: String, CaseIterable, Sendable {
  /// Memory of a process, reachable from CPL 3.
  case user
  /// What every entry from user code needs: entry text, cpu entry area, the TSS page, espfix.
  case entry
  /// Kernel text that exposed code may run whatever the text policy is.
  case exposedText = "exposed-text"
  /// The rest of the kernel's text, and read-only data.
  case text
  /// Data of the whole kernel that may become known.
  case exposedGlobal = "exposed-global"
  /// Kernel data of one process that this process may know: its stack, its task, its open files.
  case exposedLocal = "exposed-local"
  /// Kernel data that nobody else may know.
  case privateKernel = "private"
  /// The map of all physical memory: it carries what every other class holds.
  case directMap = "direct-map"

  /// The label of what the section holds; `owner` is the process whose it is. The direct map itself adds
  /// private kernel data: page cache and free memory.
  package func label(owner: Int) -> LabelSet {
    switch self {
    case .user: .user(owner)
    case .entry: .entry
    case .exposedText, .text: .text
    case .exposedGlobal: .exposedGlobal
    case .exposedLocal: .exposedLocal(owner)
    case .privateKernel, .directMap: .privateKernel
    }
  }
}
