package import Isolation
package import PageTables

/// The translations that a thread of the processor has cached, without a limit to their number.
///
///     spaces:  PCID 1 -> translations | PCID 0x801 -> translations | global -> translations
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

  /// The translations of one PCID, or the global ones.
  private struct Space: Hashable, Sendable {
    private(set) var entries: [UInt64: Entry] = [:]
    /// The labels of supervisor pages, kept up to date so that a step does not look at every translation.
    private(set) var supervisorLabels: LabelSet = []
    /// The exclusive or of the entries' digests: it does not depend on their order.
    private(set) var digest: UInt64 = 0

    mutating func insert(_ entry: Entry) {
      let old = entries.updateValue(entry, forKey: entry.page.rawValue)
      digest ^= Self.digest(of: entry) ^ (old.map(Self.digest) ?? 0)
      if old == nil || old?.label == entry.label && old?.rights.contains(.user) == entry.rights.contains(.user) {
        add(entry)
      } else {
        supervisorLabels = []
        for entry in entries.values { add(entry) }
      }
    }

    private mutating func add(_ entry: Entry) {
      if !entry.rights.contains(.user) { supervisorLabels.formUnion(entry.label) }
    }

    /// The multipliers are odd, so that no bit is lost; they are the first digits of pi and of e.
    private static func digest(of entry: Entry) -> UInt64 {
      let word = entry.page.rawValue &* 0x243f_6a88_85a3_08d3 ^ entry.label.rawValue &* 0xadf8_5458_a2bb_4a9b
      return (word ^ UInt64(truncatingIfNeeded: entry.pcid)) &* 0x243f_6a88_85a3_08d3
    }

    static func == (a: Self, b: Self) -> Bool { a.digest == b.digest && a.entries == b.entries }

    func hash(into hasher: inout Hasher) { hasher.combine(digest) }
  }

  /// By PCID; never an empty one.
  private var spaces: [Int: Space] = [:]

  /// No translations.
  package init() {}

  /// The translations, by address and PCID.
  package var entries: [Entry] {
    spaces.values.flatMap(\.entries.values).sorted { ($0.page, $0.pcid) < ($1.page, $1.pcid) }
  }

  /// The number of translations.
  package var count: Int { spaces.values.reduce(0) { $0 + $1.entries.count } }

  /// The translation that an access to `address` under `pcid` finds.
  func entry(_ address: VirtualAddress, pcid: Int) -> Entry? {
    let page = address.pageStart.rawValue
    return spaces[pcid]?.entries[page] ?? spaces[Self.global]?.entries[page]
  }

  /// Caches a translation.
  mutating func insert(_ entry: Entry) {
    spaces[entry.isGlobal ? Self.global : entry.pcid, default: Space()].insert(entry)
  }

  /// Drops what a CR3 write drops. `tagged` is CR4.PCIDE.
  mutating func write(_ cr3: CR3, tagged: Bool) {
    if !tagged {
      spaces = spaces.filter { $0.key == Self.global }
    } else if !cr3.keepsTLB {
      spaces[cr3.pcid] = nil
    }
  }

  /// The labels of supervisor pages that can be translated under `pcid`.
  func supervisorLabels(pcid: Int) -> LabelSet {
    (spaces[pcid]?.supervisorLabels ?? []).union(spaces[Self.global]?.supervisorLabels ?? [])
  }

  /// One more than the largest PCID.
  private static let global = 4096
}
