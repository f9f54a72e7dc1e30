import Foundation

/// The folder `samples` at the top of the project, which tests read as users do.
package let samplesFolder = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appendingPathComponent("samples").path

/// The path of one sample, by its path below the folder `samples`.
package func sample(_ path: String) -> String { "\(samplesFolder)/\(path)" }
