import Captures
import Diagnostics
import Execution
import Foundation
import Recordings
import ScenarioModel
import Testing
import Timelines

/// Which files a scenario can include.
struct IncludedFileTests {
  private let folder = FileManager.default.temporaryDirectory.path + "/cr3scope-include-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: folder + "/sub", withIntermediateDirectories: true)
    let table =
      "entries:\n- {name: getpid, kind: syscall, marking: private, reason: why}\n- {name: a, kind: nmi, marking: private}\n"
    write("t.yaml", table)
    write("sub/t.yaml", table)
    write("bad.yaml", "entries: 1\n")
    for name in ["t.yaml", "sub/t.yaml", "sub", "missing.yaml", "bad.yaml"] {
      write("with-\(name.replacing("/", with: "-"))", "include: \(name)\nevents: [{syscall: getpid}]\n")
    }
  }

  private func write(_ name: String, _ text: String) {
    _ = FileManager.default.createFile(atPath: folder + "/" + name, contents: Data(text.utf8))
  }

  private func error(_ name: String) -> String? {
    do throws(ParseError) {
      _ = try InputFile.open(folder + "/" + name)
      return nil
    } catch {
      return String(error.description.prefix { $0 != "\n" }).replacing(folder, with: "F")
    }
  }

  @Test(arguments: ["t.yaml", "sub/t.yaml"])
  func besideAndBelow(name: String) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/with-\(name.replacing("/", with: "-"))"
    let message = "\(name): 1 of 2 entries are not of this kernel"
    #expect(try InputFile.open(path).recording.notices == [Notice(.note, message)])
    let input = try InputFile.scenario(path)
    #expect(input.setup.scenario.entry("getpid", .syscall)?.reason == "why")
    #expect(input.notices == [Notice(.note, message)])
  }

  @Test func whatCannotBeIncluded() {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(
      error("with-sub")
        == "F/with-sub:1:10: error: 'sub', which is not there; expected a regular file beside the scenario")
    #expect(
      error("with-missing.yaml")
        == "F/with-missing.yaml:1:10: error: 'missing.yaml', which is not there; "
        + "expected a regular file beside the scenario")
    #expect(error("with-bad.yaml") == "F/bad.yaml:1:10: error: '1' for entries; expected a list")
  }
}
