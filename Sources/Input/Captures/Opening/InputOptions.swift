/// What the user can say about an input beside its path.
package struct InputOptions: Hashable, Sendable {
  /// The folder of objects.csv, types.csv and members.csv; nil for that of the input.
  package var objectsFolder: String?
  /// A System.map; nil for none.
  package var symbolsPath: String?
  /// The dump of a log's first row; nil to look beside the log.
  package var corePath: String?
  /// The dump of a log's last row; nil to look beside the log if `corePath` is nil too.
  package var endCorePath: String?
  /// The processor of a dump, from 0.
  package var cpu: Int
  /// What is known about the processor.
  package var assumptions: Assumptions

  /// Says what is not nil.
  package init(
    objectsFolder: String? = nil, symbolsPath: String? = nil, corePath: String? = nil,
    endCorePath: String? = nil,
    cpu: Int = 0, assumptions: Assumptions = Assumptions()
  ) {
    self.objectsFolder = objectsFolder
    self.symbolsPath = symbolsPath
    self.corePath = corePath
    self.endCorePath = endCorePath
    self.cpu = cpu
    self.assumptions = assumptions
  }
}
