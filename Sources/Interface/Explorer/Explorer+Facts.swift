import Canvas
import Chassis
package import Commands
import Execution
import Isolation
import PageTables
import Recordings
import SectionCheck
import Timelines
import Verdicts

// What is true of the present moment, in the words of `expect`.

extension Explorer {
  /// The value of a kind now, as `expect` writes it; nil if nobody can know, or if it is about the screen.
  package func fact(_ kind: Expectation.Kind) -> String? {
    switch kind {
    case .step: timeline.hasSteps ? "\(stepNumber(state.step))" : nil
    case .event: timeline.event(at: state.step).map { "\($0.number) \($0.name)" } ?? "none"
    case .cpl: timeline.recording.hasRegisters ? "\(machine.cpl)" : nil
    case .space: timeline.spaces.knownDesign == nil ? nil : space.map { timeline.spaces.label(of: $0) }
    case .cr3:
      machine.controls.unknown.contains(.cr3)
        ? nil : "0x" + String(machine.controls.cr3.readBack.rawValue, radix: 16)
    case .flips: "\(timeline.flips.partitionPoint { $0.step <= state.step })"
    case .flushes: flushes.map { "\($0)" }
    case .syncs: state.counts.map { "\($0.counts(at: state.step).costs.syncs)" }
    case .verdict: verdictFact
    case .error: errorFact
    case .leaks: leaksFact
    case .symbol: timeline.hasSteps ? timeline.recording.steps.site(at: state.step).symbol : nil
    case .design: run.map { $0.setup.design.name } ?? timeline.spaces.knownDesign?.name
    case .findings: findingsFact
    case .screen: nil
    }
  }

  /// Whether something said is so; what is said of the screen is looked for in `screen`, its lines.
  package func holds(_ expectation: Expectation, screen: @autoclosure () -> [String]) -> Bool {
    let value = expectation.value
    if expectation.kind == .screen { return Self.isShown(value, on: screen()) }
    guard let found = fact(expectation.kind) else { return false }
    if found == value { return true }
    switch expectation.kind {
    case .event:
      let parts = found.split(separator: " ", maxSplits: 1)
      // "2 syscall read" is 2, "syscall read" and "read".
      return parts.contains { $0 == value } || parts.last?.hasSuffix(" \(value)") ?? false
    case .space: return space?.name == value || space?.letter.letter == value
    case .symbol: return found.prefix { $0 != "+" } == value
    case .verdict: return found.split(separator: " ").contains { $0 == value }
    case .leaks: return Self.set(value) == Self.set(found) || Self.set(value) == Set(successfulAttacks)
    default:
      guard let number = CommandNumber.value(value) else { return false }
      return number == CommandNumber.value(found)
    }
  }

  /// What a message says of an expectation.
  func words(for expectation: Expectation) -> String {
    let lines = expectation.kind == .screen ? draw(glyphs: .unicode).lines : []
    if holds(expectation, screen: lines) { return "it is so: \(expectation.text)" }
    return "expected \(expectation.text), found \(found(expectation.kind))"
  }

  /// What a kind is now, for messages.
  package func found(_ kind: Expectation.Kind) -> String {
    kind == .screen ? "no such text on it" : fact(kind) ?? "nothing: it is not known here"
  }

  /// Whether a text is on the screen, whatever blanks and line ends are in it there.
  private static func isShown(_ text: String, on lines: [String]) -> Bool {
    let plain = { (text: String) in text.split(whereSeparator: { $0 == " " || $0 == "\n" }).joined(separator: " ") }
    return plain(lines.joined(separator: " ")).contains(plain(text))
  }

  private static func set(_ list: String) -> Set<String> {
    Set(list.split(separator: ",").map { String($0.drop { $0 == " " }) })
  }

  /// CR3 writes that flush, up to this step and with it; a recording tells of those that flip.
  private var flushes: Int? {
    if let counts = state.counts { return counts.counts(at: state.step).costs.flushes }
    let flips = timeline.flips[..<timeline.flips.partitionPoint { $0.step <= state.step }]
    let controls = timeline.recording.start.controls
    if controls.unknown.contains(.cr4) { return flips.isEmpty ? 0 : nil }
    guard controls.pcidEnabled else { return flips.count }
    return flips.contains { $0.keepsTLB == nil } ? nil : flips.count { $0.keepsTLB == false }
  }

  /// What was answered to the probe that is open; nil if none is, or where a step is what verdicts are about.
  var probed: (check: AccessCheck, address: VirtualAddress)? {
    guard !timeline.hasSteps, state.overlay == .walk, let access = state.walkAccess, let address = state.walkAddress,
      let space
    else { return nil }
    return (check(access, at: address, in: space), address)
  }

  private var verdictFact: String? {
    if let probed { return Verdict(probed.check)?.rawValue }
    guard let verdict = state.verdict else { return nil }
    let isFault = verdict.accesses.contains { $0.verdict == .fault }
    // A dump has no access, so that nothing was asked.
    if verdict.accesses.isEmpty && !timeline.hasSteps { return nil }
    if verdict.leaks.isLeak { return isFault ? "fault leak" : "leak" }
    if isFault { return "fault" }
    return verdict.accesses.contains { $0.verdict == nil } ? nil : "ok"
  }

  private var errorFact: String? {
    if let probed { return probed.check.fault.map { "0x" + String($0.errorCode.rawValue, radix: 16) } ?? "none" }
    guard let fault = state.verdict?.fault else {
      let isKnown = timeline.hasSteps && state.verdict?.accesses.allSatisfy { $0.verdict != nil } ?? false
      return isKnown ? "none" : nil
    }
    return fault.check?.fault.map { "0x" + String($0.errorCode.rawValue, radix: 16) }
  }

  private var successfulAttacks: [String] { state.verdict?.leaks.successful.map(\.rawValue) ?? [] }

  private var leaksFact: String? {
    // Of what was recorded Meltdown alone is judged.
    guard let leaks = state.verdict?.leaks, run != nil || leaks[.meltdown] != nil else { return nil }
    let labels = leaks.successful.flatMap { leaks[$0] ?? [] }
    let unique = labels.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return unique.isEmpty ? "none" : unique.sorted().joined(separator: ", ")
  }

  private var findingsFact: String? {
    guard let setup = run?.setup, let check = try? ScenarioCheck(setup) else { return nil }
    return "\(check.findings.count)"
  }
}
