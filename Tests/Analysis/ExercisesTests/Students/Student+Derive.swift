import Exercises

extension Student {
  /// Scope, mappings, transitions, flip points: semantics.md 7, from the printed classes.
  static func derive(_ exercise: Exercise) throws -> [String] {
    let attacks = try parameter("attacks", exercise)
    let (sections, entries, needs, places) = (
      exercise.tables[0].rows, exercise.tables[1].rows, exercise.tables[2].rows, exercise.tables[3].rows
    )
    let hidden = Set(sections.filter { ["private", "direct-map"].contains($0[1]) }.map { $0[0] })
    let isFlat = attacks == "none"
    let isPTI = !hidden.isDisjoint(with: ["kernel stack", ".data..percpu..exposed", "task"])
    var answers = [isFlat ? "nopti" : isPTI ? "pti" : "unified"]
    let exposed = sections.map { $0[0] }.filter { !hidden.contains($0) }
    answers.append(isFlat ? "there is no E" : exposed.joined(separator: ", "))
    var kinds: Set<String> = []
    for entry in entries {
      let isPrivate = isPTI || needs.contains { $0[0] == entry[0] && hidden.contains($0[1]) }
      answers.append(isFlat ? "K" : isPrivate ? "P" : "E")
      if isPrivate { kinds.insert(entry[1]) }
    }
    let used = places.filter { isUsed($0[2], by: kinds, isPTI: isPTI) }.map { $0[0] }
    // The order of the places does not matter: the sheet's answer has that of the code.
    answers.append(isFlat ? "nowhere" : used.sorted().joined(separator: ", "))
    let clears = [("MDS", "VERW"), ("L1TF", "a flush of the L1 data cache")].filter { attacks.contains($0.0) }.map(\.1)
    answers.append(clears.isEmpty ? "nothing" : clears.joined(separator: ", "))
    return answers + [attacks.contains("MDS") ? "siblings are held" : "nothing"]
  }

  private static func isUsed(_ words: String, by kinds: Set<String>, isPTI: Bool) -> Bool {
    if words.hasPrefix("pti: ") != isPTI && words.contains(": ") { return false }
    let names = [
      "syscall": ["syscalls"], "interrupt": ["interrupts", "irqs"], "exception": ["exceptions", "exc."], "nmi": ["NMI"],
    ]
    var mine = isPTI ? [] : ["scheduler"]
    for kind in kinds { mine += (names[kind] ?? []) }
    if words.hasPrefix("all") && !mine.isEmpty { return true }
    return mine.contains { words.contains($0) }
  }
}
