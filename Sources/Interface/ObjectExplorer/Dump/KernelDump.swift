package import Isolation
package import PageTables
package import Recordings
import SectionCheck
package import Timelines

/// A memory dump of the kernel whose object files are checked, and its symbols: where things really lie.
package struct KernelDump: Sendable {
  /// The dump.
  package let timeline: Timeline
  /// The first address of each name, and how many it has.
  private let addresses: [String: (first: VirtualAddress, count: Int)]

  /// What is added to a per-CPU symbol's address for CPU 0; nil if the dump does not say.
  private var perCPUBase: UInt64?

  /// Puts a dump and the System.map of its kernel together.
  package init(_ timeline: Timeline, symbols: SymbolTable) {
    self.timeline = timeline
    var addresses: [String: (first: VirtualAddress, count: Int)] = [:]
    for symbol in symbols.symbols { addresses[symbol.name, default: (symbol.address, 0)].count += 1 }
    self.addresses = addresses
    perCPUBase = storedPerCPUBase ?? mappedPerCPUBase
  }

  /// Whether the kernel's text is not where the symbols have it: another kernel, or KASLR.
  package var isElsewhere: Bool {
    guard let text = only("_text") else { return false }
    return spaces.allSatisfy { answer(in: $0, at: text) == .notMapped }
  }

  /// What a space allows at an address.
  package struct Right: Equatable, Sendable {
    /// The space.
    package let space: Space
    /// What it allows.
    package let answer: Answer
  }

  /// What tables say of an address.
  package enum Answer: Equatable, Sendable {
    /// It is mapped, with these rights.
    case mapped(Rights)
    /// It is not mapped.
    case notMapped
    /// A table is missing, or the processor did not walk these tables: nobody can tell.
    case unknown
  }

  /// Where something lies.
  package enum Whereabouts: Equatable, Sendable {
    /// At an address, which each space of the dump's process maps or not.
    case at(VirtualAddress, [Right])
    /// The symbols do not have the name.
    case unknown
    /// The symbols have the name so many times.
    case several(Int)
    /// It is a per-CPU variable, and the dump does not say where those of its CPU are.
    case noPerCPUArea
  }

  /// Where a symbol, or what is so many bytes behind it, lies; of a per-CPU variable the copy of CPU 0.
  package func whereabouts(of symbol: String, offset: UInt64, section: String?) -> Whereabouts {
    guard let found = addresses[symbol] else { return .unknown }
    guard found.count == 1 else { return .several(found.count) }
    var address = VirtualAddress(found.first.rawValue &+ offset)
    if section?.hasPrefix(".data..percpu") ?? false {
      guard let base = perCPUBase else { return .noPerCPUArea }
      address = VirtualAddress(address.rawValue &+ base)
    }
    return .at(address, spaces.map { Right(space: $0, answer: answer(in: $0, at: address)) })
  }

  /// The spaces of the dump's process, the user half first.
  package var spaces: [Space] {
    let all = timeline.spaces.all
    let process = timeline.space(at: 0)?.process ?? all.first?.process ?? 0
    return all.filter { $0.process == process }
  }

  /// "user half" and "kernel half" of page-table isolation; else "space K".
  package func name(of space: Space) -> String {
    guard timeline.spaces.design.usesRootPair else { return "space \(space.name)" }
    return space.letter == .user ? "user half" : "kernel half"
  }

  private func answer(in space: Space, at address: VirtualAddress) -> Answer {
    let start = timeline.recording.start
    guard start.controls.doubt == nil else { return .unknown }
    let walk = Walker(memory: start.memory, controls: start.controls.with(cr3: space.cr3)).walk(address)
    return switch walk.outcome {
    case .mapped: .mapped(walk.rights)
    case .unreadable: .unknown
    case .notPresent, .reserved, .notCanonical: .notMapped
    }
  }

  private func translation(in space: Space, at address: VirtualAddress) -> Translation? {
    let start = timeline.recording.start
    return Walker(memory: start.memory, controls: start.controls.with(cr3: space.cr3)).translate(address)
  }

  /// The address of a name that there is once.
  private func only(_ name: String) -> VirtualAddress? {
    addresses[name].flatMap { $0.count == 1 ? $0.first : nil }
  }

  /// The first word of __per_cpu_offset, if the dump holds it. Linux 6.12 arch/x86/kernel/setup_percpu.c.
  private var storedPerCPUBase: UInt64? {
    guard let address = only("__per_cpu_offset") else { return nil }
    return spaces.lazy.compactMap { space in
      translation(in: space, at: address).flatMap { timeline.recording.start.memory.word(at: $0.physical) }
    }.first
  }

  /// The same from the tables: all that a user half maps of the direct map are the pages of cpu_tss_rw, the first of
  /// them that of CPU 0. Linux 6.12 arch/x86/mm/pti.c, pti_clone_user_shared.
  private var mappedPerCPUBase: UInt64? {
    guard timeline.spaces.design.usesRootPair, let user = spaces.first, let symbol = only("cpu_tss_rw") else {
      return nil
    }
    let start = timeline.recording.start
    let mode = start.controls.mode
    func isOfDirectMap(_ address: VirtualAddress) -> Bool { Region(of: address, mode: mode) == .directMap }
    var memory = start.memory
    for index in 0..<512 where !isOfDirectMap(mode.canonical(UInt64(index) << mode.rootLevel.shift)) {
      memory.write(0, at: user.cr3.root.wordAddress(index))
    }
    let maps = Mappings(memory: memory, controls: start.controls.with(cr3: user.cr3))
    // The first of them may be in a table that is missing.
    guard maps.unreadable.isEmpty, !maps.isTruncated else { return nil }
    return maps.first { isOfDirectMap($0.start) }.map { $0.start.rawValue &- symbol.rawValue }
  }
}
