package import Diagnostics
package import Isolation

/// A kernel, processes, and what happens to them, without the design under which it happens.
package struct Scenario: Hashable, Sendable {
  /// Something that can be scheduled.
  package struct Thread: Hashable, Sendable {
    /// The name in events: "A", "kworker".
    package var name: String
    /// Whose memory it uses, from 0; nil for a kernel thread.
    package var process: Int?
    /// Whether it is the idle thread.
    package var isIdle: Bool
    /// The kernel entry in which a thread of a process waits at the start, by its name; the first thread of a
    /// CPU runs in user code unless this says otherwise.
    package var waitsIn: String?
    /// The CPU that it runs on, 0 or 1: the threads of one core.
    package var cpu: Int
    /// The core-scheduling cookie: threads with equal cookies trust each other. 0 is the usual one.
    /// Linux 6.12 Documentation/admin-guide/hw-vuln/core-scheduling.rst.
    package var cookie: Int

    /// Describes a thread.
    package init(
      _ name: String, process: Int?, isIdle: Bool = false, waitsIn: String? = nil, cpu: Int = 0, cookie: Int = 0
    ) {
      self.cpu = cpu
      self.cookie = cookie
      self.name = name
      self.process = process
      self.isIdle = isIdle
      self.waitsIn = waitsIn
    }
  }

  /// The name to show.
  package var name: String
  /// What to look for, in a few sentences.
  package var about: String
  /// The design under which it opens.
  package var design: Design
  /// The switches under which it opens.
  package var settings: Settings
  /// What must be protected from whom.
  package var scope: ProtectionScope
  /// The kernel's sections.
  package var sections: [Section]
  /// The kernel's functions.
  package var functions: [KernelFunction]
  /// The kernel's data.
  package var data: [DataObject]
  /// What can be asked of the kernel.
  package var entries: [EntryPoint]
  /// What can be scheduled; the first one of each CPU runs at the start. The very first is of CPU 0.
  package var threads: [Thread]
  /// What happens, on each CPU in order.
  package var events: [ScenarioEvent]
  /// The processes, besides the first, whose translations the TLB may hold from before the start: they have an
  /// ASID, and a switch to them does not flush.
  package var warmProcesses: [Int] = []
  /// Whether the user half's translations of the first process are stale at the start, as after a change of its
  /// tables: the next exit to it has to flush.
  package var hasPendingFlush = false

  /// The ranges that `asi3` maps for its third space under the policy "ranges": names of sections.
  package var asiRanges = StandardKernel.asiRanges

  /// What is to be known of the input that it was read from; its recording has them too.
  package var notices: [Notice] = []

  /// A scenario on the standard kernel, with one process.
  package init(name: String, about: String = "", design: Design = .standard, events: [ScenarioEvent]) {
    self.name = name
    self.about = about
    self.design = design
    settings = Settings()
    scope = .secretsOnly
    sections = StandardKernel.sections
    functions = StandardKernel.functions
    data = StandardKernel.data
    entries = StandardKernel.entries
    threads = [Thread("A", process: 0)]
    self.events = events
  }

  /// So many processes have frames of their own: the next one's task would be where the kernel stacks are.
  package static let modelledProcesses = 16

  /// A recording with more kernel entries that the standard kernel lacks is not modelled: each is assembled. Linux 6.12
  /// has fewer than 500 system calls (arch/x86/entry/syscalls/syscall_64.tbl), and there are 256 vectors.
  package static let modelledEntries = 4096

  /// The number of processes.
  package var processCount: Int { (threads.compactMap(\.process).max() ?? 0) + 1 }

  /// Whether everything that an event names is there. Throws what is not.
  package func check(_ event: ScenarioEvent) throws(ScenarioError) {
    try EventNames(self).check(event)
  }

  /// The entry of a name and kinds; nil if there is none.
  package func entry(_ name: String, _ kinds: EntryPoint.Kind...) -> EntryPoint? {
    entries.first { $0.name == name && kinds.contains($0.kind) }
  }
}
