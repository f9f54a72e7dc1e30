import Canvas
import Chassis
import Execution
import Isolation
import Timelines

/// What may be left inside of the core before this step.
struct BuffersPane: PaneText, StepShowing {
  let timeline: Timeline
  let step: Int
  let title = "buffers"

  func lines(width: Int, glyphs: Glyphs) -> [Spans] {
    guard let run else { return [Spans(" A recording does not say what the buffers hold.", Style(.dim))] }
    let buffers = run.moment(at: step).buffers
    let secrets = run.secretLabels(at: step)
    let didWidth = width >= 76 ? 32 : 21
    var lines = [
      Spans(
        padded("", 17) + padded(width >= 76 ? "touched since the last clear" : "touched", didWidth)
          + "could have been touched", Style(.heading, .bold))
    ]
    for (name, contents) in [
      ("store buffer", buffers.store), ("fill buffers", buffers.fill), ("L1 data cache", buffers.l1d),
    ] {
      lines.append(line(name, contents, didWidth: didWidth, secrets: secrets, glyphs: glyphs))
    }
    lines += [
      Spans(""),
      .wrapped(
        "Secret for process \(processLetter(run.moment(at: step).cpu.process)): "
          + LabelWords.list(secrets.names, explained: 4) + ". Marked \(glyphs.leak) above.", indent: 1),
      .wrapped(
        "Speculation can touch all that is mapped, and nothing else. So what could have been touched is what was "
          + "mapped while kernel code ran: under unified an event that stays in E leaves nothing secret behind.",
        indent: 1),
      .wrapped(
        "VERW clears the store buffer and the fill buffers; it must come behind the flip to the space of user code. "
          + "The cache keeps what it has: L1TF reads it, unless entries that are not present name no memory.",
        indent: 1),
    ]
    return lines
  }

  private func line(
    _ name: String, _ contents: Buffers.Contents, didWidth: Int, secrets: LabelSet, glyphs: Glyphs
  ) -> Spans {
    var line = Spans(" " + padded(name, 16), Style(.text, .bold))
    for (labels, width) in [(contents.did, didWidth), (contents.may, 0)] {
      let isSecret = !labels.isDisjoint(with: secrets)
      let mark = isSecret ? "\(glyphs.leak) " : "  "
      let text = labels.isEmpty ? "nothing" : labels.names.joined(separator: " ")
      line.add(
        padded(mark + text, width), labels.isEmpty ? Style(.dim) : isSecret ? Style(.leak, .bold) : .plain)
    }
    return line
  }
}
