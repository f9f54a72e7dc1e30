package import PageTables

/// The spaces of a recording, by process, and the design that splits them.
package struct Spaces: Equatable, Sendable {
  /// How each process's mappings are split.
  package let design: Design
  /// All spaces; those of one process stand together, the user half first.
  package let all: [Space]

  private let byRoot: [FrameNumber: Int]
  /// Where the spaces of each process start in `all`, and the end of the last.
  private let bounds: [Int]

  /// Infers the spaces from the CR3 values that appear, in their order.
  ///
  /// PTI is inferred if both halves of a root pair appear, or if the tables say so: see
  /// ``isIsolatedPair(user:kernel:in:)``. A root pair alone proves nothing: Linux allocates 8 KiB without
  /// PTI too (6.12 arch/x86/mm/pgtable.c).
  package init(cr3s: [CR3], memory: some PhysicalMemory, controls: Controls) {
    let firsts = Dictionary(cr3s.map { ($0.root, $0) }, uniquingKeysWith: { first, _ in first })
    var userWords = [UInt64](repeating: 0, count: 512)
    var kernelWords = userWords
    let isPTI = cr3s.contains { cr3 in
      let kernel = Self.kernelRoot(of: cr3)
      let user = Self.userRoot(of: cr3)
      if firsts[kernel] != nil && firsts[user] != nil { return true }
      return memory.readTable(user, into: &userWords) && memory.readTable(kernel, into: &kernelWords)
        && Self.isIsolatedPair(user: userWords, kernel: kernelWords)
    }
    var spaces: [Space] = []
    var bounds = [0]
    var seen: Set<FrameNumber> = []
    for cr3 in cr3s {
      guard seen.insert(isPTI ? Self.kernelRoot(of: cr3) : cr3.root).inserted else { continue }
      let process = bounds.count - 1
      if isPTI {
        spaces += Self.pair(
          user: firsts[Self.userRoot(of: cr3)], kernel: firsts[Self.kernelRoot(of: cr3)], of: cr3,
          controls: controls, process: process)
      } else {
        spaces.append(Space(name: "K", letter: .private, cr3: cr3, process: process))
      }
      bounds.append(spaces.count)
    }
    design = isPTI ? .pti : .nopti
    all = spaces
    self.bounds = bounds
    byRoot = Dictionary(
      spaces.enumerated().map { ($0.element.cr3.root, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  /// The spaces of a scenario: those of each process, the one that user code runs with first.
  package init(design: Design, ofProcesses processes: [[Space]]) {
    self.design = design
    all = processes.flatMap { $0 }
    bounds = processes.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    byRoot = Dictionary(
      all.enumerated().map { ($0.element.cr3.root, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  private static func kernelRoot(of cr3: CR3) -> FrameNumber { FrameNumber(cr3.root.rawValue & ~1) }

  private static func userRoot(of cr3: CR3) -> FrameNumber { FrameNumber(cr3.root.rawValue | 1) }

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

  /// Whether two roots are the halves of a PTI pair: equal user entries, but for XD and what the
  /// processor sets itself, and a user half whose kernel entries are a strict subset of the other's.
  package static func isIsolatedPair(
    user: FrameNumber, kernel: FrameNumber, in memory: some PhysicalMemory
  ) -> Bool {
    var userWords = [UInt64](repeating: 0, count: 512)
    var kernelWords = userWords
    guard memory.readTable(user, into: &userWords), memory.readTable(kernel, into: &kernelWords) else {
      return false
    }
    return isIsolatedPair(user: userWords, kernel: kernelWords)
  }

  private static func isIsolatedPair(user userWords: [UInt64], kernel kernelWords: [UInt64]) -> Bool {
    let ignored = Entry.Bit.noExecute.mask | Entry.Bit.accessed.mask | Entry.Bit.dirty.mask
    for index in 0..<256 where (userWords[index] ^ kernelWords[index]) & ~ignored != 0 { return false }
    var userCount = 0
    var kernelCount = 0
    for index in 256..<512 {
      let inUser = Entry(userWords[index])[.present]
      let inKernel = Entry(kernelWords[index])[.present]
      if inUser && !inKernel { return false }
      userCount += inUser ? 1 : 0
      kernelCount += inKernel ? 1 : 0
    }
    return userCount > 0 && userCount < kernelCount
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

  /// How to write a space: with its process if there are several.
  package func label(of space: Space) -> String {
    bounds.count > 2 ? "\(space.name)(\(space.processName))" : space.name
  }

  private func spaces(ofProcess process: Int) -> ArraySlice<Space> {
    guard process >= 0, process < bounds.count - 1 else { return [] }
    return all[bounds[process]..<bounds[process + 1]]
  }
}
