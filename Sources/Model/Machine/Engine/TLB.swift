package import Isolation
package import PageTables

/// The translations that a thread of the processor has cached, without a limit to their number.
///
/// Intel SDM vol. 3A, section 4.10: a CR3 write with CR4.PCIDE=0 drops all but global ones; with bit 63 clear
/// those of the new PCID that are not global; with bit 63 set none. What is not present is never cached.
package struct TLB: Hashable, Sendable {
  /// One translation.
  package struct Entry: Hashable, Sendable {
    /// The first address of the 4 KiB.
    package let page: VirtualAddress
    /// The PCID under which it was cached; a global one is used under every PCID.
    package let pcid: Int
    /// Whether CR3 writes leave it.
    package let isGlobal: Bool
    /// What it allows.
    package let rights: Rights
    /// What lies there.
    package let label: LabelSet
  }

  private var byKey: [UInt64: Entry] = [:]

  /// No translations.
  package init() {}

  /// The translations, by address and PCID.
  package var entries: [Entry] { byKey.values.sorted { ($0.page, $0.pcid) < ($1.page, $1.pcid) } }

  /// The number of translations.
  package var count: Int { byKey.count }

  /// The translation that an access to `address` under `pcid` finds.
  func entry(_ address: VirtualAddress, pcid: Int) -> Entry? {
    byKey[Self.key(address, pcid)] ?? byKey[Self.key(address, Self.global)]
  }

  /// Caches a translation.
  mutating func insert(_ entry: Entry) {
    byKey[Self.key(entry.page, entry.isGlobal ? Self.global : entry.pcid)] = entry
  }

  /// Drops what a CR3 write drops. `tagged` is CR4.PCIDE.
  mutating func write(_ cr3: CR3, tagged: Bool) {
    if tagged && cr3.keepsTLB { return }
    if tagged {
      byKey = byKey.filter { $0.value.isGlobal || $0.value.pcid != cr3.pcid }
    } else {
      byKey = byKey.filter { $0.value.isGlobal }
    }
  }

  /// The labels of supervisor pages that can be translated under `pcid`.
  func supervisorLabels(pcid: Int) -> LabelSet {
    byKey.values.reduce(into: []) { labels, entry in
      if (entry.isGlobal || entry.pcid == pcid) && !entry.rights.contains(.user) { labels.formUnion(entry.label) }
    }
  }

  /// One more than the largest PCID.
  private static let global = 4096

  private static func key(_ address: VirtualAddress, _ pcid: Int) -> UInt64 {
    (address.rawValue >> 12) << 13 | UInt64(truncatingIfNeeded: pcid)
  }
}
