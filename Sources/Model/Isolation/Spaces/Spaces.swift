package import PageTables

/// The spaces of a recording, by process, and the design that splits them.
package struct Spaces: Equatable, Sendable {
  /// How each process's mappings are split.
  package let design: Design
  /// All spaces; those of one process stand together, the user half first.
  package let all: [Space]

  /// Roots of which nobody can tell whether they are a half of page-table isolation: their table, the one beside it or
  /// some below them are not in the input, and no user code runs with them as a kernel half. They stand as if there were
  /// no isolation.
  package let withoutHalf: Set<FrameNumber>

  /// Whether the tables of some root were walked, or may have been: not if the processor had paging off, nor if the only
  /// root is frame 0, which is not there.
  private let isWalked: Bool
  private let byRoot: [FrameNumber: Int]
  /// Where the spaces of each process start in `all`, and the end of the last.
  private let bounds: [Int]

  /// Infers the spaces from the CR3 values that appear, in their order.
  ///
  /// PTI is inferred if the tables of some root pair say so, see ``RootPair``. Where the tables of a pair cannot be
  /// read, it is inferred if both roots appear and CPL 3 runs only with bit 12 set; `userRoots` are the roots
  /// with which it runs. A root pair alone proves nothing: Linux allocates 8 KiB without PTI too (6.12
  /// arch/x86/mm/pgtable.c), and neighbours may be roots of two processes.
  package init(
    cr3s: [CR3], memory: some PhysicalMemory, controls: Controls, userRoots: Set<FrameNumber> = []
  ) {
    var pairs = RootPairs(cr3s, memory: memory, userRoots: userRoots)
    let isPTI = cr3s.contains { pairs.isIsolated($0.root) }
    var spaces: [Space] = []
    var bounds = [0]
    var seen: Set<FrameNumber> = []
    var withoutHalf: Set<FrameNumber> = []
    for cr3 in cr3s {
      let isPair = isPTI && pairs.mayBeIsolated(cr3.root)
      guard seen.insert(isPair ? cr3.root.kernelHalf : cr3.root).inserted else { continue }
      let process = bounds.count - 1
      if isPair {
        spaces += Self.pair(
          user: pairs.firsts[cr3.root.userHalf], kernel: pairs.firsts[cr3.root.kernelHalf], of: cr3,
          controls: controls, process: process)
      } else {
        spaces.append(Space(name: "K", letter: .private, cr3: cr3, process: process))
        // User code never runs with a kernel half.
        let isNoHalf = cr3.root == cr3.root.kernelHalf && userRoots.contains(cr3.root)
        if !isNoHalf, pairs.isDoubtful(cr3.root) { withoutHalf.insert(cr3.root) }
      }
      bounds.append(spaces.count)
    }
    design = .recorded(hasHalves: isPTI)
    all = spaces
    isWalked =
      controls.doubt == nil
      && cr3s.contains { $0.root.rawValue != 0 || memory.word(at: $0.root.address) != nil }
    self.withoutHalf = withoutHalf
    self.bounds = bounds
    byRoot = Dictionary(
      spaces.enumerated().map { ($0.element.cr3.root, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  /// The spaces of a scenario: those of each process, the one that user code runs with first.
  package init(design: Design, ofProcesses processes: [[Space]]) {
    self.design = design
    isWalked = true
    withoutHalf = []
    all = processes.flatMap { $0 }
    bounds = processes.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    byRoot = Dictionary(
      all.enumerated().map { ($0.element.cr3.root, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  private static func pair(
    user: CR3?, kernel: CR3?, of cr3: CR3, controls: Controls, process: Int
  ) -> [Space] {
    let bits: UInt64 = controls.pcidEnabled ? 0x1800 : 0x1000
    let userCR3 = user ?? CR3(cr3.rawValue | bits)
    let kernelCR3 = kernel ?? CR3(cr3.rawValue & ~bits)
    return [
      Space(name: "U", letter: .user, cr3: userCR3, process: process),
      Space(name: "K", letter: .private, cr3: kernelCR3, process: process),
    ]
  }

  /// The space that a CR3 value selects; nil for a root that never appeared.
  package func space(of cr3: CR3) -> Space? { byRoot[cr3.root].map { all[$0] } }

  /// Where the space with the same root stands in ``all``; nil for a root that never appeared.
  package func position(of space: Space) -> Int? { byRoot[space.cr3.root] }

  /// The other spaces of the same process.
  package func others(of space: Space) -> [Space] {
    spaces(ofProcess: space.process).filter { $0.cr3.root != space.cr3.root }
  }

  /// The space that CPL 3 of the same process runs with.
  package func userSpace(of space: Space) -> Space {
    spaces(ofProcess: space.process).first ?? space
  }

  /// The space that CPL 3 of the same process runs with; nil if nobody can tell.
  ///
  /// With a root that may be a user half it runs in either case.
  package func knownUserSpace(of space: Space) -> Space? {
    let root = space.cr3.root
    return withoutHalf.contains(root) && root == root.kernelHalf ? nil : userSpace(of: space)
  }

  /// How each process's mappings are split; nil if nobody can tell, since half of a pair is not in the input, or no tables
  /// were used.
  package var knownDesign: Design? { withoutHalf.isEmpty && isWalked ? design : nil }

  /// How to write a space: with its process if there are several.
  package func label(of space: Space) -> String {
    bounds.count > 2 ? "\(space.name)(\(space.processName))" : space.name
  }

  private func spaces(ofProcess process: Int) -> ArraySlice<Space> {
    guard process >= 0, process < bounds.count - 1 else { return [] }
    return all[bounds[process]..<bounds[process + 1]]
  }
}
