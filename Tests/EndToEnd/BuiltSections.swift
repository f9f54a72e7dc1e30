import Foundation
import TestSupport
import Testing

/// What builds the samples of the section check and looks into them.
enum BuildTools {
  static let areThere = ["make", "gcc", "objdump", "ar"].allSatisfy {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)")
  }
}

/// The objects of samples/sections, built once for all tests that look at them; none of these writes there.
enum BuiltSections {
  /// The folder with the objects, and lib.a of two of them.
  static var folder: String {
    get throws { try build.get().path }
  }

  private static let build = Result<Scratch, any Error> {
    let scratch = try Scratch()
    let result = try Program.shell(
      "make -s -C '\(sample("sections"))' OUT='\(scratch.path)' && cd '\(scratch.path)' && ar rc lib.a call.o data.o")
    try #require(result.status == 0, "\(result.complaints)")
    return scratch
  }
}

/// Expects exit status 2, nothing on standard output, and a message.
func expectRefusal(
  _ arguments: String, _ message: String, in folder: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let result = try Program.shell("\"$P\" \(arguments)", in: folder)
  #expect(result.status == 2, "\(arguments)", sourceLocation: sourceLocation)
  #expect(result.complaints == "cr3scope: \(message)\n", sourceLocation: sourceLocation)
  #expect(result.output.isEmpty, sourceLocation: sourceLocation)
}
