import Canvas
import Isolation
import Machine
import PageTables
import Verdicts

extension Explorer {
  /// Carries out one command.
  mutating func perform(_ command: Command) -> Request? {
    switch command {
    case .step(let count): advance(by: count)
    case .back(let count): advance(by: -count)
    case .next(let target, let count): jump(to: target, count, forward: true)
    case .previous(let target, let count): jump(to: target, count, forward: false)
    case .again(let count): jump(to: state.jump, count, forward: true)
    case .againBack(let count): jump(to: state.jump, count, forward: false)
    case .goto(let place): goto(place)
    case .search(let text): search(text)
    case .mark(let name): mark(name)
    case .move, .page, .focus, .focusNext, .focusPrevious: moveInPane(command)
    case .filter, .only, .onlyNext, .walk, .help, .close: changeView(command)
    case .promptCommand: state.prompt = Prompt(.command)
    case .promptSearch: state.prompt = Prompt(.search)
    case .promptFilter: state.prompt = Prompt(.filter, text: state.mapFilter)
    case .copy:
      state.message = "copied to the clipboard (OSC 52)"
      return .copy(currentLine)
    case .shell:
      state.message = shellCommand
      return .copy(shellCommand)
    case .redraw: return .redraw
    case .suspend: return .suspend
    case .quit: return .quit
    }
    return nil
  }

  private mutating func changeView(_ command: Command) {
    switch command {
    case .filter(let text):
      state.mapFilter = text
      if mapRows.isEmpty {
        state.message = "no row of the map is called '\(text)'"
        do { _ = try MappingFilter(text) } catch { state.message = error.description }
      }
      scrollMap()
    case .only(let filter): list(only: filter)
    case .onlyNext: list(only: state.only.next)
    case .walk(let address): openWalk(address)
    case .help:
      state.overlay = state.overlay == .help ? nil : .help
      state.helpTop = 0
    case .close:
      if state.overlay != nil {
        state.overlay = nil
      } else if !state.mapFilter.isEmpty {
        state.mapFilter = ""
        scrollMap()
      } else if state.only != .all {
        list(only: .all)
      }
    default: break
    }
  }

  private mutating func openWalk(_ address: VirtualAddress?) {
    guard timeline.recording.hasTables else {
      state.message = "no page tables: give the core with --core"
      return
    }
    let rows = mapRows
    if let address {
      state.walkAddress = address
    } else if state.focus == .map, let map = state.map, state.mapCursor < rows.count {
      state.walkAddress = map.rows[rows[state.mapCursor]].start
    } else {
      state.walkAddress = currentAddress
    }
    state.overlay = state.overlay == .walk && address == nil ? nil : .walk
  }

  /// More steps than this are not counted one by one while the user waits.
  private static let countedSteps = 20_000

  private mutating func list(only filter: StepFilter) {
    guard timeline.hasSteps else { return advance(by: 1) }
    state.only = filter
    if filter == .all {
      state.listed = nil
    } else {
      survey(to: timeline.count)
      state.listed = (0..<timeline.count).filter { index in
        let isPrivate = timeline.space(at: index).map { $0.letter != .user } ?? false
        return state.survey.marks(at: index).map { filter.admits($0, isPrivate: isPrivate) } ?? false
      }
      let found = (state.listed ?? []).prefix(Self.countedSteps)
      let accesses = found.reduce(0) { $0 + judge.verdict(at: $1).accesses.count { filter.isAbout($0) } }
      let count = state.listed?.count ?? 0
      let more = count > found.count ? "more than " : ""
      state.message = "\(more)\(accesses) accesses in \(count) steps: \(filter.title); o shows others, Esc all"
    }
    followSteps()
  }

  private mutating func mark(_ name: String) {
    state.marks.removeAll { $0.name == name }
    state.marks.append(ExplorerState.Mark(name: name, step: state.step))
    state.marks.sort { ($0.step, $0.name) < ($1.step, $1.name) }
    state.message = "mark '\(name)' at step \(stepNumber(state.step))"
  }

  /// The recording's own number of a step.
  package func stepNumber(_ index: Int) -> Int {
    timeline.hasSteps ? timeline.recording.steps.number(at: index) : 0
  }

  /// The current step as one line of text.
  var currentLine: String {
    guard timeline.hasSteps else { return Self.hexadecimal(timeline.recording.start.rip.rawValue) }
    let site = timeline.recording.steps.site(at: state.step)
    return "\(stepNumber(state.step)) 0x\(Self.hexadecimal(site.rip.rawValue)) \(site.symbol) "
      + (site.instruction ?? "")
  }

  /// What to type in a shell to get what is on the screen.
  var shellCommand: String {
    var words = shellName.isEmpty ? [] : [Self.quoted(shellName)]
    if state.overlay == .walk, let address = state.walkAddress {
      let cr3 = String(machine.controls.cr3.rawValue, radix: 16)
      words.append("0x\(Self.hexadecimal(address.rawValue))")
      words += ["--space", "0x\(cr3)", "--cpl", machine.cpl == 3 ? "3" : "0"]
      return (["cr3scope", "walk"] + words).joined(separator: " ")
    }
    if state.focus == .map || !timeline.hasSteps {
      return (["cr3scope", "maps"] + words + ["--space", space?.name ?? "kernel"]).joined(separator: " ")
    }
    let number = String(stepNumber(state.step))
    return (["cr3scope", "steps"] + words + ["--from", number, "--to", number]).joined(separator: " ")
  }

  /// A word as a shell reads it.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_./+-,:@%".contains($0)) }
    return isPlain
      ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
  }
}
