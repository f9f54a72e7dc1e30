import Canvas
package import Chassis
package import Commands
import Isolation
import SectionCheck

extension ObjectExplorer {
  /// Carries out one command, and says what it asks of the tool.
  package mutating func perform(_ command: Command) -> Request? {
    switch command {
    case .move(let count): move(by: count)
    case .page(let count): move(by: count * max(pageHeight - 1, 1))
    case .step(let count): advance(by: count)
    case .back(let count): advance(by: -count)
    case .next(let target, let count): jump(to: target, count, forward: true)
    case .previous(let target, let count): jump(to: target, count, forward: false)
    case .again(let count): jump(to: state.jump, count, forward: true)
    case .againBack(let count): jump(to: state.jump, count, forward: false)
    case .goto(let place): goto(place)
    case .search(let text): search(text)
    case .fold: fold()
    case .unfold: unfold()
    case .choose: choose()
    case .focusNext, .focusPrevious: show(state.view == .findings ? .entries : .findings)
    case .focus(.findings): show(.findings)
    case .filter(let text): filter(by: text)
    case .design(let design): check(under: design)
    case .nextDesign: check(under: state.design.following())
    case .help: toggle(.help)
    case .close: close()
    case .promptCommand, .promptSearch, .promptFilter, .copy, .shell, .open, .screen, .say, .redraw, .suspend, .quit:
      return performCommon(command)
    case .mark, .focus, .toggle, .only, .onlyNext, .walk, .set, .inject, .compareNext, .compare, .undo, .probe,
      .promptProbe, .pause, .source, .expect, .ask:
      let word = command.text.split(separator: " ").first ?? ""
      state.message = "'\(word)' is for recordings and scenarios; these are object files"
    }
    return nil
  }

  /// Lists findings or entries.
  private mutating func show(_ view: ObjectState.View) {
    state.overlay = nil
    state.view = view
    // A filter of one says nothing about the other.
    if !state.filter.isEmpty { filter(by: "") }
    if view == .entries && entries.isEmpty {
      let globs = input.policy.entries.map(\.pattern).joined(separator: ", ")
      state.message = "no symbol is an entry of the policy: \(globs.isEmpty ? "it names none" : globs)"
    }
    scroll()
  }

  private mutating func toggle(_ overlay: ObjectState.Overlay) {
    state.overlay = state.overlay == overlay ? nil : overlay
    state.overlayTop = 0
  }

  private mutating func close() {
    if state.overlay != nil {
      state.overlay = nil
      state.opened = nil
    } else if !state.filter.isEmpty {
      filter(by: "")
    } else {
      state.jump = .fault
    }
  }

  /// Folds or unfolds a heading, opens a finding or an entry; closes what is open.
  private mutating func choose() {
    if state.overlay != nil { return close() }
    if state.view == .entries { return openEntry() }
    guard let row = currentRow else { return }
    guard let heading = tree.heading(of: row) else { return toggle(.detail) }
    if state.folded.remove(heading) == nil { state.folded.insert(heading) }
    makeRows()
  }

  private mutating func openEntry() {
    guard let number = currentEntry else { return }
    let entry = entries[number]
    if !survey.isStarted {
      survey.start(input.set, policy: input.policy, design: state.design, entries: entries)
    }
    guard let closure = survey.closure(of: entry) else { return }
    var exposable = closure
    // What designs expose whose kernel maps everything is no measure for the others.
    if !state.design.runsExposed {
      var finder = ClosureFinder(input.set, policy: input.policy, design: .standard)
      exposable = finder.closure(of: entry.name, at: entry.place)
    }
    state.opened = OpenedEntry(closure, exposable: exposable, in: input.set, width: state.size.width)
    state.overlay = .entry
    state.overlayTop = 0
  }

  /// Checks everything anew; the cursor stays on the same finding, if it is found again.
  private mutating func check(under design: Design) {
    let old = finding
    state.design = design
    state.overlay = nil
    check = ObjectCheck(input.set, policy: input.policy, design: design)
    survey = EntrySurvey(entryCount: entries.count)
    makeTree()
    if let position = old.flatMap({ check.findings.firstIndex(of: $0) }), tree.order.contains(position) {
      select(finding: position)
    }
    state.message = "\(design): \(design.summary)"
    scroll()
  }
}
