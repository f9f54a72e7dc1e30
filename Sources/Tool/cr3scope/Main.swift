import ArgumentParser
import Bytes
import Diagnostics
import Glibc
import Reports
import Terminal

/// Runs the command line, with the exit status of product.md: 0 answered, 1 findings or something missing,
/// 2 bad usage or no usable input.
@main
struct Main {
  static func main() {
    // A reader that goes away is seen as a failed write, and ends the program quietly.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try Cr3scope.parseAsRoot()
      try command.run()
      if LongWork.isInterrupted { throw Answer.incomplete }
      end(0)
    } catch let status as Answer {
      if LongWork.isInterrupted { Output.complain("cr3scope: \(LongWork.interruption)") }
      end(status.rawValue)
    } catch let error as ParseError {
      fail("\(error)")
    } catch let error as UsageError {
      fail("\(error)")
    } catch let error as TerminalError {
      fail("\(error)")
    } catch let error as OutputFailure {
      fail("\(error)")
    } catch is ClosedOutput {
      exit(0)
    } catch {
      let text = Cr3scope.fullMessage(for: error)
      guard Cr3scope.exitCode(for: error).isSuccess else {
        // What the argument parser puts before its errors.
        let prefix = "Error: "
        fail(text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text)
      }
      show(text)
    }
  }

  /// Prints a help text or the version.
  private static func show(_ text: String) {
    do {
      try Output.write { sink in
        sink.append(text)
        sink.endLine()
      }
    } catch is ClosedOutput {
      exit(0)
    } catch {
      fail("\(error)")
    }
  }

  private static func fail(_ text: String) -> Never {
    Output.complain("cr3scope: " + text)
    end(Answer.unusable.rawValue)
  }

  /// Ends with this status; an answer from a file that changed meanwhile is incomplete, and says so.
  private static func end(_ status: Int32) -> Never {
    for name in MappedFiles.changed() { Output.complain("cr3scope: \(ChangedFile(name: name))") }
    exit(MappedFiles.hasChange ? max(status, Answer.incomplete.rawValue) : status)
  }
}

/// How a command ended, as its exit status; thrown to end it.
enum Answer: Int32, Error {
  /// Something is missing from the input, and was said; or there are error findings.
  case incomplete = 1
  /// The usage is bad, or there is no usable input.
  case unusable = 2
}

/// A wish that cannot be fulfilled with this input; exit status 2.
struct UsageError: Error, CustomStringConvertible {
  /// What was asked, and what could have been.
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
