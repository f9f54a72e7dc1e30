import Isolation

/// `help scenarios`.
enum ScenariosTopic {
  static var text: String {
    """
    A scenario is a YAML map: a modelled kernel and what happens to it. Only
    events has to be there; the rest is a small Linux with one process, A.

      about: The disk interrupts a read.
      design: pti
      settings: {verw: off}
      threads: [A, B]
      events:
        - syscall: read
          during:
            - {at: vfs_read, irq: timer}
        - switch: B

    Keys: name, about, design, settings, scope, threads, policy, sections,
    asi-ranges, functions, data, entries, include, events. samples/README.md has
    every key, and samples/scenarios has examples. What is wrong in a file is told
    with line and column.

    'cr3scope FILE' explores it; 'cr3scope steps', 'derive', 'compare' and 'check'
    answer without a terminal. --design and --set change how it runs. These are
    the settings:

    \(HelpTopic.table(Settings.keys.map { ("\($0.name)=\($0.values.joined(separator: "|"))", $0.about) }, width: 34))
    """
  }
}
