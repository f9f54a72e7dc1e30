package import Isolation

extension LinkClass {
  /// What sections of the class are, in a few words for users.
  package var meaning: String {
    switch self {
    case .meta: "describes or patches other sections, or is gone after the start; never checked"
    case .gate: "code that changes to the private space; exposed code may call it, and it may do all"
    case .entry: "text that every entry from user code needs"
    case .exposedText: "other text that the exposed space always maps"
    case .staticCall: "trampolines, which lead to what is patched in at run time"
    case .readOnlyData: "read-only data, which the exposed space maps"
    case .exposedData: "data that the exposed space maps"
    case .privateText: "the rest of the text: not vetted, and with \"text: split\" not mapped"
    case .privateData: "the rest of the data, which the exposed space does not map"
    }
  }
}
