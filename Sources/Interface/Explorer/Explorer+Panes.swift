import Canvas
import Chassis
import Commands
import Isolation
import PageTables
import Recordings
import Timelines

// The one place where panes are made: each gets the few values that it shows.

/// What lies over the panes when it is asked for.
enum Overlay {
  /// Text to scroll.
  case text(any PaneText)
  /// Rows to choose from.
  case menu(any MenuPane)
  /// A walk.
  case walk(WalkPane)
  /// Two designs; nil while there is only one.
  case comparison(ComparePane?)
}

extension Explorer {
  /// What lies over the panes under this name; nil for a pane that has a place of its own.
  func overlay(_ pane: Pane) -> Overlay? {
    switch pane {
    case .ribbon, .now, .steps, .map, .cr3: nil
    case .walk: .walk(walkPane(of: state.walkAddress, isOverlay: true))
    case .compare:
      .comparison(
        state.comparison.map {
          ComparePane(timeline: timeline, step: step, judge: judge, counts: state.counts, comparison: $0)
        })
    case .toggles: .menu(TogglesPane(timeline: timeline, step: step))
    case .inject: .menu(injectPane)
    case .verdict: .text(VerdictPane(timeline: timeline, step: step, verdict: state.verdict))
    case .tlb: .text(TLBPane(timeline: timeline, step: step))
    case .buffers: .text(BuffersPane(timeline: timeline, step: step))
    case .derivation: .text(DerivationPane(timeline: timeline, step: step))
    case .findings: .text(FindingsPane(run: run))
    case .help: .text(HelpPane(notices: timeline.recording.notices, run: run))
    }
  }

  /// What lies over the panes now.
  var overlay: Overlay? { state.overlay.flatMap { overlay($0) } }

  /// The panes that have a place of their own, in the order in which they are drawn.
  func panes(in layout: Layout) -> [(pane: any ScreenPane, place: Rect)] {
    [
      (TitlePane(timeline: timeline, step: step, unreadableTables: state.map?.unreadableTables ?? 0), layout.title),
      (ribbon(width: layout.ribbon.width), layout.ribbon), (nowPane, layout.now), (stepsPane, layout.steps),
      (mapPane, layout.map), (walkPane(of: currentAddress, isOverlay: false), layout.walk), (extraPane, layout.extra),
      (
        CR3Pane(timeline: timeline, step: step, counts: state.counts?.counts(at: step), keeping: state.keeping),
        layout.cr3
      ),
    ]
  }

  /// The whole timeline in so many columns.
  func ribbon(width: Int) -> Ribbon {
    Ribbon(timeline, step: step, survey: state.survey, hidesFuture: state.hidesFuture, width: width)
  }

  /// The walk of an address.
  func walkPane(of address: VirtualAddress?, isOverlay: Bool) -> WalkPane {
    WalkPane(
      timeline: timeline, step: step, address: address, asked: address == state.walkAddress ? state.walkAccess : nil,
      verdict: state.verdict, isOverlay: isOverlay)
  }

  /// What can be put in.
  var injectPane: InjectPane { InjectPane(timeline: timeline, step: step) }

  private var nowPane: NowPane {
    NowPane(
      timeline: timeline, step: step, verdict: state.verdict, reason: state.reason, only: state.only,
      survey: state.survey, hidesFuture: state.hidesFuture)
  }

  private var stepsPane: StepsPane {
    StepsPane(
      timeline: timeline, step: step, judge: judge, verdict: state.verdict, only: state.only, rows: stepRows,
      top: state.stepsTop, focus: focus(of: .steps), hidesFuture: state.hidesFuture)
  }

  private var mapPane: MapPane {
    MapPane(
      timeline: timeline, step: step, map: state.map, rows: mapRows, cursor: state.mapCursor, top: state.mapTop,
      filter: state.mapFilter, verdict: state.verdict, focus: focus(of: .map))
  }

  private var extraPane: ExtraPane {
    ExtraPane(
      verdict: VerdictPane(timeline: timeline, step: step, verdict: state.verdict),
      buffers: BuffersPane(timeline: timeline, step: step), tlb: TLBPane(timeline: timeline, step: step))
  }

  private func focus(of pane: Pane) -> PaneBorder.Focus {
    state.focus == pane && state.overlay == nil ? .focused : .unfocused
  }
}
