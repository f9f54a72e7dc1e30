/// What a section of an object file is to the section check, before the linker merges it with others.
///
/// What runs or lies in the exposed space may refer to what that space maps, and to nothing else.
package enum LinkClass: String, CaseIterable, Sendable {
  /// Tables and code that patch or describe others, and what is gone after the start: never checked.
  case meta
  /// Code that changes to the private space before it goes on there: exposed code may call it, and it may do all.
  case gate
  /// Text that every entry from user code needs; the only text that PTI maps for user code.
  case entry
  /// Other text that the exposed space maps, whatever the text policy is.
  case exposedText = "xtext"
  /// Trampolines of static calls, which lead to what is patched in at run time.
  case staticCall = "scall"
  /// Read-only data, which the exposed space maps.
  case readOnlyData = "rodata"
  /// Data that the exposed space maps.
  case exposedData = "xdata"
  /// The rest of the text: not vetted, and under the text policy "split" not mapped.
  case privateText = "ptext"
  /// The rest of the data, which the exposed space does not map.
  case privateData = "pdata"

  /// What is annotated as exposed.
  static let exposed: Set<LinkClass> = [.gate, .entry, .exposedText, .staticCall, .readOnlyData, .exposedData]

  /// Whether it is code.
  package var isText: Bool {
    switch self {
    case .gate, .entry, .exposedText, .staticCall, .privateText: true
    case .meta, .readOnlyData, .exposedData, .privateData: false
    }
  }

  /// The class of such a section in a scenario; nil if there is nothing of it at run time.
  package var sectionClass: SectionClass? {
    switch self {
    case .meta: nil
    case .entry: .entry
    case .gate, .exposedText: .exposedText
    case .staticCall, .privateText, .readOnlyData: .text
    case .exposedData: .exposedGlobal
    case .privateData: .privateKernel
    }
  }
}
