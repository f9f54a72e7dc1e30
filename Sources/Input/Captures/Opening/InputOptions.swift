package import Diagnostics
package import Isolation

/// What the user can say about an input beside its path.
package struct InputOptions: Sendable {
  /// The folder of objects.csv, types.csv and members.csv; nil for that of the input.
  package var objectsFolder: String?
  /// A System.map; nil for none.
  package var symbolsPath: String?
  /// The dump of a log's first row; nil to look beside the log.
  package var corePath: String?
  /// The dump of a log's last row, which needs that of the first; nil to look beside the log if `corePath` is nil too.
  package var endCorePath: String?
  /// The processor of a dump, from 0.
  package var cpu: Int
  /// What is known about the processor.
  package var assumptions: Assumptions
  /// The design to run a scenario under; nil for its own.
  package var design: Design?
  /// Settings of a scenario that are not its own: keys and words of `Settings.keys`, in order.
  package var settings: [(key: Settings.Key, word: String)]
  /// Told how far a scenario has been run.
  package var progress: WorkProgress

  /// Says what is not nil.
  package init(
    objectsFolder: String? = nil, symbolsPath: String? = nil, corePath: String? = nil,
    endCorePath: String? = nil, cpu: Int = 0, assumptions: Assumptions = Assumptions(), design: Design? = nil,
    settings: [(key: Settings.Key, word: String)] = [], progress: WorkProgress = .unwatched
  ) {
    self.objectsFolder = objectsFolder
    self.symbolsPath = symbolsPath
    self.corePath = corePath
    self.endCorePath = endCorePath
    self.cpu = cpu
    self.assumptions = assumptions
    self.design = design
    self.settings = settings
    self.progress = progress
  }
}
