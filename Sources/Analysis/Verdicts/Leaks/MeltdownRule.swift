import Isolation
package import PageTables

/// Meltdown, rogue data cache load: user code reads supervisor pages that the active space maps.
///
/// The processor checks U/S too late: a load at CPL 3 from a present supervisor page passes its data to
/// dependent instructions before the fault is raised. What is not mapped, or has a reserved bit set,
/// cannot be read so. Needs a processor with the flaw (RDCL_NO clear), and CPL 3.
///
/// `allowed` is the user's own pages and what page-table isolation needs in the user half: text of the
/// kernel image (the entry code; text is public anyway), cpu entry area, espfix, LDT, and pages whose frame
/// the cpu entry area maps too (the TSS). So with PTI nothing should be left; without it the kernel is.
package struct MeltdownRule: Sendable {
  /// Regions that PTI itself exposes. Linux 6.12 arch/x86/mm/pti.c.
  private static let needed: Set<Region> = [.cpuEntryArea, .espfix, .ldtRemap]

  /// The most pages of a mapping that are looked at.
  private static let pageLimit: UInt64 = 4096

  private let mode: PagingMode
  /// Whether the processor translated by these tables, or that is assumed.
  private let isWalked: Bool
  private let mappings: Mappings
  /// The frames that the cpu entry area maps.
  private let entryFrames: Set<FrameNumber>
  /// How many pages it maps, each as often as it does.
  private let entryPages: Int
  /// Whether tables of that area are missing, so that it may map more.
  private let lacksEntryTables: Bool

  /// The rule for user code in a space with these tables.
  package init(memory: some PhysicalMemory, controls: Controls) {
    mode = controls.mode
    isWalked = controls.doubt == nil
    mappings = Mappings(memory: memory, controls: controls)
    var frames: Set<FrameNumber> = []
    var pages = 0
    for mapping in mappings where Self.regions(of: mapping, controls.mode).contains(.cpuEntryArea) {
      // The area is 512 GiB; a dump that fills it is not worth more.
      for page in 0..<min(mapping.pages, Self.pageLimit) {
        frames.insert(PhysicalAddress(mapping.physical.rawValue &+ page << 12).frame)
        pages += 1
      }
    }
    (entryFrames, entryPages) = (frames, pages)
    lacksEntryTables =
      !mappings.unreadable.isEmpty && Self.isTableMissing(below: Self.entryArea, in: memory, controls)
  }

  /// The work so far, in mappings; a page of the cpu entry area counts as one of them, and reading a table as 8.
  var cost: Int { mappings.count + entryPages + 8 * mappings.readCount }

  /// The labels, by region, that user code could read, in the order of addresses; nil if nobody can tell: the processor
  /// did not walk these tables, or none was found but tables are missing.
  package var labels: [String]? {
    guard isWalked else { return nil }
    var labels: [String] = []
    // Where repeats at unknown distances lie nobody can tell.
    var isUnknown = !mappings.unreadable.isEmpty
    for mapping in mappings {
      for region in Self.regions(of: mapping, mode) {
        guard let label = label(of: mapping, in: region), !labels.contains(label) else { continue }
        labels.append(label)
      }
      if mapping.stride == nil && !mapping.rights.contains(.user) { isUnknown = true }
    }
    return labels.isEmpty && isUnknown ? nil : labels
  }

  /// The label that user code could read at an address, or none if it is not mapped, its own or allowed; nil if nobody can
  /// tell: the processor did not walk these tables, or the missing ones may allow the page.
  package func labels(at address: VirtualAddress) -> [String]? {
    guard isWalked else { return nil }
    // Others may start between a mapping and its repeats; of one at unknown distances nobody knows that it is there.
    let known = mappings.first { $0.stride != nil && $0.mayHold(address) }
    guard let mapping = known ?? mappings.first(where: { $0.mayHold(address) }) else { return [] }
    let region = Region(of: address, mode: mode)
    if mayBeEntryPage(mapping, in: region) { return nil }
    return label(of: mapping, in: region).map { [$0] } ?? []
  }

  /// Whether a page would be allowed if the part of the cpu entry area that is missing maps it.
  private func mayBeEntryPage(_ mapping: Mapping, in region: Region) -> Bool {
    lacksEntryTables && mapping.pageSize == .fourKiB && !mapping.rights.contains(.user) && !Self.needed.contains(region)
  }

  /// The regions in which a mapping is known to lie.
  private static func regions(of mapping: Mapping, _ mode: PagingMode) -> [Region] {
    mapping.regions(mode: mode) ?? [Region(of: mapping.start, mode: mode)]
  }

  private func label(of mapping: Mapping, in region: Region) -> String? {
    if mapping.rights.contains(.user) || mayBeEntryPage(mapping, in: region) { return nil }
    if Self.needed.contains(region) || region == .kernelImage && mapping.rights.contains(.execute) { return nil }
    guard mapping.pageSize == .fourKiB, mapping.pages <= Self.pageLimit else { return region.rawValue }
    let isEntryPage = (0..<mapping.pages).allSatisfy { page in
      entryFrames.contains(PhysicalAddress(mapping.physical.rawValue &+ page << 12).frame)
    }
    return isEntryPage ? nil : region.rawValue
  }
}
