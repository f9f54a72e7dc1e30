import Isolation
import PageTables
import Recordings
import Timelines

/// A space as the command line names it: user, kernel, exposed, private, a design's name or a CR3 value.
struct SpaceOption {
  let text: String?

  /// The space asked for; without one, the active space of the moment.
  ///
  /// Throws a `UsageError` that lists the valid names.
  func resolve(in timeline: Timeline, at machine: Machine) throws -> Space {
    let spaces = timeline.spaces
    if let text, text.hasPrefix("0x") { return try space(ofCR3: text, in: timeline, at: machine) }
    guard let current = spaces.space(of: machine.controls.cr3) ?? spaces.all.first else {
      throw UsageError(
        "\(timeline.recording.name): CR3 is not in the input; --cr3 V names the value of a process, or --space 0xV")
    }
    guard let text else { return current }
    let own = spaces.all.filter { $0.process == current.process }
    if let problem = missingHalf(of: current, in: spaces, machine) { throw UsageError("--space \(text): \(problem)") }
    switch text {
    case "user":
      guard spaces.design.isSplit else {
        throw UsageError(
          "--space user: the design is nopti: one space, K, maps user and kernel; there is no user half")
      }
      return spaces.userSpace(of: current)
    case "kernel", "private":
      return own.first { $0.letter == .private } ?? current
    case "exposed":
      // What user code runs with maps what is exposed, unless there is a third space for that.
      return own.first { $0.letter == .exposed } ?? spaces.userSpace(of: current)
    default:
      if let found = own.first(where: { $0.name == text }) { return found }
      if let found = spaces.all.first(where: { spaces.label(of: $0) == text }) { return found }
      let names = spaces.all.map { spaces.label(of: $0) }.joined(separator: ", ")
      throw UsageError("--space '\(text)' is none of user, kernel, exposed, private, \(names), 0xCR3")
    }
  }

  /// Why the half that is asked for cannot be named; nil if it can.
  private func missingHalf(of space: Space, in spaces: Spaces, _ machine: Machine) -> String? {
    let root = space.cr3.root
    guard let text, spaces.withoutHalf.contains(root) else { return nil }
    let halves = ["user": 1, "exposed": 1, "kernel": 0, "private": 0] as [String: UInt64]
    guard let half = halves[text], half != root.rawValue & 1 || text == "user" else { return nil }
    guard let missing = RootPair.missingHalf(of: root, in: machine.memory) else {
      return "tables below the root and the one beside it are not in the input: whether the design is nopti or pti "
        + "cannot be told"
    }
    let name = CR3(missing.address.rawValue).isUserHalf ? "user" : "kernel"
    return "the \(name) half, with its root table at 0x\(String(missing.address.rawValue, radix: 16)), is not in the "
      + "input: whether the design is nopti or pti cannot be told"
  }

  private func space(ofCR3 text: String, in timeline: Timeline, at machine: Machine) throws -> Space {
    guard let value = Numerals.hexadecimal(text.dropFirst(2)) else {
      throw UsageError("--space '\(text)' is not a CR3 value")
    }
    let cr3 = CR3(value).readBack
    if let known = timeline.spaces.space(of: cr3) {
      return Space(name: known.name, letter: known.letter, cr3: cr3, process: known.process)
    }
    guard machine.memory.word(at: cr3.root.address) != nil else {
      let root = String(cr3.root.address.rawValue, radix: 16)
      throw UsageError("--space \(text): the input does not hold its root table at 0x\(root)")
    }
    let spaces = Spaces(cr3s: [cr3], memory: machine.memory, controls: machine.controls)
    return spaces.space(of: cr3) ?? Space(name: "K", letter: .private, cr3: cr3)
  }
}
