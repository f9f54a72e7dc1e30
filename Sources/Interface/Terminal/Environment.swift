import Glibc

/// Variables of the process's environment.
enum Environment {
  /// The value of a variable, or nil if it is not set.
  static func value(_ name: String) -> String? {
    // The result is nil or a terminated string, and copied at once.
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}
