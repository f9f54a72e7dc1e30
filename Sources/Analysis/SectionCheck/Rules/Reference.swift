package import Isolation

/// A reference from one section to another, as far as rules ask about it.
package struct Reference: Hashable, Sendable {
  /// What the reference is used for.
  package enum Use: String, Hashable, Sendable {
    /// A direct call or jump goes there.
    case branch
    /// An indirect call or jump takes its target from there.
    case indirectBranch
    /// An indirect call that the kernel replaces at its start, by a direct one to where it leads then.
    case replacedCall
    /// An instruction reads or writes there.
    case memory
    /// An instruction computes the address, or has it as a number.
    case address
    /// Data holds the address.
    case stored
  }

  /// Where a reference leads.
  package enum Target: Hashable, Sendable {
    /// To a section of a class; `isExposed` if the exposed space maps it whatever the text policy is.
    case section(LinkClass, isExposed: Bool)
    /// To code that jumps to where a register says: a thunk.
    case thunk
    /// To what is not defined in what is checked.
    case undefined
    /// Nobody can tell: it is not read.
    case unseen
  }

  /// The class of the section that refers.
  package let from: LinkClass
  /// Whether the exposed space maps that section.
  package let isFromExposed: Bool
  /// What it is used for.
  package let use: Use
  /// Where it leads.
  package let target: Target
  /// Whether the exposed space maps private text too.
  package let text: Settings.TextPolicy

  /// Describes a reference.
  package init(
    from: LinkClass, isFromExposed: Bool, use: Use, target: Target, text: Settings.TextPolicy
  ) {
    self.from = from
    self.isFromExposed = isFromExposed
    self.use = use
    self.target = target
    self.text = text
  }

  /// Whether code that runs in the exposed space refers.
  var isByExposedText: Bool { isFromExposed && from.isCheckedText }

  /// The class of private text or data that it leads to; nil if it leads to none.
  var privateTarget: LinkClass? {
    guard case .section(let linkClass, isExposed: false) = target else { return nil }
    return linkClass == .meta || linkClass == .gate ? nil : linkClass
  }

  /// Whether the exposed space lacks what it leads to, so that an access faults.
  var isTargetUnmapped: Bool {
    guard let linkClass = privateTarget else { return false }
    return !(linkClass.isText && text == .public)
  }
}

extension LinkClass {
  /// Whether it is code that the check reads where it is exposed: a gate may do all, and the trampoline of a static
  /// call is charged to who calls it.
  var isCheckedText: Bool { isText && self != .gate && self != .staticCall }
}
