package import PageTables

extension Mapping {
  /// The class of the mapping's pages; nil if the space that CPL 3 runs with is not known.
  ///
  /// A large page that CPL 3's space maps only in part is private here; the parts are in
  /// ``Mappings/sharedParts``.
  package var pageClass: PageClass? {
    if rights.contains(.user) { return .user }
    switch peer {
    case .unknown: return nil
    case .absent: return .private
    case .sameFrames: return .exposed
    }
  }
}
