package import Diagnostics
package import PageTables

/// What neither a dump nor a log tells about the processor, unless the user states it.
package struct Assumptions: Hashable, Sendable {
  /// MAXPHYADDR, 32 to 52; nil if not stated: then 52 is assumed.
  package var physicalBits: Int?
  /// EFER.NXE; nil if not stated: then it is assumed to be on.
  package var noExecute: Bool?

  /// States what is known.
  package init(physicalBits: Int? = nil, noExecute: Bool? = nil) {
    self.physicalBits = physicalBits
    self.noExecute = noExecute
  }

  /// `controls` with what was stated or assumed.
  package func applied(to controls: Controls) -> Controls {
    var result = controls
    result.noExecuteEnabled = noExecute ?? true
    result.physicalBits = physicalBits ?? 52
    return result
  }

  /// A note for each thing that was assumed beside `controls`.
  package func notices(beside controls: Controls) -> [Notice] {
    var notices: [Notice] = []
    if noExecute == nil { notices.append(Notice(.note, "EFER.NXE is not in the input: assumed on (--nx)")) }
    if noExecute == false && controls.unknown.contains(.cr4) {
      notices.append(
        Notice(.note, "CR4.SMEP is not in the input: assumed on, else error codes of fetches have no bit 4 (SDM 4.7)"))
    }
    if physicalBits == nil {
      notices.append(Notice(.note, "MAXPHYADDR is not in the input: assumed 52 bits (--physical-bits)"))
    }
    return notices
  }
}
