import Commands

/// `help tours`.
enum ToursTopic {
  static var text: String {
    """
    cr3scope tours                  lists the built-in tours
    cr3scope replay 08              plays one; any key goes on, b goes back
    cr3scope replay my.tour         plays a file
    cr3scope replay --record my.tour FILE
                                    explores FILE, and writes what is done
    cr3scope replay --check *.tour  verifies what tours say, without a terminal
    cr3scope replay 08 --format svg -o slides
                                    text, ansi, json, svg, cast or markdown
    cr3scope replay 08 --present --follow /tmp/notes
                                    for a class; and on a second terminal
    cr3scope replay 08 --follow /tmp/notes
                                    notes, answers, and what comes next

    A tour is a text file with one command a line ('cr3scope help commands'):

      # 13 My tour
      # What it is about.

      # This comment is a note for the presenter.
      open ../scenarios/read.yaml
      say "The words at the bottom of the screen. A line that ends in a \\
        backslash goes on in the next."
      next flip
      mark "the gate"
      say "Here CR3 is written."
      expect space E
      ask "What becomes of the next step?" = verdict ok
      step

    The tour waits at every say, ask and pause; without any of them at every
    command. An ask takes a prediction. Then what follows is carried out, up to
    the next say, ask or pause, and the answer is shown with its reason. Paths
    start at the folder of the tour. A tour writes only below the folder of -o,
    and reads only what open and source name; screen FILE saves the screen
    there, or with --check compares it.

    expect KIND VALUE and ask "..." = KIND VALUE speak of:

    \(HelpTopic.table(Expectation.Kind.allCases.map { ($0.rawValue, about($0)) }, width: 11))
    """
  }

  private static func about(_ kind: Expectation.Kind) -> String {
    switch kind {
    case .step: "the number of the step"
    case .event: "the kernel entry: its number, its name, or none"
    case .cpl: "the privilege level, 0 or 3"
    case .space: "the active space: its name E, K(A), or its letter"
    case .cr3: "the value of CR3, without bit 63"
    case .flips: "how many flips there were up to this step and with it"
    case .flushes: "how many CR3 writes flushed the TLB up to this step"
    case .syncs: "how often siblings had to be held up to this step"
    case .verdict: "ok, fault or leak; a step can be both of the last"
    case .error: "the error code of the step's page fault, or none"
    case .leaks: "labels or attacks, separated by commas, or none"
    case .symbol: "the symbol of the instruction, with or without offset"
    case .design: "the design under which the scenario runs"
    case .findings: "how many findings the section check has"
    case .screen: "a text that is on the screen (only expect)"
    }
  }
}
