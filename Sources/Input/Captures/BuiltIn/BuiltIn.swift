import Bytes
import Diagnostics
import PageTables
package import Recordings

/// The input that is there without a file: a getpid system call of a Linux 6.12 with page-table isolation.
///
/// It is samples/captures/labelled/getpid with its names and the tables of its first row. Those of its last
/// row are left out because they are the same, accessed and dirty bits included.
package enum BuiltIn {
  /// The name to show.
  package static let name = "built-in getpid"

  /// The recording; made anew each time, in about a millisecond.
  package static func recording(assuming assumptions: Assumptions = Assumptions()) -> Recording {
    guard let packed = Base64.decode(packedText).flatMap({ PackedRecording($0) }) else {
      preconditionFailure("the built-in input is damaged")
    }
    do throws(ParseError) {
      let steps = try StepLogReader.read(FileBytes(name: name, packed.texts[0])).steps
      let log = LogRecording(name: name, steps: steps, assumptions: assumptions)
      let controls = Controls(cr0: packed.controls.cr0, cr3: steps.cr3(at: 0), cr4: packed.controls.cr4)
      // EFLAGS.AC is 0 in the core of the first row.
      var recording = log.recording(start: packed.memory, controls: controls, alignmentCheck: false, end: nil)
      recording.names = try ObjectFiles(
        objects: FileBytes(name: "objects.csv", packed.texts[1]),
        types: FileBytes(name: "types.csv", packed.texts[2]),
        members: FileBytes(name: "members.csv", packed.texts[3])
      ).read()
      return recording
    } catch {
      preconditionFailure("the built-in input is damaged: \(error)")
    }
  }
}
