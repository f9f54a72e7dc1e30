import Foundation
import Glibc

/// A child process whose signals are as at a login.
///
/// Foundation's `Process` hands on the mask of whichever thread of the tests starts it, in which most
/// signals are blocked, and waits for a descriptor that a daemon such as tmux's server holds for ever.
struct Spawn {
  var program: String
  var arguments: [String]
  var environment: [String: String]
  var folder = "/"
  /// Files for standard output and standard error.
  var output = "/dev/null"
  var complaints = "/dev/null"
  /// Signals that the child starts with blocked.
  var blocked: [Int32] = []

  struct Failure: Error {
    let code: Int32
  }

  /// Runs the child to its end and gives its exit status, or 128 and the signal that ended it.
  func run() throws -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, complaints, O_WRONLY | O_CREAT | O_TRUNC, 0o600)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    for signal in blocked { sigaddset(&signals, signal) }
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    // bash changes the folder: the call that does that here is not imported.
    let line = ["/bin/bash", "-c", "cd \"$0\" && exec \"$@\"", folder, program] + arguments
    var words = line.map { strdup($0) } + [nil]
    var settings = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + settings { free(text) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, line[0], &actions, &attributes, &words, &settings)
    guard code == 0 else { throw Failure(code: code) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 { guard errno == EINTR else { throw Failure(code: errno) } }
    return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
  }
}
