package import Isolation
package import Machine
package import PageTables

/// Meltdown, rogue data cache load: user code reads supervisor pages that the active space maps.
///
/// The processor checks U/S too late: a load at CPL 3 from a present supervisor page passes its data to
/// dependent instructions before the fault is raised. What is not mapped, or has a reserved bit set,
/// cannot be read so. Needs a processor with the flaw (RDCL_NO clear), and CPL 3.
///
/// `allowed` is the user's own pages and what page-table isolation needs in the user half: entry text,
/// cpu entry area, TSS, espfix, LDT. So with PTI nothing is left; without it the whole kernel is.
package struct MeltdownRule: Sendable {
  /// Regions that PTI itself exposes. Linux 6.12 arch/x86/mm/pti.c.
  private static let needed: Set<Region> = [.cpuEntryArea, .espfix, .ldtRemap]

  private let timeline: Timeline

  /// A rule for the spaces of one timeline.
  package init(_ timeline: Timeline) {
    self.timeline = timeline
  }

  /// The labels, by region, that user code running in `space` could read at the step; in address order.
  package func labels(in space: Space, step index: Int) -> [String] {
    // The user half holds what isolation needs and nothing else.
    if timeline.spaces.design == .pti && space.letter == .user { return [] }
    let mappings = Mappings(
      memory: timeline.memory(at: index), controls: timeline.recording.start.controls.with(cr3: space.cr3))
    var labels: [String] = []
    for mapping in mappings {
      guard let label = label(at: mapping.start, rights: mapping.rights, in: space), !labels.contains(label) else {
        continue
      }
      labels.append(label)
    }
    return labels
  }

  /// The label that user code running in `space` could read at an address that is mapped with these rights;
  /// nil if it is its own or harmless.
  package func label(at address: VirtualAddress, rights: Rights, in space: Space) -> String? {
    guard timeline.spaces.design == .nopti || space.letter != .user, !rights.contains(.user) else { return nil }
    let region = Region(of: address, mode: timeline.recording.start.controls.mode)
    return Self.needed.contains(region) ? nil : region.rawValue
  }
}
