/// What one of a process's spaces is for, under whatever design.
package enum SpaceKind: String, CaseIterable, Sendable {
  /// What user code runs with, where that is not everything: U under pti and asi3, E under unified, R under gasi.
  case exposed
  /// A third space, for kernel code alone: I under asi3. It has no user pages.
  case isolated
  /// Everything is mapped: K, under unified P.
  case `private`
}
