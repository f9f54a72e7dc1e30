import Canvas
package import Chassis
package import Commands
import Isolation
import PageTables
import Recordings
import ScenarioModel
import Timelines
import Verdicts

extension Explorer {
  /// Says why a command is not carried out: in the message, and as a mistake of the tour if the command is a tour's.
  mutating func refuse(_ words: String) {
    state.message = words
    state.isRefusal = true
  }

  /// Says what a command has done.
  mutating func tell(_ words: String) {
    state.message = words
    state.isRefusal = false
  }

  /// Carries out one command, and says what it asks of the tool.
  package mutating func perform(_ command: Command) -> Request? {
    // What is not seen is not kept.
    defer { if state.overlay != .compare { state.comparison = nil } }
    state.isRefusal = false
    return carryOut(command)
  }

  private mutating func carryOut(_ command: Command) -> Request? {
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
    case .move(let count): move(count)
    case .page(let count): move(rows(ofPages: count))
    case .focus(let pane): focus(pane)
    case .toggle(let pane): if state.overlay == pane { state.overlay = nil } else { focus(pane) }
    case .focusNext, .focusPrevious: state.focus = state.focus == .steps ? .map : .steps
    case .choose: choose()
    case .fold, .unfold: refuse("nothing here folds: that is for findings in object files")
    case .filter(let text): filterMap(by: text)
    case .only(let filter): list(only: filter)
    case .onlyNext: list(only: state.only.next)
    case .walk(let address): openWalk(address)
    case .help: toggle(.help)
    case .close: close()
    case .design, .nextDesign, .set, .inject, .undo: changeRun(command)
    case .compareNext: compareNext()
    case .compare(let first, let second): compare(first, with: second)
    case .probe(let place, let cpl): probe(place, cpl: cpl)
    case .pause: break
    case .expect(let expectation): state.message = words(for: expectation)
    case .ask: state.message = "ask is for tours: 'cr3scope replay' takes predictions"
    case .promptCommand, .promptSearch, .promptProbe, .promptFilter, .copy, .shell, .open, .source, .screen, .say,
      .redraw, .suspend, .quit:
      return performCommon(command)
    }
    return nil
  }

  /// Closes what is open; else takes back the filter of the map, else that of the steps, else what n repeats.
  private mutating func close() {
    if state.overlay != nil {
      state.overlay = nil
      state.walkAccess = nil
    } else if !state.mapFilter.isEmpty {
      state.mapFilter = ""
      filterMap()
      scrollMap()
    } else if state.only != .all {
      list(only: .all)
    } else {
      state.jump = .flip
    }
  }

  /// Opens what lies over the panes, or closes it if it is open.
  mutating func toggle(_ pane: Pane) {
    if pane == .compare { return compareNext() }
    if run == nil, case .menu? = overlay(pane) {
      refuse("only a scenario can be changed; this was recorded")
      return
    }
    state.overlay = state.overlay == pane ? nil : pane
    state.overlayTop = 0
    state.menuCursor = 0
    // The cursor starts at the first entry that can be put in here.
    if pane == .inject, let run {
      state.menuCursor =
        injectPane.entries.firstIndex { entry in
          Command.Injected(entry.kind).map { obstacle(to: $0, in: run) == nil } ?? false
        } ?? 0
    }
  }

  /// A filter that cannot be understood, and is no part of a name either, changes nothing.
  private mutating func filterMap(by text: String) {
    let old = state.mapFilter
    state.mapFilter = text
    filterMap()
    if mapRows.isEmpty {
      refuse("no row of the map holds '\(text)'")
      do {
        _ = try MappingFilter(text)
      } catch {
        refuse(error.description)
        state.mapFilter = old
        filterMap()
      }
    }
    scrollMap()
  }

  mutating func openWalk(_ address: VirtualAddress?) {
    state.walkAccess = nil
    guard timeline.recording.hasTables else {
      refuse("no page tables: give the core with --core")
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

  mutating func list(only filter: StepFilter) {
    guard timeline.hasSteps else { return advance(by: 1) }
    let known = filter == .all ? timeline.count : survey(to: timeline.count)
    let isKnown = known >= timeline.count
    state.only = isKnown ? filter : .all
    if state.only == .all {
      state.listed = nil
      if !isKnown { refuse("ended behind \(known) of \(timeline.count) steps: all are listed; o goes on") }
    } else {
      state.listed = (0..<UInt32(timeline.count)).filter { step in
        let index = Int(step)
        let isPrivate = timeline.space(at: index).map { $0.letter != .user } ?? false
        return state.survey.marks(at: index).map { filter.admits($0, isPrivate: isPrivate) } ?? false
      }
      let found = (state.listed ?? []).prefix(Self.countedSteps)
      let accesses = found.reduce(0) { $0 + judge.verdict(at: Int($1)).accesses.count { filter.isAbout($0) } }
      let count = state.listed?.count ?? 0
      let more = count > found.count ? "more than " : ""
      let words = "\(more)\(accesses) accesses in \(count) steps: \(filter.title); o shows others, Esc all"
      // A tour that lists nothing shows nothing.
      if count == 0 { refuse(words) } else { state.message = words }
    }
    followSteps()
  }

  private mutating func mark(_ name: String) {
    state.marks.set(name, at: state.step)
    state.message = "mark '\(name)' at step \(stepNumber(state.step))"
  }

  /// What the filter of the map holds; empty for none.
  package var filter: String { state.mapFilter }

  /// The current step as one line of text.
  package var currentLine: String {
    guard timeline.hasSteps else { return sixteenDigits(timeline.recording.start.rip.rawValue) }
    let site = timeline.recording.steps.site(at: state.step)
    return "\(stepNumber(state.step)) 0x\(sixteenDigits(site.rip.rawValue)) \(site.symbol) "
      + (site.instruction ?? "")
  }
}
