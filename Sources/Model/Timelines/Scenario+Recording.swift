import Diagnostics
import Execution
import Isolation
import PageTables
import Recordings
package import ScenarioModel

extension Scenario {
  /// The events of a recording, to be run by the model: what entered the kernel and when, which process ran,
  /// and how each syscall returned. Nothing is taken over from where the recording wrote CR3.
  ///
  /// Throws if the recording has more processes than can be modelled, or kernel entries nested too deep.
  package init(eventsOf timeline: Timeline) throws(ScenarioError) {
    let processes = (timeline.spaces.all.map(\.process).max() ?? 0) + 1
    guard processes <= Self.modelledProcesses else { throw .tooManyProcesses(processes) }
    self.init(name: timeline.recording.name, design: timeline.spaces.design, events: [])
    var reader = RecordedEvents(timeline)
    reader.read(processes: processes)
    // Reading an event may add an entry.
    for position in reader.topLevel {
      events.append(try reader.event(at: position, depth: 0))
      guard reader.entries.count <= Self.modelledEntries else { throw .tooManyEntries(reader.entries.count) }
    }
    entries += reader.entries
    functions += reader.functions
    threads = reader.threads
    notices = reader.notices
    warmProcesses = Array(0..<min(threads.count, ASIDs.count))
    let controls = timeline.recording.start.controls
    settings.pcid = controls.pcidEnabled
    settings.smep = controls.smep
    settings.smap = controls.smap
    if controls.unknown.contains(.cr4) {
      notices.append(Notice(.warning, "CR4 is not in the input: PCIDs are taken as off, SMEP and SMAP as on"))
    }
  }
}
