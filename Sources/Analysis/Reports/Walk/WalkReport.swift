package import Diagnostics
package import Isolation
package import PageTables

/// One translation with the check of one access, as JSON or text.
package struct WalkReport {
  /// The space that was walked.
  package let space: Space
  /// The entries met.
  package let walk: Walk
  /// What is asked.
  package let access: Access
  /// The answer.
  package let check: AccessCheck
  /// What the access would leak, as the rules of the moment say; nil if nobody can tell. Names are clean.
  package let leaks: [String]?
  /// What was assumed and what is missing; JSON has all of it, text the warnings.
  package let notices: [Notice]
  private let controls: Controls

  /// Checks `access` against `walk`; `controls` are those of the walk.
  package init(
    space: Space, walk: Walk, access: Access, controls: Controls, leaks: [String]? = [], notices: [Notice] = []
  ) {
    self.space = space
    self.walk = walk
    self.access = access
    self.leaks = leaks
    self.notices = notices
    self.controls = controls
    check = walk.check(access, controls: controls)
  }

  /// The answer in words.
  package var sentence: FaultSentence { FaultSentence(walk: walk, access: access, check: check) }

  /// Each entry with what it and those above it allow together.
  var steps: [(visit: Walk.Visit, rights: Rights)] {
    var rights = Rights.all
    return walk.visits.map { visit in
      rights = rights.narrowed(by: visit.entry, controls: controls)
      return (visit, rights)
    }
  }

  /// The reserved bits of an entry on this machine.
  func reservedBits(of visit: Walk.Visit) -> UInt64 {
    visit.entry.reservedBits(at: visit.level, controls: controls)
  }
}
